"""Happenings, their tellings and the statements about them come in, disputes go out; never a verdict.

A dispute needs two positions held by different voices. Two copies of one text are one voice where they speak for
themselves, and a source is one voice wherever it is quoted. What cannot be told from the words, such as two causes of
one death given without denying each other, is missed.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from hashlib import sha256
from itertools import combinations
from typing import Final

from sayso.ground.contested import is_close, stems
from sayso.ground.matters import Dispute, Happening, Holder, Position, Question, Statement, Telling
from sayso.ground.records import Span

from .consensus import QUANTITIES, holder, position
from .profiles import day_of
from .winners import victories
from .words import mark, sense, words_of

DAYS: Final = 45
"""Statements further apart than this are not held against each other."""
SEASON: Final = 150
"""Days: claims of victory further apart are about two elections."""
_TERMS: Final = ("AGREE", "CONSULT", "SUPPORT", "COOPERATE")
_BLAMED: Final = ("ASSAULT", "COERCE", "SANCTION", "PROTEST")
_AFFIRMING: Final = ("happened",)
_AT_FAULT: Final = 0.5
"""Actors whose vectors are less alike than this, and who share no sector and no word, are different culprits."""


def disputes(
    happenings: Iterable[Happening], tellings: Mapping[str, Telling], statements: Iterable[Statement]
) -> tuple[Dispute, ...]:
    """All disputes among them, in the order of their ids; `tellings` are known by their ids."""
    said = list(statements)
    denials = _denials(said)
    found: dict[str, Dispute] = {}
    for happening in happenings:
        members = [tellings[one.telling] for one in happening.members if one.telling in tellings]
        for one in (_done(happening, members, denials), _blamed(happening, members), *_numbers(happening, members)):
            if one:
                found[one.id] = one
    for one in (*won(said), *_stated(said)):
        found[one.id] = one
    return tuple(found[key] for key in sorted(found))


def dispute_id(*parts: str) -> str:
    """The id of a dispute: a digest of what it is about."""
    return "d" + sha256("|".join(parts).encode()).hexdigest()[:15]


def matters(happening: Happening) -> tuple[str, ...]:
    """Keys of the disputes that a happening bears on."""
    return (happening.id,)


def statement_matters(statement: Statement) -> tuple[str, ...]:
    """Keys of the disputes that a statement bears on by itself, apart from the happenings of its tellings.

    A denial stands in its own period, what it may deny in the periods around its own, so that one key holds both.
    """
    lands = statement.countries[:1] or ("?",)
    keys = [f"winner|{land}" for land in lands if any(True for _ in victories(_content(statement)))]
    period = day_of(statement.published) // DAYS
    steps = (0,) if statement.claim.stance == "denies" else (-1, 0, 1)
    return (*keys, *(f"said|{land}|{period + step}" for land in lands for step in steps))


# ---- about one happening --------------------------------------------------------------------------------------------


def _denials(statements: Iterable[Statement]) -> dict[str, list[Statement]]:
    """The statements that deny, by the tellings inside their content."""
    found: dict[str, list[Statement]] = defaultdict(list)
    for one in statements:
        if one.claim.stance == "denies":
            for telling in one.tellings:
                found[telling].append(one)
    return found


def _done(happening: Happening, members: Sequence[Telling], denials: Mapping[str, list[Statement]]) -> Dispute | None:
    affirm: list[Holder] = []
    deny: list[Holder] = []
    for one in members:
        against = [speaks(denial) for denial in denials.get(one.id, ())]
        own = holder(one)
        deny += against
        if one.event.status == "denied":
            deny.append(own)
        elif one.event.status in _AFFIRMING and voice(own) not in {voice(other) for other in against}:
            affirm.append(own)
    refusing = {voice(one) for one in deny}
    affirm = [one for one in affirm if voice(one) not in refusing]
    question: Question = "terms" if happening.type in _TERMS else "done"
    sides = [("affirmed", affirm), ("denied", deny)]
    return _dispute(question, happening.label, happening.id, sides, key=(happening.id, "done"))


def _numbers(happening: Happening, members: Sequence[Telling]) -> Iterator[Dispute]:
    for quantity in QUANTITIES:
        sides: dict[int, list[Holder]] = defaultdict(list)
        for one in members:
            if quantity in one.event.quantities and one.event.status != "denied":
                sides[one.event.quantities[quantity].value].append(holder(one))
        told = [(str(value), holders) for value, holders in sorted(sides.items())]
        about = f"{quantity}: {happening.label}"
        found = _dispute("number", about, happening.id, told, key=(happening.id, quantity))
        if found:
            yield found


def _blamed(happening: Happening, members: Sequence[Telling]) -> Dispute | None:
    """Who did it: actors who cannot be the same, as told by different voices."""
    if happening.type not in _BLAMED:
        return None
    sides: list[tuple[Telling, list[Holder]]] = []
    for one in members:
        if not one.actors or one.event.status != "happened":
            continue
        same = next((holders for first, holders in sides if _is_same_culprit(first, one)), None)
        if same is None:
            sides.append((one, same := []))
        same.append(holder(one))
    told = [(", ".join(party.span.text for party in one.event.actors), holders) for one, holders in sides]
    return _dispute("perpetrator", f"who: {happening.label}", happening.id, told, key=(happening.id, "who"))


def _is_same_culprit(one: Telling, other: Telling) -> bool:
    keys = ({party.key for party in one.actors}, {party.key for party in other.actors})
    if keys[0] & keys[1]:
        return True
    mine, theirs = ({sector for party in side.actors for sector in party.sectors} for side in (one, other))
    if not mine or not theirs or mine & theirs:
        return True
    words = [words_of(" ".join(party.span.text for party in side.event.actors)) for side in (one, other)]
    near = float(sense(words[0]) @ sense(words[1]))
    return near > _AT_FAULT or bool(set(words[0]) & set(words[1]))


# ---- about what is no event -----------------------------------------------------------------------------------------


def won(statements: Iterable[Statement]) -> Iterator[Dispute]:
    """Elections that two are said to have won."""
    seasons: dict[str, list[tuple[int, str, Holder]]] = defaultdict(list)
    for one in statements:
        if one.claim.stance != "asserts":
            continue
        text = _content(one)
        for who, start, end in victories(text):
            span = _part(one, text, start, end)
            day = day_of(one.published)
            seasons[(one.countries or ("?",))[0]].append((day, who, speaks(one, span)))
    for land, told in sorted(seasons.items()):
        for season in _seasons(sorted(told, key=lambda one: (one[0], one[1]))):
            names: dict[str, str] = {}
            sides: dict[str, list[Holder]] = defaultdict(list)
            for _, who, own in season:
                last = " ".join(words_of(who)[-1:])
                names.setdefault(last, who)
                names[last] = max(names[last], who, key=len)
                sides[last].append(own)
            told_sides = [(f"{names[last]} won", holders) for last, holders in sorted(sides.items())]
            first = min((holders[0].published or "" for _, holders in told_sides), default="")
            found = _dispute("winner", f"who won: {land}", None, told_sides, key=("winner", land, first[:4]))
            if found:
                yield found


def _seasons(told: Sequence[tuple[int, str, Holder]]) -> Iterator[list[tuple[int, str, Holder]]]:
    current: list[tuple[int, str, Holder]] = []
    for one in told:
        if current and one[0] - current[-1][0] > SEASON:
            yield current
            current = []
        current.append(one)
    if current:
        yield current


def _stated(statements: Sequence[Statement]) -> Iterator[Dispute]:
    """Claims that deny what other claims assert in like words."""
    homes: dict[str, list[int]] = defaultdict(list)
    for row, one in enumerate(statements):
        for key in statement_matters(one):
            if key.startswith("said|"):
                homes[key].append(row)
    bags = {row: stems(one.claim.content) for row, one in enumerate(statements)}
    for row, denial in enumerate(statements):
        if denial.claim.stance != "denies" or not denial.claim.content or not bags[row]:
            continue
        rivals = {other for key in statement_matters(denial) for other in homes.get(key, ())}
        told = [statements[other] for other in sorted(rivals) if _is_opposed(statements, bags, row, other)]
        sides = [("asserted", [speaks(one) for one in told]), ("denied", [speaks(denial)])]
        about = " ".join(_content(denial).split())
        found = _dispute("statement", about, None, sides, key=("said", denial.id))
        if found:
            yield found


def _is_opposed(statements: Sequence[Statement], bags: Mapping[int, set[str]], denying: int, asserting: int) -> bool:
    one, other = statements[denying], statements[asserting]
    if other.claim.stance != "asserts" or abs(day_of(one.published) - day_of(other.published)) > DAYS:
        return False
    if voice(speaks(one)) == voice(speaks(other)):
        return False
    if one.report == other.report and any(
        mine.overlaps(theirs) for mine in one.claim.content for theirs in other.claim.content
    ):
        return False
    return is_close(bags[denying], bags[asserting])


# ---- positions and holders ------------------------------------------------------------------------------------------


def speaks(statement: Statement, span: Span | None = None) -> Holder:
    """Who makes a statement, with the characters that say so: the source's unless others are given."""
    claim = statement.claim
    where = span or claim.source or claim.cue or claim.content[0]
    if claim.source:
        key = statement.speaker.key if statement.speaker else f"{statement.report}:{mark(claim.source.text)}"
        name = statement.speaker.name if statement.speaker else claim.source.text
    else:
        name = statement.outlet or statement.report
        key = f"outlet:{name.casefold()}"
    return Holder(
        name, key, statement.report, statement.version, statement.outlet, statement.origin, statement.published, where
    )


def voice(one: Holder) -> str:
    """What makes two holders one: the key of a source, and for a report's own words the text that they go back to."""
    is_own = one.key is None or one.key.startswith("outlet:")
    return f"origin:{one.origin}" if is_own else str(one.key)


def _dispute(
    question: Question,
    about: str,
    happening: str | None,
    sides: Sequence[tuple[str, Sequence[Holder]]],
    *,
    key: Sequence[str],
) -> Dispute | None:
    """The dispute, if two of its sides have holders of whom no two are one voice alone."""
    held = [(text, _distinct(holders)) for text, holders in sides if holders]
    voices = [{voice(one) for one in holders} for _, holders in held]
    if not any(one - other and other - one for one, other in combinations(voices, 2)):
        return None
    positions: tuple[Position, ...] = tuple(position(text, holders) for text, holders in held)
    firsts = [one.first for one in positions if one.first]
    lasts = [one.last for one in positions if one.last]
    return Dispute(
        dispute_id(*key), about, question, happening, positions, min(firsts, default=None), max(lasts, default=None)
    )


def _distinct(holders: Sequence[Holder]) -> list[Holder]:
    """Each voice once a report."""
    return list({(voice(one), one.report, one.version): one for one in reversed(holders)}.values())[::-1]


def _content(statement: Statement) -> str:
    return " … ".join(span.text for span in statement.claim.content)


def _part(statement: Statement, text: str, start: int, end: int) -> Span:
    """The characters of the report that hold a part of the content; all of it where it is broken up."""
    spans = statement.claim.content
    if len(spans) != 1:
        return Span(spans[0].start, spans[-1].end, text)
    return Span(spans[0].start + start, spans[0].start + end, text[start:end])
