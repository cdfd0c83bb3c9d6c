"""Sayso: a news report comes in; who did what to whom, when, where, and on whose say-so comes out.

    import sayso

    coder = sayso.load()
    record = coder.code("Police in Batumi detained two poll workers on Sunday, the ministry said.")

Importing this package loads none of its dependencies; each name below is fetched when it is first used.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from .ground.errors import SaysoError
    from .ground.records import (
        Claim,
        Entity,
        Event,
        Place,
        Reading,
        Record,
        Rejected,
        Relation,
        Report,
        Span,
        Time,
    )
    from .read.sources import read as read_reports
    from .run.dossiers import read_dossiers
    from .run.pipeline import Coder, load
    from .run.stores import open_store
    from .store.store import Store

__version__ = "0.1.0"

__all__ = [
    "Claim",
    "Coder",
    "Entity",
    "Event",
    "Place",
    "Reading",
    "Record",
    "Rejected",
    "Relation",
    "Report",
    "SaysoError",
    "Span",
    "Store",
    "Time",
    "__version__",
    "load",
    "open_store",
    "read_dossiers",
    "read_reports",
]

_HOMES = {
    "Coder": ("run.pipeline", "Coder"),
    "Store": ("store.store", "Store"),
    "load": ("run.pipeline", "load"),
    "open_store": ("run.stores", "open_store"),
    "read_dossiers": ("run.dossiers", "read_dossiers"),
    "read_reports": ("read.sources", "read"),  # `sayso.read` is the room: one name cannot be both
    "SaysoError": ("ground.errors", "SaysoError"),
}


def __getattr__(name: str) -> Any:
    if name not in __all__:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    home, original = _HOMES.get(name, ("ground.records", name))
    found = getattr(import_module(f".{home}", __name__), original)
    globals()[name] = found
    return found


def __dir__() -> list[str]:
    return [*__all__]
