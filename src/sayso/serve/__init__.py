"""Serve: the command line and other shells, arguments in, printed records out."""
