"""Events come in; a folder of Parquet files goes out, one folder for each first day: `day=2020-10-24/part-0.parquet`.

Acts whose first day nobody tells stand under `day=__HIVE_DEFAULT_PARTITION__`, which readers of such folders take for
null.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from sayso.store.exports import geojson
from sayso.store.exports.drafts import check, drafted
from sayso.store.exports.shape import Format
from sayso.store.exports.told import Told

if TYPE_CHECKING:
    import pyarrow as pa

HELD: Final = 50_000
"""Rows that are held before they are written."""
NO_DAY: Final = "__HIVE_DEFAULT_PARTITION__"
COLUMNS: Final = {
    **geojson.COLUMNS, "lat": "latitude, WGS 84", "lon": "longitude, WGS 84", "version": "which text of the report",
    "anchor_start": "first character of the anchor", "anchor_end": "the character after it",
    "actor_words": "words of the report for each actor", "actor_starts": "first character of each",
    "recipient_words": "words of the report for each recipient", "recipient_starts": "first character of each",
    "source_words": "words of the report for each source", "source_starts": "first character of each",
}  # fmt: skip
_LISTS: Final = {
    "contexts", "according_to", "source_kinds",
    *(f"{side}{end}" for side in ("actor", "recipient") for end in ("s", "_keys", "_countries", "_words")),
    "source_words",
}  # fmt: skip
_STARTS: Final = {"actor_starts", "recipient_starts", "source_starts"}
_WHOLE: Final = {"geonameid", "dead", "injured", "arrested", "size", "version", "anchor_start", "anchor_end"}
_REAL: Final = {"score", "probability", "lat", "lon"}


@lru_cache(maxsize=1)
def schema() -> pa.Schema:
    """The Arrow schema of the files."""
    import pyarrow as pa

    def kind(name: str) -> pa.DataType:
        if name in _LISTS:
            return pa.list_(pa.string())
        if name in _STARTS:
            return pa.list_(pa.int64())
        if name == "why_null":
            return pa.map_(pa.string(), pa.string())
        if name == "historical":
            return pa.bool_()
        return pa.int64() if name in _WHOLE else pa.float64() if name in _REAL else pa.string()

    return pa.schema([pa.field(name, kind(name), metadata={"meaning": said}) for name, said in COLUMNS.items()])


def row(told: Told) -> dict[str, Any]:
    """The values of one event."""
    event, place = told.telling.event, told.telling.event.place
    said = geojson.properties(told)
    return {
        **said, "why_null": list(event.why_null.items()), "lat": place and place.lat, "lon": place and place.lon,
        "version": told.telling.version, "anchor_start": event.anchor.start, "anchor_end": event.anchor.end,
        **{f"{side}_words": [one.span.text for one in getattr(event, f"{side}s")]
           for side in ("actor", "recipient", "source")},
        **{f"{side}_starts": [one.span.start for one in getattr(event, f"{side}s")]
           for side in ("actor", "recipient", "source")},
    }  # fmt: skip


def _flush(held: dict[str, list[dict[str, Any]]], folder: Path, part: int) -> None:
    import pyarrow as pa
    import pyarrow.parquet as pq

    for day, rows in held.items():
        (folder / f"day={day}").mkdir(exist_ok=True)
        table = pa.Table.from_pylist(rows, schema=schema())
        pq.write_table(table, folder / f"day={day}" / f"part-{part}.parquet")
    held.clear()


def _write(rows: Iterator[Told], path: Path) -> None:
    check(path)
    held: dict[str, list[dict[str, Any]]] = {}
    part = count = 0
    with drafted(path) as folder:
        folder.mkdir()
        for told in rows:
            said = row(told)
            held.setdefault(said["date_from"] or NO_DAY, []).append(said)
            count += 1
            if count % HELD == 0:
                _flush(held, folder, part)
                part += 1
        _flush(held, folder, part)


FORMAT: Final = Format(
    "parquet", "Parquet by day", "events", "", columns=COLUMNS, write=_write, is_folder=True,
    says={
        **geojson.FORMAT.says, "coordinates": "lat, lon", "anchor_span": "anchor_start, anchor_end",
        "actor_words": "actor_words", "actor_spans": "actor_starts", "recipient_words": "recipient_words",
        "recipient_spans": "recipient_starts", "source_spans": "source_words, source_starts",
        "report": "report, version",
    },
    why={"url": "only web addresses are written"},
)  # fmt: skip
