"""What each view of a store holds and what each column means comes out: the reference page and a test use it."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

_CLOCKS: Final = {
    "known_since": "from when it was known, UTC: the publication of its report",
    "known_until": "until when, UTC: an edit or a retraction ended it; null while it stands",
    "standing": "current, superseded or retracted",
    "coder": "versions of code, model, codebook and gazetteer that coded it",
    "coded_until": "when a newer coder coded the report anew; null for the newest",
}
_VERSION: Final = {"report": "key of the report", "version": "which text of the report, from 1"}
_PUBLISHED: Final = {"outlet": "who published it", "published": "ISO date or date-time of publication"}
_SPELL: Final = {
    "known_since": "from when it was known so, UTC",
    "known_until": "until when it was known so, UTC; null while it is",
}
_GENERATION: Final = {
    "written": "when the row was written, UTC",
    "replaced": "when reconciling replaced it by others, UTC; null for rows that count",
}
_PARTIES: Final = {
    "countries": "countries of places and parties, ISO 3166 alpha-3",
    "sectors": "sectors of the parties",
    "actor_names": "names of those who act",
    "actor_keys": "keys of those who act",
    "recipient_names": "names of those acted on",
    "recipient_keys": "keys of those acted on",
    "source_names": "names of those who say so",
    "source_kinds": "kinds of those who say so",
    "outlet_names": "outlets that tell it",
}


def _side(side: str, who: str) -> dict[str, str]:
    return {
        f"{side}s": f"names of {who}",
        f"{side}_keys": f"keys of {who}, the same in every report",
        f"{side}_countries": f"countries of {who}, ISO 3166 alpha-3 or IGO, NGO, MNC",
        f"{side}_sectors": f"sectors of {who}",
    }


_REPORTS: Final = {
    **_VERSION,
    "title": "headline",
    **_PUBLISHED,
    "url": "where it was published",
    "language": "ISO 639-1 code",
    "byline": "who wrote it",
    "standing": "current, superseded (by a later version) or retracted",
    "reason": "why it was retracted",
    "origin": "key of the report whose text this one goes back to; its own key, if it is no copy",
    "origin_kind": "own, copied or credited",
    "credit": "the agency that it credits",
    "events": "how many events the newest coder found",
    "claims": "how many claims",
    "known_since": _CLOCKS["known_since"],
    "known_until": _CLOCKS["known_until"],
    "added": "when it was added to the store, UTC",
    "coder": _CLOCKS["coder"],
    "sha256": "digest of its text",
    "text": "the text as kept; every span counts its characters",
}

_EVENTS: Final = {
    **_VERSION,
    "event": "id of the event within its report",
    "telling": "id of the event within the store: report, version, characters of the anchor",
    **_PUBLISHED,
    "type": "event type of the codebook",
    "mode": "mode of the type",
    "contexts": "what it is about",
    "status": "happened, expected, possible, wanted or denied",
    "historical": "whether it ended long before publication",
    "anchor": "the word that names the act",
    "anchor_start": "its first character in the text",
    "anchor_end": "the character after it",
    "sentence": "the sentence of the anchor",
    **_side("actor", "those who act"),
    **_side("recipient", "those acted on"),
    "place": "name in GeoNames",
    "geonameid": "GeoNames id",
    "lat": "latitude, WGS 84 degrees",
    "lon": "longitude, WGS 84 degrees",
    "country": "country of the place, ISO 3166 alpha-3",
    "admin1": "first-level division",
    "precision": "exact, city, admin2, admin1 or country",
    "date_from": "first day of the act",
    "date_to": "last day of the act",
    "granularity": "day, week, month, quarter, year, decade, century or range",
    "dead": "people killed, as this telling has it",
    "injured": "people injured, as this telling has it",
    "arrested": "people arrested, as this telling has it",
    "size": "size of the crowd, as this telling has it",
    "according_to": "the sources in words of the report, nearest first; empty: the report's own voice",
    "sources": "their names",
    "source_keys": "their keys",
    "source_kinds": "named, official, anonymous, document, media, social or witness",
    "score": "from -10 (conflict) to +10 (cooperation)",
    "quad": "VC, MC, VF or MF",
    "probability": "calibrated probability of the event",
    "why_null": "for each field that is null the reason",
    **_CLOCKS,
}

_HAPPENINGS: Final = {
    "id": "id of the happening: that of its earliest telling",
    **_SPELL,
    "standing": "current, or withdrawn when every report that told it was edited or retracted",
    "type": "event type of the codebook",
    "mode": "mode of the type",
    "label": "the happening in a few words",
    "first": "first day on which it may have been, ISO date",
    "last": "last day",
    "granularity": "how precise these days are",
    "known_from": "first publication",
    "reports": "how many reports tell it",
    "outlets": "how many outlets",
    "origins": "how many origins: copies of one text count once",
    "traits": "each field: the value where all agree, else the rival values with who holds each",
    "merges": "why its tellings are taken for one: pair, score, what agreed, what clashed",
    "aliases": "further ids by which it can be found",
    "statuses": "statuses of its tellings",
    "modes": "modes of its tellings",
    "contexts": "contexts of its tellings",
    "places": "names of its places",
    "superseded": "versions of reports that told it and were edited since, as report@version",
    "retracted": "versions of reports that told it and were retracted since",
    "probability": "the highest probability of a telling",
    **_PARTIES,
    **_GENERATION,
}

_FIGURES: Final = {
    "happening": "id of the happening",
    **_SPELL,
    "telling": "id of the telling that gives it",
    "quantity": "dead, injured, arrested or size",
    "value": "the number",
    "holder": "who gives it, in which report, at which characters",
    "label": "the happening in a few words",
    **{name: _HAPPENINGS[name] for name in (
        "type", "known_from", "first", "last", "origins", "modes", "contexts", "statuses", "places",
    )},
    **_PARTIES,
    **_GENERATION,
}  # fmt: skip

_HELD: Final = {
    "reports": "how many reports its holders stand in",
    "origins": "how many origins these go back to",
    **_PARTIES,
    **_GENERATION,
}

VIEWS: Final[Mapping[str, tuple[str, Mapping[str, str]]]] = MappingProxyType({
    "reports": ("One row for each report, its current version.", _REPORTS),
    "events": ("One row for each event of a report: who did what to whom, where, when, according to whom.", _EVENTS),
    "claims": ("One row for each claim of a report: who says what.", {
        **_VERSION,
        "claim": "id of the claim within its report",
        "statement": "id of the claim within the store",
        **_PUBLISHED,
        "source": "who says it, in words of the report",
        "speaker": "name of who says it",
        "speaker_key": "key of who says it",
        "country": "country of who says it",
        "sectors": "sectors of who says it",
        "kind": "named, official, anonymous, document, media, social or witness",
        "cue": "the words that signal attribution",
        "stance": "asserts, denies, wants or expects",
        "quoted": "whether it stands in quotation marks",
        "content": "what is said",
        "content_spans": "where that stands",
        "tellings": "the events told inside it",
        **_CLOCKS,
    }),
    "entities": ("One row for each actor, over all reports.", {
        "key": "the same for the same actor in every report: its Wikidata id, else a local id",
        "name": "its name in the latest report",
        "kind": "PER, ORG, GPE, LOC, FAC or GROUP",
        "wikidata": "Wikidata id",
        "country": "ISO 3166 alpha-3, or IGO, NGO, MNC",
        "sectors": "what it acts as",
        "office": "the office it holds, as the latest report has it",
        "reports": "how many reports name it",
        "outlets": "how many outlets",
        "mentions": "how often it is named",
        "first": "first publication that names it",
        "last": "last publication that names it",
    }),
    "happenings": ("One row for each happening: what one or more reports tell.", _HAPPENINGS),
    "members": ("One row for each telling of a happening.", {
        "happening": "id of the happening",
        **_SPELL,
        "telling": "id of the telling",
        **_VERSION,
        "start": "first character of its anchor",
        "end": "the character after it",
        "text": "the anchor",
        **{name: _PUBLISHED[name] for name in ("outlet",)},
        "origin": "what its report goes back to",
        "published": _PUBLISHED["published"],
        "status": "what the telling commits to",
        "sources": "on whose say-so, nearest first",
        "coding": "number of the coding that it is of",
        **_GENERATION,
    }),
    "numbers": ("One row for each quantity of a happening: the range of its figures.", {
        "happening": "id of the happening",
        "label": "the happening in a few words",
        "quantity": "dead, injured, arrested or size",
        "low": "the lowest figure",
        "high": "the highest figure",
        "latest": "the figure published last",
        "origins": "how many origins give one",
        "figures": "every figure with its telling and who gives it, oldest first",
    }),
    "figures": ("One row for each figure: a number as one source gives it.", _FIGURES),
    "disputes": ("One row for each dispute: positions on one matter that cannot all be true.", {
        "id": "id of the dispute",
        "matter": "key of the matter that it belongs to",
        **_SPELL,
        "about": "the matter in words",
        "question": "done, winner, perpetrator, number, terms or statement",
        "happening": "id of the happening that it is about; null where it is about none",
        "positions": "each position with who holds it, where, and first and last publication",
        "first": "first publication of a position",
        "last": "last publication of a position",
        "type": "event type of the happening",
        **_HELD,
    }),
    "situations": ("One row for each situation: a state with its interval, as claimed by whom.", {
        "id": "id of the situation",
        "matter": "key of the matter that it belongs to",
        **_SPELL,
        "condition": "detained, charged, convicted, sanctioned, in office …",
        "who": "who is in that state",
        "by": "who brought it about",
        "country": "where",
        "since": "since when, as precise as told",
        "until": "until when; null while no end is known",
        "opened_by": "happenings that began it",
        "closed_by": "happenings that ended it",
        "demanded_by": "happenings that demand its end",
        "holders": "who says so, in which report, at which characters",
        "ended_holders": "who says that it ended",
        "demands": "who demands its end",
        "denied_by": "who denies it",
        **_HELD,
    }),
    "origins": ("One row for each version of a report: the text that it goes back to.", {
        "origin": "key of the earliest report with that text",
        **_VERSION,
        "kind": "own, copied or credited",
        "credit": "the agency that it credits",
        "likeness": "least estimated similarity that joined the copies, 0 to 1",
    }),
    "decisions": ("One row for each split, merge and undo, oldest first.", {
        "decision": "id of the decision",
        "choice": "split, merge or undo",
        "at": "when, UTC",
        "tellings": "merge: of one happening; split: of another than the others",
        "others": "split: the tellings that stay",
        "undoes": "undo: the decision that counts no longer",
        "by": "who decided",
        "reason": "why",
    }),
    "rejected": ("One row for each report that could not be read or coded.", {
        "source": "where it came from",
        "code": "stable code of the error",
        "message": "what is wrong",
        "hint": "the way out",
        "seen": "when, UTC",
    }),
    "runs": ("One row for each command that changed the store.", {
        "run": "number of the run",
        "started": "when, UTC",
        "doing": "what was done",
        "sayso": "version of Sayso",
        "model": "version of the model that coded",
        "codebook": "version of the codebook",
        "gazetteer": "version of the gazetteer",
    }),
})  # fmt: skip
"""View → what it holds, and column → meaning, in order. `X_history`, where there is one, has the columns of `X`."""

HISTORIES: Final = (
    "reports", "events", "claims", "entities", "happenings", "members", "figures", "disputes", "situations",
)  # fmt: skip
"""The views that have a history beside them."""
ENTITY_HISTORY: Final[Mapping[str, str]] = MappingProxyType({
    **_VERSION, "entity": "id of the entity within its report", **{
        name: VIEWS["entities"][1][name] for name in ("key", "name", "kind", "wikidata", "country", "sectors", "office")
    },
    "mentions": "every span that names it", **_PUBLISHED, **_CLOCKS,
})  # fmt: skip
"""The columns of `entities_history`, which has one row for each entity of a report."""
