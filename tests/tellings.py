"""Tellings made by hand or from a seed: a few words come in, the telling that coding might have given goes out."""

from __future__ import annotations

import random
from collections.abc import Sequence
from datetime import date, timedelta

from sayso.ground.matters import Identity, Statement, Telling, statement_id, telling_id
from sayso.ground.records import Claim, Event, Party, Place, Quantity, Source, Span, Stance, Status, Time


def somebody(name: str, country: str | None = None, *, sectors: Sequence[str] = (), kind: str = "PER") -> Identity:
    key = "local:" + name.casefold().replace(" ", "-")
    return Identity(key, name, country, tuple(sectors), kind)  # type: ignore[arg-type]  # tests name kinds as strings


def telling(  # each is something that a telling says
    sentence: str,
    anchor: str,
    type: str = "ASSAULT",
    *,
    mode: str | None = None,
    report: str = "a",
    version: int = 1,
    outlet: str | None = None,
    origin: str | None = None,
    published: str | None = "2021-03-04",
    status: Status = "happened",
    actors: Sequence[Identity] = (),
    recipients: Sequence[Identity] = (),
    sources: Sequence[Identity] = (),
    place: str | None = None,
    country: str | None = "BLR",
    day: str | None = None,
    granularity: str = "day",
    last: str | None = None,
    numbers: dict[str, int] | None = None,
    names: Sequence[str] = (),
    offset: int = 0,
) -> Telling:
    start = sentence.index(anchor) + offset
    span = Span(start, start + len(anchor), anchor)
    where = Place(_span(place), hash_of(place), place, 53.0, 27.0, country, None, "city") if place else None
    time = Time(_span(day), day, day, last or day, granularity) if day else None  # type: ignore[arg-type]  # as above
    event = Event(
        id="e1", type=type, mode=mode, contexts=(), status=status, historical=False, anchor=span,
        sentence=Span(offset, offset + len(sentence), sentence),
        actors=tuple(Party(_span(one.name), one.key) for one in actors),
        recipients=tuple(Party(_span(one.name), one.key) for one in recipients), place=where, time=time,
        quantities={name: Quantity(value, _span(str(value))) for name, value in (numbers or {}).items()},
        sources=tuple(Source(_span(one.name), one.key, "named") for one in sources), score=-9.0, quad="MF",
        probability=0.9, why_null={},
    )  # fmt: skip
    return Telling(
        telling_id(report, version, event), report, version, outlet or f"Outlet {report}", origin or report, published,
        event, tuple(actors), tuple(recipients), tuple(sources), sentence, (country,) if country else (), tuple(names),
    )  # fmt: skip


def statement(  # each is something that a statement says
    content: str,
    *,
    speaker: Identity | None = None,
    stance: Stance = "asserts",
    report: str = "a",
    origin: str | None = None,
    published: str | None = "2021-03-04",
    tellings: Sequence[Telling] = (),
    country: str = "BLR",
    number: int = 1,
    offset: int = 0,
) -> Statement:
    source = _span(speaker.name) if speaker else None
    whole = Span(offset, offset + len(content), content)
    claim = Claim(
        f"c{number}", source, None, (whole,), stance, speaker.key if speaker else None, "named", quoted=False, events=()
    )
    return Statement(
        statement_id(report, 1, claim), report, 1, f"Outlet {report}", origin or report, published, claim, speaker,
        tuple(one.id for one in tellings), content, (country,),
    )  # fmt: skip


def _span(text: str) -> Span:
    return Span(0, len(text), text)


def hash_of(text: str) -> int:
    return sum(ord(char) * (place + 1) for place, char in enumerate(text))


ACTS = (
    ("COERCE", "arrest", "detained"), ("ASSAULT", "beat", "beat"), ("ASSAULT", "firearms", "shot"),
    ("PROTEST", "demo", "marched"), ("ACCUSE", None, "accused"), ("REQUEST", "change", "urged"),
    ("CONSULT", "visit", "visited"), ("SANCTION", "convict", "sentenced"),
)  # fmt: skip
TOWNS = ("Orsha", "Lida", "Pinsk", "Polotsk", "Slonim", "Mozyr")
PEOPLE = ("Anna Kolas", "Pavel Reut", "Irina Sokol", "Oleg Dubov", "Vera Lis", "Jan Hryb")


def crowd(size: int, *, seed: int = 0, days: int = 12) -> list[Telling]:
    """Tellings of one country within some days, a third of them of something that another tells as well."""
    draw = random.Random(seed)
    found: list[Telling] = []
    seen: list[tuple[int, str, str, str, str]] = []
    for number in range(size):
        scene = (
            draw.randrange(len(ACTS)), draw.choice(PEOPLE), draw.choice(PEOPLE), draw.choice(TOWNS),
            (date(2021, 3, 1) + timedelta(draw.randrange(days))).isoformat(),
        )  # fmt: skip
        act, who, whom, town, day = draw.choice(seen) if seen and draw.random() < 0.4 else scene
        seen.append((act, who, whom, town, day))
        kind, mode, verb = ACTS[act]
        found.append(
            telling(
                f"On the day {who} {verb} {whom} in {town}, {draw.choice(('witnesses', 'officials', 'police'))} said.",
                verb, kind, mode=mode, report=f"r{number // 3}", actors=[somebody(who, "BLR")],
                recipients=[somebody(whom, "BLR")], place=town, published=day, offset=1000 * (number % 3),
                day=day if draw.random() < 0.7 else None, names=[who.split()[1].lower(), town.lower()],
            )
        )  # fmt: skip
    return found
