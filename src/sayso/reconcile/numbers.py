"""A happening and its tellings come in, the ledger of each number goes out: who gave which figure when."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from sayso.ground.matters import Figure, Happening, Ledger, Telling

from .consensus import QUANTITIES, holder


def ledgers(happening: Happening, tellings: Mapping[str, Telling]) -> tuple[Ledger, ...]:
    """One ledger for each quantity that some telling of the happening gives; `tellings` are known by their ids."""
    members = [tellings[member.telling] for member in happening.members if member.telling in tellings]
    found = (_ledger(happening.id, quantity, members) for quantity in QUANTITIES)
    return tuple(one for one in found if one)


def _ledger(happening: str, quantity: str, members: Iterable[Telling]) -> Ledger | None:
    figures = tuple(
        Figure(happening, one.id, quantity, one.event.quantities[quantity].value, holder(one))
        for one in sorted(members, key=lambda one: (one.published or "9999", one.id))
        if quantity in one.event.quantities
    )
    values = [one.value for one in figures]
    return Ledger(happening, quantity, figures, min(values), max(values), values[-1]) if values else None
