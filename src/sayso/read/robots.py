"""Robots.txt: in come its text and the name of a robot, out go what it may fetch and how long it shall wait (RFC 9309).

The rule with the longest pattern decides, `Allow` where two are equally long. Python's own parser takes the first rule
that fits and knows no `*`, which news sites use.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final
from urllib.parse import unquote, urlsplit

LARGEST: Final = 512_000
"""Bytes that are looked at; the standard asks for 500 KiB at least."""

LONGEST_DELAY: Final = 60.0
"""Seconds; a site that asks for more gets this."""


@dataclass(frozen=True, slots=True)
class Robots:
    """The rules of one site for one robot: pairs of pattern and whether it allows; seconds between requests."""

    rules: tuple[tuple[str, bool], ...] = ()
    delay: float = 0.0

    def allows(self, url: str) -> bool:
        r"""Whether the page may be fetched.

        Example:
            >>> robots = parse("User-agent: *\nDisallow: /live/*.json$", agent="sayso")
            >>> robots.allows("https://a.example/live/1.json"), robots.allows("https://a.example/live/1.html")
            (False, True)
        """
        parts = urlsplit(url)
        path = unquote(parts.path or "/") + (f"?{parts.query}" if parts.query else "")
        fitting = [(len(pattern), allowed) for pattern, allowed in self.rules if _fits(pattern, path)]
        return max(fitting, default=(0, True))[1]


def parse(text: str, *, agent: str) -> Robots:
    """The rules for a robot: those of the groups that name it, else those for all."""
    groups: dict[str, list[tuple[str, str]]] = {}
    named: list[str] = []
    in_rules = False
    for line in text[:LARGEST].splitlines():
        key, colon, value = line.partition("#")[0].partition(":")
        key, value = key.strip().lower(), value.strip()
        if not colon:
            continue
        if key == "user-agent":
            named = [value.lower()] if in_rules else [*named, value.lower()]
            in_rules = False
            groups.setdefault(value.lower(), [])
        elif key in ("allow", "disallow", "crawl-delay"):
            in_rules = True
            for name in named:
                groups[name].append((key, value))
    lines = groups.get(agent.lower(), groups.get("*", []))
    rules = tuple((unquote(value), key == "allow") for key, value in lines if value and key != "crawl-delay")
    return Robots(rules, max((_seconds(value) for key, value in lines if key == "crawl-delay"), default=0.0))


def _seconds(value: str) -> float:
    try:
        return min(max(float(value), 0.0), LONGEST_DELAY)
    except ValueError:
        return 0.0


def _fits(pattern: str, path: str) -> bool:
    """Whether the path starts with the pattern, in which `*` is anything and a last `$` the end."""
    ends = pattern.endswith("$")
    pieces = pattern.removesuffix("$").split("*")
    if not path.startswith(pieces[0]):
        return False
    place = len(pieces[0])
    for number, piece in enumerate(pieces[1:], 2):
        if ends and number == len(pieces):
            return path.endswith(piece) and len(path) - len(piece) >= place
        found = path.find(piece, place)
        if found < 0:
            return False
        place = found + len(piece)
    return place == len(path) if ends else True
