"""English number words and digits: a string comes in, the integer it names goes out.

`PATTERN` recognises what `value` can read. "Dozens", "scores" and "several" name no integer and are left out: a
figure that the text does not give is not made up.
"""

from __future__ import annotations

import re

UNITS = {
    "zero": 0, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9,
    "ten": 10, "eleven": 11, "twelve": 12, "thirteen": 13, "fourteen": 14, "fifteen": 15, "sixteen": 16,
    "seventeen": 17, "eighteen": 18, "nineteen": 19,
}  # fmt: skip
TENS = {
    "twenty": 20, "thirty": 30, "forty": 40, "fifty": 50, "sixty": 60, "seventy": 70, "eighty": 80, "ninety": 90,
}  # fmt: skip
SCALES = {"dozen": 12, "hundred": 100, "thousand": 1_000, "million": 1_000_000, "billion": 1_000_000_000}
ORDINALS = {
    "first": 1, "second": 2, "third": 3, "fourth": 4, "fifth": 5, "sixth": 6, "seventh": 7, "eighth": 8, "ninth": 9,
    "tenth": 10, "eleventh": 11, "twelfth": 12, "thirteenth": 13, "fourteenth": 14, "fifteenth": 15,
    "sixteenth": 16, "seventeenth": 17, "eighteenth": 18, "nineteenth": 19, "twentieth": 20, "thirtieth": 30,
}  # fmt: skip

_SIMPLE = "|".join(sorted([*UNITS, *TENS], key=len, reverse=True))
_SCALE = "|".join(SCALES)
_DIGITS = r"\d{1,3}(?:,\d{3})+|\d+(?:\.\d+)?"
WORDS = rf"(?:(?:{_SIMPLE})(?:[- ](?:{_SIMPLE}|{_SCALE})|(?: and (?={_SIMPLE})(?:{_SIMPLE})))*)"
PATTERN = rf"(?:(?:{_DIGITS})(?: (?:{_SCALE})\b)?|{WORDS}|half a (?:{_SCALE})|an? (?:{_SCALE}))"


def value(text: str) -> int | None:
    """Read a whole number; `None` when the text names none or a fraction remains.

    >>> value("twenty-four"), value("two hundred and six"), value("1.5 million"), value("a dozen"), value("dozens")
    (24, 206, 1500000, 12, None)
    """
    total, part, seen = 0.0, 0.0, False
    for token in re.findall(r"[a-z]+|[\d.,]+", text.lower()):
        if token[0].isdigit():
            part, seen = part + float(token.rstrip(".,").replace(",", "")), True
        elif token in UNITS or token in TENS:
            part, seen = part + UNITS.get(token, TENS.get(token, 0)), True
        elif token in SCALES:
            scale = SCALES[token]
            part, seen = (part or 1.0) * scale, True
            if scale >= 1_000:
                total, part = total + part, 0.0
        elif token == "half":
            part = 0.5
        elif token not in ("a", "an", "and"):
            return None
    number = total + part
    return int(number) if seen and number == int(number) else None


def ordinal(text: str) -> int | None:
    """Read an ordinal below 32.

    >>> ordinal("third"), ordinal("21st"), ordinal("twenty-first"), ordinal("last")
    (3, 21, 21, None)
    """
    low = text.lower()
    if found := re.fullmatch(r"(\d+)(?:st|nd|rd|th)", low):
        return int(found[1])
    ten, _, unit = low.partition("-")
    if unit in ORDINALS and ten in TENS:
        return TENS[ten] + ORDINALS[unit]
    return ORDINALS.get(low)
