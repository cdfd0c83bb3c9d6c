"""The views of a store: names come out with their SQL, in the order in which they build on one another.

Those in the schema `main` are for readers, and `meanings.py` says what each column is; those in `kept` are steps
towards them. `X_history` holds every row there ever was with its clocks, `X` what is known now by the newest coding.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

_SPELLS: Final = """
WITH ordered AS (
    SELECT report, version, outlet, published, title, known_since,
        lead(known_since) OVER (PARTITION BY report ORDER BY known_since, version) AS following
    FROM kept.reports
), ended AS (
    SELECT o.report, o.version, min(r.retracted) AS retracted, arg_min(r.reason, r.retracted) AS reason
    FROM ordered o JOIN kept.retractions r ON r.report = o.report AND r.retracted >= o.known_since
    GROUP BY o.report, o.version
)
SELECT o.report, o.version, o.outlet, o.published, o.title, o.known_since,
    CASE WHEN e.retracted < coalesce(o.following, 'infinity') THEN e.retracted ELSE o.following END AS known_until,
    CASE WHEN e.retracted < coalesce(o.following, 'infinity') THEN 'retracted'
        WHEN o.following IS NOT NULL THEN 'superseded' ELSE 'current' END AS standing,
    CASE WHEN e.retracted < coalesce(o.following, 'infinity') THEN e.reason END AS reason
FROM ordered o LEFT JOIN ended e USING (report, version)
"""

_CODED: Final = """
SELECT coding, report, version, coded, concat_ws('/', sayso, model, codebook, gazetteer) AS coder,
    lead(coded) OVER (PARTITION BY report, version ORDER BY coding) AS coded_until
FROM kept.codings
"""

_ORIGINS: Final = """
SELECT report, version, arg_max(origin, batch) AS origin, arg_max(kind, batch) AS kind,
    arg_max(credit, batch) AS credit, arg_max(likeness, batch) AS likeness
FROM kept.origins GROUP BY report, version
"""

_CLOCKS: Final = "s.known_since, s.known_until, s.standing, c.coder, c.coded_until"
_JOINED: Final = "JOIN kept.coded c USING (coding) JOIN kept.spells s ON s.report = c.report AND s.version = c.version"

_REPORTS: Final = """
SELECT r.report, r.version, r.title, r.outlet, r.published, r.url, r.language, r.byline, s.standing, s.reason,
    o.origin, o.kind AS origin_kind, o.credit, n.events, n.claims, r.known_since, s.known_until, r.added, c.coder,
    r.sha256, r.text
FROM kept.reports r JOIN kept.spells s USING (report, version) LEFT JOIN kept.newest_origins o USING (report, version)
    LEFT JOIN (SELECT * FROM kept.coded WHERE coded_until IS NULL) c USING (report, version)
    LEFT JOIN kept.counted n USING (coding)
"""

_COUNTED: Final = """
SELECT coding, coalesce(e.n, 0) AS events, coalesce(m.n, 0) AS claims
FROM kept.codings LEFT JOIN (SELECT coding, count(*) AS n FROM kept.events GROUP BY coding) e USING (coding)
    LEFT JOIN (SELECT coding, count(*) AS n FROM kept.claims GROUP BY coding) m USING (coding)
"""


def _names(side: str) -> str:
    """Four lists that tell who stands on one side of an event."""
    known = f"e.{side}_identities"
    return f"""list_transform({known}, lambda x: x.name) AS {side}s,
    list_transform({known}, lambda x: x.key) AS {side}_keys,
    list_distinct(list_transform({known}, lambda x: x.country)) AS {side}_countries,
    list_distinct(flatten(list_transform({known}, lambda x: x.sectors))) AS {side}_sectors"""


_EVENTS: Final = f"""
SELECT s.report, s.version, e.id AS event, e.telling, s.outlet, s.published, e.type, e.mode, e.contexts, e.status,
    e.historical, e.anchor.text AS anchor, e.anchor."start" AS anchor_start, e.anchor."end" AS anchor_end,
    coalesce(e.sentence_text, e.sentence.text) AS sentence, {_names("actor")}, {_names("recipient")},
    e.place.name AS place, e.place.geonameid AS geonameid, e.place.lat AS lat, e.place.lon AS lon,
    e.place.country AS country, e.place.admin1 AS admin1, e.place.precision AS precision,
    TRY_CAST(e.time."first" AS DATE) AS date_from, TRY_CAST(e.time."last" AS DATE) AS date_to,
    e.time.granularity AS granularity, e.quantities['dead'].value AS dead, e.quantities['injured'].value AS injured,
    e.quantities['arrested'].value AS arrested, e.quantities['size'].value AS size,
    list_transform(e.sources, lambda x: x.span.text) AS according_to,
    list_transform(e.source_identities, lambda x: x.name) AS sources,
    list_transform(e.source_identities, lambda x: x.key) AS source_keys,
    list_transform(e.sources, lambda x: x.kind) AS source_kinds,
    e.score, e.quad, e.probability, e.why_null, {_CLOCKS}
FROM kept.events e {_JOINED}
"""

_CLAIMS: Final = f"""
SELECT s.report, s.version, m.id AS claim, m.statement, s.outlet, s.published, m.source.text AS source,
    m.identity.name AS speaker, m.identity.key AS speaker_key, m.identity.country AS country,
    m.identity.sectors AS sectors, m.kind, m.cue.text AS cue, m.stance, m.quoted,
    list_transform(m.content, lambda x: x.text) AS content, m.content AS content_spans, m.tellings, {_CLOCKS}
FROM kept.claims m {_JOINED}
"""

_ENTITIES: Final = f"""
SELECT s.report, s.version, n.id AS entity, coalesce(n.key, s.report || ':' || n.id) AS key, n.name, n.kind,
    n.wikidata, n.country, n.sectors, n.office, n.mentions, s.outlet, s.published, {_CLOCKS}
FROM kept.entities n {_JOINED}
"""


def _generations(kind: str, table: str, key: str = "id") -> str:
    """The rows of a derived table with the moments at which they were written and replaced."""
    hidden = ", digest" if key == "id" else ""
    return f"""
SELECT d.* EXCLUDE (batch{hidden}), w.written, r.written AS replaced
FROM kept.{table} d JOIN kept.batches w ON w.batch = d.batch
    LEFT JOIN (SELECT p.id, p.generation, b.written FROM kept.replaced p JOIN kept.batches b USING (batch)
        WHERE p.kind = '{kind}') r ON r.id = d.{key} AND r.generation = d.batch
"""


_NUMBERS: Final = """
SELECT f.happening, f.label, f.quantity, min(f.value) AS low, max(f.value) AS high,
    arg_max(f.value, (coalesce(f.holder.published, ''), f.telling)) AS latest,
    count(DISTINCT f.holder.origin) AS origins,
    list(struct_pack(value := f.value, holder := f.holder, telling := f.telling)
        ORDER BY f.holder.published, f.telling) AS figures
FROM figures f GROUP BY f.happening, f.label, f.quantity
"""

GROUPED_ENTITIES: Final = """
SELECT key, arg_max(name, (known_since, length(name), name)) AS name, mode(kind) AS kind,
    any_value(wikidata) AS wikidata,
    arg_max(country, (known_since, country)) AS country, list_sort(list_distinct(flatten(list(sectors)))) AS sectors,
    arg_max(office, (known_since, office)) AS office, count(DISTINCT report) AS reports,
    count(DISTINCT outlet) AS outlets, sum(len(mentions))::BIGINT AS mentions, min(published) AS first,
    max(published) AS last
FROM {source} GROUP BY key
"""
"""Entities of many reports, one row for each key; `{source}` is a view or a query of `entities_history`."""

_IS_NOW: Final = "known_until IS NULL"
_NEWEST: Final = f"{_IS_NOW} AND coded_until IS NULL"
_STANDING: Final = f"{_IS_NOW} AND replaced IS NULL"

VIEWS: Final[Mapping[str, str]] = MappingProxyType({
    "kept.spells": _SPELLS,
    "kept.coded": _CODED,
    "kept.newest_origins": _ORIGINS,
    "kept.counted": _COUNTED,
    "main.reports_history": _REPORTS,
    "main.reports": f"SELECT * FROM reports_history WHERE {_IS_NOW}",
    "main.events_history": _EVENTS,
    "main.events": f"SELECT * FROM events_history WHERE {_NEWEST}",
    "main.claims_history": _CLAIMS,
    "main.claims": f"SELECT * FROM claims_history WHERE {_NEWEST}",
    "main.entities_history": _ENTITIES,
    "main.entities": GROUPED_ENTITIES.format(source=f"(SELECT * FROM entities_history WHERE {_NEWEST})"),
    "main.happenings_history": _generations("happening", "happenings"),
    "main.happenings": f"SELECT * FROM happenings_history WHERE {_STANDING} AND standing = 'current'",
    "main.members_history": _generations("happening", "members", "happening"),
    "main.members": f"SELECT * FROM members_history WHERE {_STANDING}",
    "main.figures_history": _generations("happening", "figures", "happening"),
    "main.figures": f"SELECT * FROM figures_history WHERE {_STANDING}",
    "main.numbers": _NUMBERS,
    "main.disputes_history": _generations("dispute", "disputes"),
    "main.disputes": f"SELECT * FROM disputes_history WHERE {_STANDING}",
    "main.situations_history": _generations("situation", "situations"),
    "main.situations": f"SELECT * FROM situations_history WHERE {_STANDING}",
    "main.origins": "SELECT origin, report, version, kind, credit, likeness FROM kept.newest_origins",
    "main.decisions": "SELECT * EXCLUDE (batch) FROM kept.decisions",
    "main.rejected": "SELECT source, code, message, hint, seen FROM kept.rejected",
    "main.runs": "SELECT * FROM kept.runs",
})  # fmt: skip
"""Full name of each view → the query it stands for."""
