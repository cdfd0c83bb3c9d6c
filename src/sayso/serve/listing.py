"""Rows of a query come in; a table that reads well in a terminal goes out, each kind of rows with columns of its own.

Nothing that a report says is read as markup, and control characters are made visible.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any, Final

from rich.box import SIMPLE_HEAD
from rich.table import Table
from rich.text import Text

from sayso.ground import marking
from sayso.ground.filters import RowKind
from sayso.serve.terminal import COLOURS
from sayso.store.changes import Change

if TYPE_CHECKING:
    from rich.console import Console

Row = Mapping[str, Any]
Cell = Callable[[Row], Text | str]
NOTHING: Final = "–"
MOST: Final = 4
"""Names that a cell lists before it counts the rest."""
_TURNS: Final = {"appeared": "green", "changed": "yellow", "closed": "red"}


def render(kind: RowKind, rows: Iterable[Row], *, console: Console) -> str:
    """The table of some rows, with the colours and the width of the console."""
    return _captured(_table(_HEADS[kind], rows), console)


def render_changes(found: Sequence[Change], *, console: Console) -> str:
    """The table of changes."""
    return _captured(_table(_CHANGE, [{"change": one} for one in found]), console)


def _captured(table: Table, console: Console) -> str:
    with console.capture() as captured:
        console.print(table)
    return "\n".join(line.rstrip() for line in captured.get().split("\n"))


def _table(columns: Mapping[str, Cell], rows: Iterable[Row]) -> Table:
    table = Table(box=SIMPLE_HEAD, pad_edge=False, expand=False)
    for head in columns:
        table.add_column(Text(head), overflow="fold", no_wrap=head in _FIRM)
    for row in rows:
        table.add_row(*(_text(cell(row)) for cell in columns.values()))
    return table


def _text(cell: Text | str) -> Text:
    return cell if isinstance(cell, Text) else Text(_safe(cell))


def _safe(text: str) -> str:
    return "\n".join(marking.printable(line, keep_lines=False) for line in text.split("\n"))


# ---- cells ----------------------------------------------------------------------------------------------------------


def _plain(name: str) -> Cell:
    return lambda row: NOTHING if row[name] is None else str(row[name])


def _day(name: str) -> Cell:
    return lambda row: str(row[name])[:10] if row[name] else NOTHING


def _listed(name: str, joint: str = ", ") -> Cell:
    return lambda row: names(row[name] or (), joint)


def names(found: Iterable[str | None], joint: str = ", ") -> str:
    """The names, the first few of them, each once, and how many more there are."""
    held = list(dict.fromkeys(name for name in found if name))
    more = f"{joint}{len(held) - MOST} more" if len(held) > MOST else ""
    return joint.join(held[:MOST]) + more if held else NOTHING


def _deed(row: Row) -> str:
    return f"{row['type']} {row['mode']}" if row["mode"] else str(row["type"])


def _when(row: Row, first: str = "date_from", last: str = "date_to") -> str:
    start, end = row[first], row[last]
    if not start:
        return NOTHING
    first_day, last_day = str(start)[:10], str(end or start)[:10]
    return first_day if first_day == last_day else f"{first_day}\n– {last_day}"


def _status(row: Row) -> Text:
    return Text(marking.standing(row["status"]), style=COLOURS[row["status"]])


def _statuses(row: Row) -> Text:
    text = Text()
    for number, status in enumerate(row["statuses"]):
        text.append("\n" if number else "")
        text.append(marking.standing(status), style=COLOURS[status])
    return text


def _told_by(row: Row) -> str:
    parts = (("report", "reports"), ("outlet", "outlets"), ("origin", "origins"))
    counted = [f"{row[many]} {one if row[many] == 1 else many}" for one, many in parts if row.get(many) is not None]
    gone = [f"{len(row[name])} {name}" for name in ("superseded", "retracted") if row.get(name)]
    return "\n".join(counted + gone)


def _sides(row: Row) -> Text:
    text = Text()
    for number, side in enumerate(row["positions"]):
        text.append("\n" if number else "")
        text.append(_safe(side["position"]), style="bold")
        text.append(_safe(": " + names(holder["name"] for holder in side["holders"])))
    return text


def _ledger(row: Row) -> str:
    lines = [
        f"{figure['value']:,} – {figure['holder']['name']}"
        + (f", {figure['holder']['published'][:10]}" if figure["holder"]["published"] else "")
        for figure in row["figures"]
    ]
    more = [f"{len(lines) - MOST} more"] if len(lines) > MOST else []
    return "\n".join(lines[:MOST] + more)


def _range(row: Row) -> str:
    return f"{row['low']:,}" if row["low"] == row["high"] else f"{row['low']:,}–{row['high']:,}"


def _standing(row: Row) -> Text:
    colour = {"current": "green", "superseded": "yellow", "retracted": "red"}[row["standing"]]
    text = Text(row["standing"], style=colour)
    if row["version"] > 1 or row["standing"] == "superseded":
        text.append(f" (version {row['version']})")
    if row["reason"]:
        text.append(f"\n{_safe(row['reason'])}")
    return text


def _origin(row: Row) -> str:
    is_own = row["origin"] in (None, row["report"])
    return (row["credit"] or "own") if is_own else f"{row['origin_kind']}: {row['origin']}"


def _who(row: Row) -> str:
    return str(row["who"]["name"])


def _holders(*columns: str) -> Cell:
    return lambda row: names(holder["name"] for name in columns for holder in row[name] or ())


def _turn(row: Row) -> Text:
    change: Change = row["change"]
    return Text(change.turn, style=_TURNS[change.turn])


def _differences(row: Row) -> str:
    change: Change = row["change"]
    if change.turn == "appeared":
        lines = [f"{one.field}: {one.after}" for one in change.differences if one.after]
    elif all(one.after is None for one in change.differences):
        lines = [f"{one.field}: {one.before}" for one in change.differences if one.before]
    else:
        lines = [f"{one.field}: {one.before or NOTHING} → {one.after or NOTHING}" for one in change.differences]
    return "\n".join(line for line in lines if not line.startswith("label:"))


def _why(row: Row) -> str:
    change: Change = row["change"]
    return "\n".join(f"{one.cause} {one.report or ''}".strip() for one in change.why[:MOST]) + (
        f"\n{len(change.why) - MOST} more" if len(change.why) > MOST else ""
    )


_FIRM: Final = frozenset(["status", "published", "when", "id", "since", "until", "range", "turn"])
"""Columns that are not broken over lines."""

_HEADS: Final[Mapping[RowKind, Mapping[str, Cell]]] = {
    "reports": {
        "report": _plain("report"), "published": _day("published"), "outlet": _plain("outlet"),
        "title": _plain("title"), "origin": _origin, "events": _plain("events"), "standing": _standing,
    },
    "events": {
        "when": _when, "who": _listed("actors"), "did what": _deed, "to whom": _listed("recipients"),
        "where": _plain("place"), "status": _status, "according to": _listed("sources", " ← "),
        "report": _plain("report"),
    },
    "claims": {
        "published": _day("published"), "who": lambda row: row["speaker"] or row["source"] or row["outlet"] or NOTHING,
        "holds how": lambda row: marking.STANCES[row["stance"]],
        "what": lambda row: " … ".join(row["content"] or ()) or NOTHING, "report": _plain("report"),
    },
    "happenings": {
        "when": lambda row: _when(row, "first", "last"), "what": _plain("label"), "who": _listed("actor_names"),
        "status": _statuses, "told by": _told_by, "id": _plain("id"),
    },
    "disputes": {
        "matter": _plain("about"), "question": _plain("question"), "positions": _sides,
        "said": lambda row: _when(row, "first", "last"), "told by": _told_by,
    },
    "numbers": {
        "happening": lambda row: row["label"] or row["happening"], "quantity": _plain("quantity"), "range": _range,
        "figures": _ledger,
    },
    "situations": {
        "who": _who, "condition": _plain("condition"),
        "by": lambda row: names(one["name"] for one in row["by"] or ()), "since": _plain("since"),
        "until": _plain("until"), "according to": _holders("holders"), "end demanded by": _holders("demands"),
    },
    "entities": {
        "name": _plain("name"), "kind": _plain("kind"), "country": _plain("country"), "sectors": _listed("sectors"),
        "office": _plain("office"), "reports": _plain("reports"), "mentions": _plain("mentions"), "key": _plain("key"),
    },
}  # fmt: skip

_CHANGE: Final[Mapping[str, Cell]] = {
    "turn": _turn, "what": lambda row: f"{row['change'].noun}: {row['change'].about}", "how": _differences, "why": _why,
}  # fmt: skip
