"""Happenings come in, the situations that they open, close or demand the end of go out, with who says so.

A situation belongs to somebody by name, or to a group as one happening names it. It is open from the day of the first
happening that opens it, as precisely as that day is told, to the day of the first later one that closes it.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from hashlib import sha256
from typing import Final, Literal

from sayso.ground.matters import Condition, Happening, Holder, Identity, Situation, Telling

from .consensus import holder
from .words import stem, words_of

Move = Literal["opens", "closes"]
Side = Literal["actors", "recipients", "both", "place"]


@dataclass(frozen=True, slots=True)
class Rule:
    """What an act does to a condition, and to whom. `mode` None is any; of `words` the anchor or sentence holds one."""

    condition: Condition
    move: Move
    type: str
    mode: str | None
    side: Side
    words: str = ""


RULES: Final = (
    Rule("detained", "opens", "COERCE", "arrest", "recipients"),
    Rule("detained", "opens", "ASSAULT", "abduct", "recipients"),
    Rule("detained", "closes", "RETREAT", "release", "recipients"),
    Rule("charged", "opens", "ACCUSE", "allege", "recipients", r"charg|indict"),
    Rule("charged", "closes", "RETREAT", None, "recipients", r"charges|acquit|case"),
    Rule("convicted", "opens", "SANCTION", "convict", "recipients"),
    Rule("convicted", "closes", "CONCEDE", None, "recipients", r"pardon|amnest|overturn|quash"),
    Rule("sanctioned", "opens", "SANCTION", None, "recipients", r"sanction|embargo|asset|blacklist"),
    Rule("sanctioned", "closes", "RETREAT", None, "recipients", r"sanction|embargo"),
    Rule("in office", "opens", "SUPPORT", None, "recipients", r"sworn|inaugurat|appoint|installed"),
    Rule("in office", "closes", "RETREAT", "resign", "actors"),
    Rule("in exile", "opens", "AID", None, "recipients", r"asylum|refuge\b|sanctuary"),
    Rule("in exile", "opens", "COERCE", "deport", "recipients", r"exile"),
    Rule("deployed", "opens", "MOBILIZE", "troops", "actors"),
    Rule("deployed", "opens", "MOBILIZE", "militia", "actors"),
    Rule("deployed", "closes", "RETREAT", "withdraw", "actors"),
    Rule("under curfew", "opens", "COERCE", "curfew", "place"),
    Rule("under curfew", "closes", "RETREAT", None, "place", r"curfew"),
    Rule("under martial law", "opens", "COERCE", "martial-law", "place"),
    Rule("under martial law", "closes", "RETREAT", None, "place", r"emergency|martial|siege"),
    Rule("on strike", "opens", "PROTEST", "strike", "actors"),
    Rule("on strike", "closes", "RETREAT", None, "actors", r"\bstrike|walkout|stoppage"),
    Rule("ceasefire", "opens", "RETREAT", "ceasefire", "both"),
    Rule("ceasefire", "closes", "ASSAULT", None, "both", r"ceasefire|cease-fire|truce"),
    Rule("at talks", "opens", "CONSULT", None, "both", r"talks|negotiat|consultations"),
    Rule("at talks", "closes", "SANCTION", "withdraw", "actors", r"talks|negotiat"),
    Rule("recognised", "opens", "SUPPORT", None, "recipients", r"recogni"),
    Rule("recognised", "closes", "REJECT", None, "recipients", r"recogni"),
)  # fmt: skip
_PLAIN: Final = frozenset(["people", "persons", "men", "women", "protesters", "demonstrators", "someone", "others"])
_NAMED: Final = re.compile(r"[A-Z][\w’'-]*\w(?: (?:(?:de|da|dos|van|von|bin|ibn|al|el|of|the|and) )?[A-Z][\w’'-]*\w)*")
_DENIED: Final = "denied"


@dataclass(frozen=True, slots=True)
class _Turn:
    """One happening that opens or closes a situation of one subject."""

    rule: Rule
    happening: Happening
    telling: Telling
    who: Identity
    by: tuple[Identity, ...]


def situations(happenings: Iterable[Happening], tellings: Mapping[str, Telling]) -> tuple[Situation, ...]:
    """All situations that the happenings open, in the order of their ids; `tellings` are known by their ids."""
    turns: dict[str, list[_Turn]] = defaultdict(list)
    for happening in sorted(happenings, key=lambda one: one.id):
        for key, turn in _turns(happening, tellings):
            turns[key].append(turn)
    found = [one for key in sorted(turns) if (one := _situation(key, turns[key]))]
    return tuple(sorted(found, key=lambda one: one.id))


def situation_matters(happening: Happening, tellings: Mapping[str, Telling]) -> tuple[str, ...]:
    """Keys of the situations that a happening bears on."""
    return tuple(dict.fromkeys(key for key, _ in _turns(happening, tellings)))


def situation_id(key: str) -> str:
    """The id of the situation of a key."""
    return "s" + sha256(key.encode()).hexdigest()[:15]


def _turns(happening: Happening, tellings: Mapping[str, Telling]) -> Iterator[tuple[str, _Turn]]:
    for member in happening.members:
        telling = tellings.get(member.telling)
        if telling is None:
            continue
        for rule in RULES:
            if _applies(rule, telling):
                for who in _subjects(rule, telling, happening):
                    by = telling.actors if rule.side == "recipients" else ()
                    turn = _Turn(rule, happening, telling, who, by)
                    yield f"{rule.condition}|{subject_key(who, happening)}", turn


def _applies(rule: Rule, telling: Telling) -> bool:
    event = telling.event
    if event.type != rule.type or (rule.mode and event.mode != rule.mode):
        return False
    if rule.mode is None and event.mode and rule.type not in ("CONSULT",):
        return False
    near = event.anchor.start - event.sentence.start
    text = telling.sentence[max(near - 40, 0) : near + 60] if rule.type != "ACCUSE" else event.anchor.text
    return not rule.words or re.search(rule.words, text, re.I) is not None


def _subjects(rule: Rule, telling: Telling, happening: Happening) -> Iterator[Identity]:
    if rule.side == "place":
        place = telling.event.place
        if place and (place.name or place.country):
            name = place.name or place.span.text
            yield Identity(f"place:{place.geonameid or name.casefold()}", name, place.country, (), "GPE")
        return
    sides = {"actors": telling.actors, "recipients": telling.recipients}
    chosen = sides.get(rule.side, (*telling.actors, *telling.recipients))
    for one in chosen:
        yield replace(one, name=shown(one.name))
    if not chosen and rule.move == "opens" and happening.trait(rule.side if rule.side != "both" else "actors") is None:
        yield Identity(f"unsaid:{happening.id}", "not said", None, (), None)


def shown(name: str) -> str:
    """A name without the description before it: "US citizen Vitali Shkliarov" is Vitali Shkliarov.

    Example:
        >>> shown("US citizen Vitali Shkliarov")
        'Vitali Shkliarov'
    """
    names = _NAMED.findall(name)
    last = names[-1] if names else ""
    return last if len(names) > 1 and name.endswith(last) and " " in last else name


def subject_key(who: Identity, happening: Happening) -> str:
    """What makes two subjects one: a person's last name, all words of another name; a mere group is its own."""
    words = words_of(who.name)
    is_named = any(word[:1].isupper() for word in who.name.split())
    if who.key.startswith(("place:", "Q")) and who.kind != "PER":
        return who.key
    if not words or not is_named or set(words) & _PLAIN or any(char.isdigit() for char in who.name):
        return f"{happening.id}:{' '.join(sorted(map(stem, words)))}"
    return words[-1] if who.kind == "PER" else " ".join(sorted({stem(word) for word in words}))


def _situation(key: str, turns: Sequence[_Turn]) -> Situation | None:
    opening = [one for one in turns if one.rule.move == "opens"]
    done = [one for one in opening if one.telling.event.status == "happened"]
    if not done:
        return None
    closing = [one for one in turns if one.rule.move == "closes"]
    since = _since(done)
    ended = [one for one in closing if one.telling.event.status == "happened" and _is_after(one, since)]
    wanted = [one for one in closing if one.telling.event.status == "wanted"]
    subject = max((one.who for one in done), key=lambda one: (one.key.startswith("Q"), len(one.name), one.name))
    by = {identity.key: identity for one in done for identity in one.by}
    country = next((one.telling.event.place.country for one in done if one.telling.event.place), None)
    return Situation(
        id=situation_id(key), condition=turns[0].rule.condition, who=subject,
        by=tuple(by[name] for name in sorted(by)), country=country or _land(done), since=since,
        until=_since(ended) if ended else None, opened_by=_ids(done), closed_by=_ids(ended),
        demanded_by=_ids(wanted), holders=_holders(done), ended_holders=_holders(ended), demands=_holders(wanted),
        denied_by=_holders([one for one in opening if one.telling.event.status == _DENIED]),
    )  # fmt: skip


def _land(done: Sequence[_Turn]) -> str | None:
    return next((one.country for turn in done for one in turn.by if one.country), None)


def _since(turns: Sequence[_Turn]) -> str | None:
    """The earliest day told, as precisely as it is told."""
    told = [one.telling.event.time for one in turns if one.telling.event.time and one.telling.event.time.first]
    days = sorted((time.first or "", _precise(time.first or "", time.granularity)) for time in told)
    return days[0][1] if days else None


def _precise(day: str, granularity: str | None) -> str:
    return day[: {"year": 4, "month": 7}.get(granularity or "", 10)]


def _is_after(turn: _Turn, since: str | None) -> bool:
    time = turn.telling.event.time
    last = (time.last if time else None) or turn.telling.published
    return since is None or last is None or last[: len(since)] >= since


def _ids(turns: Iterable[_Turn]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(one.happening.id for one in turns))


def _holders(turns: Iterable[_Turn]) -> tuple[Holder, ...]:
    found = {(one.key, one.report, one.version): one for turn in turns for one in (holder(turn.telling),)}
    return tuple(sorted(found.values(), key=lambda one: (one.published or "9999", one.report, one.span)))
