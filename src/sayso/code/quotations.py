"""A text comes in, its quotations go out: the stretches between quotation marks.

Curly marks tell opening from closing; straight ones open after white space or an opening bracket and close before it. A
mark that is never closed ends with its paragraph, and so does one that a new paragraph opens again: an odd number of
marks spoils one paragraph, never the text.
"""

from __future__ import annotations

import re

MARK = re.compile(r"[“”„«»\"]|\n+")
OPENERS, CLOSERS = "“„«", "”»"


def find_quotations(text: str) -> list[tuple[int, int]]:
    """Half-open ranges with their marks, in order, none inside another."""
    found: list[tuple[int, int]] = []
    opened: int | None = None
    for match in MARK.finditer(text):
        mark, at = match.group(), match.start()
        if mark[0] == "\n":
            if opened is not None:
                found.append((opened, at))
            opened = None
        elif opened is None:
            opened = at if mark in OPENERS or (mark == '"' and _opens(text, at)) else None
        elif mark in CLOSERS or (mark == '"' and not _opens(text, at)):
            found.append((opened, match.end()))
            opened = None
        elif mark in OPENERS:
            found.append((opened, at))
            opened = at
    if opened is not None:
        found.append((opened, len(text)))
    return [(a, b) for a, b in found if text[a:b].strip('“”„«»" \n')]


def _opens(text: str, at: int) -> bool:
    """Whether the straight mark at `at` stands where a quotation begins."""
    before, after = text[at - 1 : at], text[at + 1 : at + 2]
    return bool(after.strip()) and (not before or before.isspace() or before in "([—–-‘'")
