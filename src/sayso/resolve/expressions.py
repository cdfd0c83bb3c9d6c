"""The shapes of English calendar expressions: a text comes in, the stretches that look like one and their kind go out.

All shapes are alternatives of one compiled pattern, so a text is scanned once, leftmost and in the order of `SHAPES`.
A blank in a shape stands for any run of white space. What a stretch means is for `meanings` to say. Durations ("two
years"), sets ("every day") and words like "now" are no calendar expressions and have no shape here.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from .numerals import ORDINALS, TENS, UNITS

MONTHS = ("January", "February", "March", "April", "May", "June", "July", "August", "September", "October",
          "November", "December")  # fmt: skip
WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
FEASTS = {
    "christmas eve": "12-24", "christmas day": "12-25", "christmas": "12-25", "new year's eve": "12-31",
    "new year's day": "01-01", "new year's": "01-01", "boxing day": "12-26", "valentine's day": "02-14",
    "halloween": "10-31", "may day": "05-01", "thanksgiving day": "", "thanksgiving": "",
}  # fmt: skip

_MONTH = r"(?:January|February|March|April|May|June|July|August|September|October|November|December)"
_SHORT = (
    rf"(?:{_MONTH}|JAN|FEB|MAR|APR|JUN|JUL|AUG|SEPT?|OCT|NOV|DEC"
    r"|(?:Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec)\b\.?)"
)
_WEEKDAY = r"(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day"
_YEAR = r"(?:1[5-9]|20)\d\d"
_YEARS = rf"(?:{_YEAR}|['’]\d\d)"
_DAY = r"(?:3[01]|[12]\d|0?[1-9])(?:st|nd|rd|th)?"
_ORDINAL = rf"(?:(?:{'|'.join(t for t in TENS if t in ('twenty', 'thirty'))})-)?(?:{'|'.join(ORDINALS)})"
_PART = r"(?:morning|afternoon|evening|night|noon|midday|dawn|midnight|lunchtime)"
_ZONE = r"(?: (?:E[SD]T|C[SD]T|P[SD]T|GMT|UTC|CET|local time))?"
_CLOCK = rf"(?:noon|midday|midnight|\d{{1,2}}(?:[:.]\d\d)? ?[ap]\.?m\.?|[012]?\d:[0-5]\d(?! ?[ap]\.?m)){_ZONE}"
_LEAD = r"(?:(?:[Ee]arly|[Ll]ate|[Mm]id|[Tt]he (?:middle|end|beginning|start|eve) of|[Ee]arlier|[Ll]ater)(?:[- ]| on ))"
_TENDED = r"(?:(?:[Ee]arly|[Ll]ate|[Mm]id)(?:[- ]| on ))"
_NEAR = r"(?:[Ll]ast|[Nn]ext|[Tt]his(?: past| coming)?|[Tt]he (?:previous|following|next))"
_ABOUT = r"(?:(?:[Aa]lmost|[Nn]early|[Aa]bout|[Aa]round|[Ss]ome|[Jj]ust|[Oo]nly|[Mm]ore than|[Ll]ess than|[Oo]ver) )"
_COUNT = (
    rf"(?:[Aa]n?|\d{{1,3}}|(?i:{'|'.join(sorted([*UNITS, *TENS], key=len, reverse=True))})(?:-(?:{'|'.join(UNITS)}))?)"
)
_UNIT = r"(?:day|night|week|month|year|decade|century|centurie)"
_SEASON = r"(?:[Ss]pring|[Ss]ummer|[Ff]all|[Aa]utumn|[Ww]inter)"
_RANK = r"(?:[Ff]irst|[Ss]econd|[Tt]hird|[Ff]ourth|1st|2nd|3rd|4th)"

_ONCE = r"(?<![Ee]very )(?<![Ee]ach )"
_NOT_COUNTED = (
    r"(?![,.]?\d|%|[-–](?:year|day|hour|page|strong|member|mile|foot|seat|km|[a-z])|[/:]\d"
    r"| (?:people|persons?|men|women|troops|soldiers|protesters|demonstrators|miles|meters|metres|km|dollars|euros"
    r"|pounds|tons|tonnes|shares|workers|points|jobs|hours|feet|acres|percent|per cent|million|billion|members|others"
    r"|civilians|fighters|refugees|children|votes|copies|square|barrels|megawatts|students|residents|more|GMT)\b)"
)


@dataclass(frozen=True, slots=True)
class Shape:
    """One family of expressions; `before` and `after` are conditions on the surrounding text."""

    kind: str
    pattern: str
    before: str = ""
    after: str = ""


SHAPES = (
    Shape("iso", r"(?P<iso>\d{4}-\d\d-\d\d)(?:T\d\d(?::?\d\d)*(?:\.\d+)?Z?)?"),
    Shape("slashed", r"(?P<a>\d{1,2})(?P<mark>[/.-])(?P<b>\d{1,2})(?P=mark)(?P<y>\d{4}|\d\d)", after=r"(?![/.-]?\d)"),
    Shape(
        "days_from",
        rf"(?P<d>{_DAY})(?:–|-| to | and | or )(?P<d2>{_DAY}) (?:of )?(?P<m>{_SHORT})(?:,? (?P<y>{_YEARS}))?",
    ),
    Shape(
        "day_month",
        rf"(?:{_CLOCK}(?: on)? )?(?:(?P<wd>{_WEEKDAY})(?: {_PART})?,? )?"
        rf"(?:(?P<d>{_DAY})|(?:the )?(?P<o>{_ORDINAL}|\d\d?(?:st|nd|rd|th)) of)"
        rf" (?P<m>{_SHORT})(?:,? (?P<y>{_YEARS}|(?:last|this|next) year))?",
    ),
    Shape(
        "days_to",
        rf"(?P<m>{_SHORT}) (?P<d>{_DAY})(?:–|-| to )(?P<d2>{_DAY})(?:,? (?P<y>{_YEARS}))?",
        after=r"(?!\d|,\d| ?%)",
    ),
    Shape(
        "month_day",
        rf"(?:{_CLOCK}(?: on)? )?(?:(?:[Tt]his coming |[Ll]ast |[Nn]ext )?(?P<wd>{_WEEKDAY})(?: {_PART})?,? )?"
        rf"(?:{_LEAD})?"
        rf"(?P<m>{_SHORT}) (?:(?P<d>{_DAY})(?!\d|[,.]\d|:\d)|(?P<o>{_ORDINAL})\b)(?:,? (?P<y>{_YEARS})(?![,.]?\d))?",
    ),
    Shape(
        "month_year",
        rf"(?:{_LEAD})?(?P<m>{_SHORT})(?:,? (?:of )?(?P<y>{_YEARS}(?!\d)|(?:last|this|next|the same|that) year))",
    ),
    Shape("week_of", rf"[Tt]he week (?:of|ending|beginning) (?P<m>{_SHORT}) (?P<d>{_DAY})(?:, (?P<y>{_YEAR}))?"),
    Shape(
        "weekday",
        rf"(?:{_CLOCK}(?: on)? |(?:{_PART}|dawn) on )?(?:{_TENDED})?(?:(?P<near>{_NEAR}) )?(?P<wd>{_WEEKDAY})"
        rf"(?: (?:{_PART}|(?:at )?{_CLOCK}))?(?P<week> (?:of )?(?:last|next|this) week)?",
        before=_ONCE, after=r"(?!s\b)",
    ),
    Shape(
        "month",
        rf"(?:{_LEAD})?(?:(?P<near>{_NEAR}) )?(?P<m>{_MONTH})",
        before=_ONCE,
        after=r"(?! [A-Z]\w+ (?:said|says)|s\b|['’]s [A-Z])",
    ),
    Shape(
        "quarter",
        rf"(?:(?P<near>[Tt]his year['’]s|[Ll]ast year['’]s|[Nn]ext year['’]s|[Tt]he|[Ll]ast year) )?"
        rf"(?:(?P<o>{_RANK})(?:[- ](?:fiscal )?)quarter(?! of an?\b)|[Qq](?P<n>[1-4]))\b"
        rf"(?:,? (?:of )?(?:fiscal )?(?P<y>{_YEARS}|(?:this|last|next) year))?",
        after=r"(?!-final|s\b)",
    ),
    Shape(
        "half",
        rf"(?:[Tt]he )?(?P<o>[Ff]irst|[Ss]econd) half(?:,? (?:of )?(?P<y>{_YEARS}|(?:this|last|next|the) year))"
        rf"|H(?P<n>[12]) (?P<y2>{_YEAR})",
    ),
    Shape(
        "this_quarter",
        r"(?:[Tt]he|[Tt]his|[Ll]ast|[Nn]ext) "
        r"(?P<which>latest |current |previous |year-ago |year-earlier )?(?:quarter|period)",
    ),
    Shape(
        "season",
        rf"(?:{_LEAD})?(?:(?P<near>{_NEAR}|[Tt]he) )?(?P<s>{_SEASON})(?: of| in)?"
        rf"(?:,? (?P<y>{_YEAR}|(?:last|this) year))",
    ),
    Shape("season_near", rf"(?P<near>[Ll]ast|[Nn]ext|[Tt]his(?: past| coming)?) (?P<s>{_SEASON})"),
    Shape("weekend", r"(?P<near>[Ll]ast|[Nn]ext|[Tt]his(?: past| coming)?|[Tt]he) weekend"),
    Shape("day_before", r"[Tt]he day (?P<which>before yesterday|after tomorrow)"),
    Shape(
        "today",
        rf"(?:{_CLOCK} |mid-{_PART} |{_PART} )?(?:{_LEAD})?"
        rf"(?P<w>[Tt]oday|TODAY|[Yy]esterday|[Tt]omorrow|[Tt]onight|[Oo]vernight)"
        rf"(?: (?:{_PART}|at {_CLOCK}))?",
    ),
    Shape("this_part", rf"(?:{_LEAD})?(?P<near>[Tt]his|[Ll]ast) (?P<part>{_PART})"),
    Shape(
        "that_day",
        rf"(?P<near>[Tt]he same|[Tt]hat(?: same| very)?|[Tt]he (?:next|following|previous)) (?P<part>day|{_PART})",
    ),
    Shape("that_before", rf"[Tt]he (?P<part>day|{_PART}) (?P<which>before|after)", after=r"(?= ?[,.;]|$)"),
    Shape(
        "unit",
        rf"(?:{_LEAD})?(?P<near>[Tt]his(?: past| coming)?|[Ll]ast|[Nn]ext|[Tt]hat(?: same)?"
        rf"|[Tt]he (?:previous|following|same|next|current|coming|new|full))"
        rf"(?: (?:fiscal|calendar|school))?(?: |-)(?P<u>week|month|year|decade|century)",
        after=r"(?!s\b|-)",
    ),
    Shape("year_ago", r"(?:the )?year-(?:ago|earlier)"),
    Shape(
        "ago",
        rf"{_ABOUT}?(?P<n>{_COUNT}) (?P<u>{_UNIT})s?(?P<rough> or (?:so|more))?"
        r" (?P<way>ago|earlier|previously|later|before|from now|afterwards)",
        after=r"(?! than\b)",
    ),
    Shape(
        "feast",
        r"(?:(?P<near>[Ll]ast|[Nn]ext|[Tt]his) )?(?P<f>Christmas(?: Day| Eve)?|New Year['’]s(?: Day| Eve)?|Boxing Day"
        rf"|Valentine['’]s Day|Halloween|May Day|Thanksgiving(?: Day)?)(?:,? (?P<y>{_YEAR}))?",
    ),
    Shape("decade", r"(?:[Tt]he )?(?:(?:[Ee]arly|[Ll]ate|[Mm]id)[- ])?(?P<d>(?:1[5-9]|20)\d0|['’]\d0)['’]?s"),
    Shape(
        "century",
        rf"(?:[Tt]he )?(?:(?:[Ee]arly|[Ll]ate|[Mm]id)[- ])?(?P<o>\d\d?(?:st|nd|rd|th)|{_ORDINAL})[- ][Cc]entury",
    ),
    Shape("years_span", rf"(?P<y>{_YEAR})[-–/](?P<y2>{_YEAR}|\d\d)", before=r"(?<![\d$€£.,-])", after=r"(?!\d|-\d)"),
    Shape("year_end", r"(?:[Tt]he )?year[- ]end|[Tt]he end of (?P<near>the|this|last|next) (?P<u>year|month|week)"),
    Shape("numbered_week", rf"[Ww]eek (?P<w>\d\d?) of (?P<y>{_YEAR})"),
    Shape(
        "year",
        rf"(?:{_LEAD})?(?:(?:[Tt]he )?(?:[Ff]iscal|[Cc]alendar)(?: year)? |[Tt]he year )?(?P<y>{_YEAR})",
        before=r"(?<![\d$€£.,/:#-])(?<!\bNo\. )(?<!\bRoom )(?<!\bFlight )", after=_NOT_COUNTED,
    ),
    Shape("short_year", r"(?:(?:[Ff]iscal|[Ii]n|[Ss]ince|[Oo]f) )['’](?P<y>\d\d)", after=r"(?!s|\d)"),
    Shape(
        "nth",
        r"the (?P<d>\d\d?(?:st|nd|rd|th))",
        before=r"(?:(?<=\bon )|(?<=\bOn )|(?<=night of ))",
        after=r"(?=[ ,.;]*(?:$|[,.;)]|of (?:this|last) month|and\b))",
    ),
    Shape("clock", _CLOCK, before=r"(?<![\d.,:$-])"),
)  # fmt: skip


def _flexible(pattern: str) -> str:
    return pattern.replace(" ?", r"\s?").replace(" ", r"\s+")


def _anonymous(pattern: str) -> str:
    """The pattern with its inner names gone; a back-reference by name becomes a plain alternative."""
    return re.sub(r"\(\?P<\w+>", "(?:", pattern).replace("(?P=mark)", "[/.-]")


_WHOLE = {shape.kind: re.compile(_flexible(shape.pattern)) for shape in SHAPES}
# Most words of a text begin no expression: this look ahead turns them away before any shape is tried.
_OPENS = (
    r"(?=\d|['’]\d|(?:[Ii]n|[Ss]ince|[Oo]f)\s['’]|[Tt]h(?:e|is|at|ir|ree)|[Tt](?:od|om|on|w|en)|[Ll](?:ast|ate|ess)"
    r"|[Nn](?:ext|ear|in|oo|igh)|[Ee](?:arl|igh|lev|ven)|[Mm](?:id|or)|[Aa](?:n?\s|lmost|bout|round|utumn|fter)"
    r"|[Ss](?:ome|ix|even|pri|umm|eco)|[Jj]ust|[Oo](?:n[el]|ver)|[Yy](?:est|ear)|[Ff](?:i[rfs]|o[ru]|all)|[Ww](?:eek|int)"
    r"|[Hh][12]|[Qq][1-4]|[Dd]awn|Jan|Feb|Mar|Apr|May|Ju[nl]|Aug|Sep|Oct|Nov|Dec|JAN|FEB|MAR|APR|JU[NL]|AUG|SEP|OCT"
    r"|NOV|DEC|TODAY|Mon|Tue|Wed|Thu|Fri|Sat|Sun|Christ|New|Box|Val|Hall|Thank)"
)
_SCAN = re.compile(
    rf"(?<!\w){_OPENS}(?:"
    + "|".join(
        f"(?P<{s.kind}>{s.before}(?:{_flexible(_anonymous(s.pattern))})(?!\\w){_flexible(s.after)})" for s in SHAPES
    )
    + ")"
)


def scan(text: str) -> Iterator[tuple[str, re.Match[str], int, int]]:
    """Yield kind, parts, start and end of every stretch of a text that has the shape of a calendar expression."""
    for hit in _SCAN.finditer(text):
        kind = hit.lastgroup
        parts = _WHOLE[kind].fullmatch(hit.group()) if kind else None
        if kind and parts:
            yield kind, parts, hit.start(), hit.end()
