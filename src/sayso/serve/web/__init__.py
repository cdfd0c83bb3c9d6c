"""The served side of a store: requests come in over HTTP, JSON and pages go out. The home of Starlette and Jinja."""
