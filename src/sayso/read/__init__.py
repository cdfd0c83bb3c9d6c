"""Read: paths, streams and tables come in, reports (or the reason why not) go out."""

from sayso.read.sources import read

__all__ = ["read"]
