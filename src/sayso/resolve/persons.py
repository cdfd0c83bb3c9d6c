"""What a report says of a person comes in, who it may be goes out: candidates with scores, and at most one identity.

Two ways lead to candidates: the name, in any spelling and order, and the office on a day. Each candidate is weighed by
how well the name fits, whether office, country and lifetime agree, and whether the report speaks of its country. An
identity is
given only where the best candidate has support beyond the bare name and stands clear of the next; otherwise the rivals
stay rivals. Reports of invented or unknown people who share an office with a real one must not become the real one.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from .registry import Known, Registry, Term
from .said import Said
from .spellings import likeness, telling

SURE: Final = 1.2
"""Score from which a candidate can be the one."""
CLEAR: Final = 0.2
"""How far the next must stay behind."""
FIT: Final = 0.8
"""Likeness from which a name counts as said."""
OFFICE_AGREES, COUNTRY_AGREES, IN_OFFICE, SPOKEN_OF = 0.45, 0.25, 0.1, 0.15
ROLE_NOT_TOLD, NEAR_OFFICE, ONLY_SURNAME, CIVILIAN = 0.2, 0.05, -0.2, -0.6
OFFICE_CLASHES, COUNTRY_CLASHES, UNKNOWN_END = -0.35, -0.7, -0.2
ANY_HEAD: Final = {"state": ("state", "leader"), "government": ("government", "leader"),
                   "leader": ("supreme", "leader", "state", "government"),
                   "monarch": ("monarch", "leader")}  # fmt: skip
BODIES: Final = frozenset("un nato commission council high-representative who imf iaea".split())
"""Offices of international bodies: one holder, no country of their own."""
SHARED: Final = frozenset(["press", "chief-of-staff", "deputy:press", "deputy:foreign", "deputy:state", "first-lady"])
"""Offices that a description alone may not settle: several hold them, under one president as under one ministry."""
TOP: Final = frozenset(["state", "government", "supreme", "leader", "monarch", "un", "pope"])


@dataclass(frozen=True, slots=True)
class Candidate:
    """Somebody whom an actor may be: `term` is the office meant or held on the day, `rules` say why the score."""

    known: Known
    term: Term | None
    score: float
    rules: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Asked:
    """What a report says of one person: its mentions parsed, the day, and the countries around.

    Args:
        said: Each mention that is no pronoun.
        day: ISO day of the act, else of publication; `None` when neither is known.
        country: The actor's own country by its words.
        home: Its country as the report suggests it.
        spoken: Countries that the report speaks of.
        is_civilian: Whether its words make it somebody who holds no office: a student, a teacher, a reporter.
    """

    said: tuple[Said, ...]
    day: str | None
    country: str | None
    home: str | None
    spoken: frozenset[str]
    is_civilian: bool = False

    @property
    def name(self) -> str:
        """The fullest name said."""
        return max(
            (one.name for one in self.said), key=lambda name: (len(telling(name)) if name else 0, len(name)), default=""
        )

    @property
    def titled(self) -> Said | None:
        """The mention whose title tells the office."""
        return next((one for one in self.said if one.office), None)


def candidates(asked: Asked, table: Registry) -> tuple[Candidate, ...]:
    """Everybody whom the words may mean, best first."""
    name = asked.name
    if not name:
        found = _by_office(asked, table)
    elif _is_full(name):
        found = [_weigh(known, name, asked) for known in table.named(name)]
        found = found if any(found) else [_weigh(known, known.name, asked) for known in _by_one_name(name, table)]
    else:
        found = [_weigh(known, name, asked) for known in _by_surname(asked, name, table)]
    kept = [one for one in found if one is not None]
    return tuple(sorted(kept, key=lambda one: (-one.score, one.known.id)))[:5]


def settled(found: Sequence[Candidate]) -> Candidate | None:
    """The one candidate that is sure and clear of the next, if there is one."""
    return found[0] if verdict([one.score for one in found]) == "settled" else None


def verdict(scores: Sequence[float]) -> str:
    """Why the best of these scores, best first, is the one or is not: the name of a rule."""
    if not scores:
        return "nobody-fits"
    if scores[0] < SURE:
        return "too-weak"
    return "too-close" if len(scores) > 1 and scores[0] - scores[1] < CLEAR else "settled"


def _by_office(asked: Asked, table: Registry) -> list[Candidate | None]:
    """Those who held the office that a description names: "the Russian president" on a day."""
    titled = next((one for one in asked.said if one.office and one.is_whole), None)
    if titled is None or titled.office is None or titled.office.key in SHARED:
        return []
    country = "IGO" if titled.office.key in BODIES else asked.country or asked.home
    if country is None or (asked.day is None and not titled.is_former):
        return []
    offices = ANY_HEAD.get(titled.office.key, (titled.office.key,))
    for office in offices:
        held = table.holders(country, office)
        found = _on(held, asked, is_former=titled.is_former)
        if found:
            base = 1.3 if asked.country or country == "IGO" else 1.0
            return [
                _holder(known, term, asked, base - (0.15 if office != titled.office.key else 0))
                for known, term in found
            ]
    return []


def _on(held: Iterable[tuple[Known, Term]], asked: Asked, *, is_former: bool) -> list[tuple[Known, Term]]:
    day = asked.day or "9"
    if is_former:
        past = [(known, term) for known, term in held if term.is_over(day)]
        present = {known.id for known, term in held if term.may_cover(day)}
        return list({known.id: (known, term) for known, term in past if known.id not in present}.values())
    now = [(known, term) for known, term in held if term.may_cover(day)]
    return list({known.id: (known, term) for known, term in now}.values())


def _holder(known: Known, term: Term, asked: Asked, base: float) -> Candidate:
    rules = ["office-on-the-day", "own-country" if asked.country else "country-of-the-report"]
    if not term.covers(asked.day or ""):
        base += UNKNOWN_END
        rules.append("end-of-term-not-known")
    if term.is_acting:
        base -= 0.1
        rules.append("acting")
    return Candidate(known, term, round(base, 4), tuple(rules))


def _by_surname(asked: Asked, name: str, table: Registry) -> list[Known]:
    """Holders of the office said, or of any high office, whom a surname alone may mean."""
    found = [known for known in table.called(name) if any(likeness(name, each) >= FIT for each in known.names)]
    titled = asked.titled
    if titled is None or titled.office is None:
        day = asked.day or ""
        return [known for known in found if any(term.office in TOP and term.may_cover(day) for term in known.terms)]
    offices = ANY_HEAD.get(titled.office.key, (titled.office.key,))
    return [known for known in found if any(term.office in offices for term in known.terms)]


def _is_full(name: str) -> bool:
    """Whether a name has two words that are more than initials."""
    return sum(len(word) > 1 for word in telling(name)) > 1


def _by_one_name(name: str, table: Registry) -> list[Known]:
    """Leaders whom the table knows by their surname alone."""
    last = telling(name)[-1]
    return [known for known in table.called(last) if len(telling(known.name)) == 1 and not known.others]


def _weigh(known: Known, name: str, asked: Asked) -> Candidate | None:
    """The candidate with its score; `None` where the name does not fit or the person did not live then."""
    fit = max(likeness(name, each) for each in known.names)
    day = asked.day
    is_dead = bool(day and known.died and known.died < day[:4]) and not _is_past(asked)
    if fit < FIT or is_dead or _is_child(known, day):
        return None
    full = _is_full(name)
    score, rules = (fit if full else fit + ONLY_SURNAME), ["full-name" if full else "surname"]
    if asked.is_civilian:
        score += CIVILIAN
        rules.append("holds-no-office")
    term = _meant(known, asked)
    for points, rule in (*_office_points(known, term, asked), *_country_points(known, term, asked)):
        score += points
        rules.append(rule)
    return Candidate(known, term, round(score, 4), tuple(rules))


def _is_past(asked: Asked) -> bool:
    return any(one.is_former for one in asked.said)


def _is_child(known: Known, day: str | None) -> bool:
    return bool(known.born and day and int(day[:4]) - int(known.born[:4]) < 18)


def _meant(known: Known, asked: Asked) -> Term | None:
    """The term that the title means, else the one held on the day, the higher first."""
    titled, day = asked.titled, asked.day or ""
    if titled and titled.office:
        offices = ANY_HEAD.get(titled.office.key, (titled.office.key,))
        fit = [term for term in known.terms if term.office in offices]
        held = [term for term in fit if term.may_cover(day)]
        if fit:
            return (held or fit)[-1]
    now = [term for term in known.terms if day and term.covers(day)]
    now = now or [term for term in known.terms if day and term.may_cover(day)]
    return max(now, key=lambda term: (term.office in TOP, term.office is not None, term.first or ""), default=None)


def _office_points(known: Known, term: Term | None, asked: Asked) -> list[tuple[float, str]]:
    titled, day = asked.titled, asked.day or ""
    if titled and titled.office:
        offices = ANY_HEAD.get(titled.office.key, (titled.office.key,))
        if term is None or term.office not in offices:
            if day and any(t.office is None and t.may_cover(day) for t in known.terms):
                return [(ROLE_NOT_TOLD, "in-some-office")]
            chief = titled.office.key.removeprefix("deputy:")
            return [
                (0.0 if any(t.office and chief in t.office for t in known.terms) else OFFICE_CLASHES, "another-office")
            ]
        if titled.is_former or titled.is_then or (day and term.may_cover(day)):
            return [(OFFICE_AGREES, "office-agrees")]
        return [(OFFICE_AGREES / 3 if day else OFFICE_AGREES / 2, "office-at-another-time")]
    if term and day and term.covers(day):
        return [(IN_OFFICE, "in-office")]
    return [(NEAR_OFFICE, "near-office")] if day and any(_is_near(term, day) for term in known.terms) else []


def _is_near(term: Term, day: str) -> bool:
    """Whether a term begins within a year after the day, or ended within three before."""
    year = int(day[:4])
    begins, ends = int((term.first or "0")[:4]), int((term.last or term.until or "0")[:4])
    return year <= begins <= year + 1 or year - 3 <= ends <= year


def _country_points(known: Known, term: Term | None, asked: Asked) -> list[tuple[float, str]]:
    countries = {one.country for one in known.terms}
    if asked.country:
        own = asked.country in countries
        return [(COUNTRY_AGREES, "own-country") if own else (COUNTRY_CLASHES, "another-country")]
    points = []
    if "IGO" in countries or countries & asked.spoken:
        points.append((SPOKEN_OF, "country-in-the-report"))
    if term and term.office in TOP and term.country in asked.spoken:
        points.append((SPOKEN_OF, "head-of-a-country-in-the-report"))
    return points
