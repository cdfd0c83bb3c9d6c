"""The served side of a store: requests come in over HTTP, JSON and pages go out. Starlette, uvicorn and Jinja live here."""
