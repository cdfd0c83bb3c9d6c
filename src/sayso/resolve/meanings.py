"""What a calendar expression means: its kind, its parts and where it stands come in, a TIMEX3 value goes out.

Relative expressions count from the day of publication, or, where they say so ("the next day", "a week earlier"),
from the last day told before. Without a publication date they stay open (`None`). Which way a bare weekday or month
points is read off the nearest tense cue before it. `SKIP` says: shaped like a calendar expression, but none.
Values follow TIMEX3 (ISO-TimeML 1.2.1, section on the VALUE attribute).
"""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, timedelta
from typing import Final, cast

from .calendars import Unit, add_months, interval, shifted, week_of, weekday
from .expressions import FEASTS, MONTHS, WEEKDAYS
from .numerals import ordinal
from .numerals import value as number
from .scenes import Scene

SKIP: Final = "skip"
Parts = dict[str, str | None]

LEADS = re.compile(
    r"(?i)\b(?:in|since|of|until|till|by|from|to|through|during|before|after|and|for|between|on|late|early|mid)[ -]$"
)
FOLLOWS = re.compile(r"\s*(?:[,.;)]|and\b|to\b|elections?\b|that\b|when\b|\d)")
# "from January to March 2019": the year stands at the second month and holds for both.
SHARED_YEAR = re.compile(
    rf"\s*(?:to|and|or|through|until|–|-)\s*(?:\d\d?\s+)?(?:{'|'.join(MONTHS)})(?:\s+\d\d?)?,?\s+((?:19|20)\d\d)\b"
)
NEAR_DAYS = 60  # a yearless date so close ahead is the coming one
FAR_DAYS = 270  # the furthest a yearless date reaches ahead, when the sentence looks ahead


def meaning(kind: str, parts: Parts, scene: Scene) -> str | None:
    """The value of an expression, `None` while it stays open, `SKIP` when it is none."""
    value = _MEANINGS[kind](parts, scene)
    return value if value is None or value == SKIP or interval(value) else SKIP


def _year(text: str | None, scene: Scene) -> int | None:
    if not text:
        return None
    low = text.lower()
    if low.startswith(("'", "’")):
        short = int(low[1:])
        return 2000 + short if short <= 40 else 1900 + short
    if low.isdigit():
        return int(low)
    if low in ("the same year", "that year"):
        return scene.told_year
    shift = {"last": -1, "next": 1}.get(low.split()[0], 0)
    return scene.published.year + shift if scene.published else None


def _month(name: str | None) -> int:
    return next(i for i, month in enumerate(MONTHS, 1) if month[:3].lower() == (name or "")[:3].lower())


def _day(parts: Parts) -> int:
    if parts.get("d"):
        return int(re.sub(r"\D", "", parts["d"] or ""))
    return ordinal(parts.get("o") or "") or 0


def _settled_year(month: int, day: int, scene: Scene) -> int | None:
    """The year of a date told without one: the past one, unless the coming one is near or the sentence looks ahead.

    News writes the year of a day that is far off, so the coming one must be near whatever the tense says.
    """
    if shared := SHARED_YEAR.match(scene.after):
        return int(shared[1])
    if scene.published is None:
        return None
    here = scene.published
    year = here.year + ((month, day) < (here.month, here.day))
    wait = (date(year, month, min(day, 28)) - here).days
    return year if wait <= NEAR_DAYS or (wait <= FAR_DAYS and scene.is_ahead()) else year - 1


def _dated(month: int, day: int, parts: Parts, scene: Scene) -> str | None:
    year = _year(parts.get("y"), scene)
    if year is None and parts.get("wd") and scene.published:
        year = _year_of_weekday(month, day, parts["wd"] or "", scene.published)
    if year is None:
        year = _settled_year(month, day, scene)
    return f"{year:04d}-{month:02d}-{day:02d}" if year else None


def _year_of_weekday(month: int, day: int, name: str, published: date) -> int | None:
    """The year within one of publication in which that date falls on that weekday."""
    for year in (published.year, published.year - 1, published.year + 1):
        try:
            if date(year, month, day).weekday() == WEEKDAYS.index(name):
                return year
        except ValueError:
            continue
    return None


def _on_date(parts: Parts, scene: Scene) -> str | None:
    return _dated(_month(parts["m"]), _day(parts), parts, scene)


def _days(parts: Parts, scene: Scene) -> str | None:
    first = _on_date(parts, scene)
    last = _on_date({**parts, "d": parts["d2"]}, scene)
    return f"{first}/{last}" if first and last else None


def _iso(parts: Parts, _scene: Scene) -> str | None:
    return parts["iso"]


def _slashed(parts: Parts, scene: Scene) -> str | None:
    """Month first as Americans write it, unless only the other order is a date; with points the day comes first."""
    a, b, year = int(parts["a"] or 0), int(parts["b"] or 0), parts["y"] or ""
    if a > 12 or (parts["mark"] == "." and b <= 12):
        a, b = b, a
    full = _year(year if len(year) == 4 else f"'{year}", scene)
    return f"{full:04d}-{a:02d}-{b:02d}" if 1 <= a <= 12 and 1 <= b <= 31 else SKIP


def _nth(parts: Parts, scene: Scene) -> str | None:
    if scene.published is None:
        return None
    year, month = scene.published.year, scene.published.month
    if _day(parts) > scene.published.day and not scene.is_ahead():
        year, month = add_months(year, month, -1)
    return f"{year:04d}-{month:02d}-{_day(parts):02d}"


def _month_year(parts: Parts, scene: Scene) -> str | None:
    year = _year(parts["y"], scene)
    return f"{year:04d}-{_month(parts['m']):02d}" if year else None


def _bare_month(parts: Parts, scene: Scene) -> str | None:
    near, month = (parts["near"] or "").lower(), _month(parts["m"])
    if (
        parts["m"] in ("May", "March", "August", "April", "June")
        and not near
        and not _is_month(parts["m"] or "", scene)
    ):
        return SKIP
    if shared := SHARED_YEAR.match(scene.after):
        return f"{shared[1]}-{month:02d}"
    if scene.published is None:
        return None
    here = scene.published
    ahead = near.startswith(("next", "this coming", "the next")) or (not near and bool(scene.is_ahead()))
    if near in ("last", "the previous"):
        year = here.year - (month >= here.month)
    elif near == "this":
        year = here.year
    elif ahead:
        year = here.year + (month <= here.month and near != "") + (month < here.month and near == "")
    else:
        year = here.year - (month > here.month)
    return f"{year:04d}-{month:02d}"


def _is_month(name: str, scene: Scene) -> bool:
    """May, March and the like are also words and first names: want a preposition before, or a time word after."""
    led = bool(LEADS.search(scene.before))
    followed = bool(FOLLOWS.match(scene.after))
    named = bool(re.match(r"\s+[A-Z]", scene.after))
    return (led and (followed or not named)) or (name in ("April", "August", "June") and followed)


def _weekday(parts: Parts, scene: Scene) -> str | None:
    if scene.published is None:
        return None
    here, index = scene.published, WEEKDAYS.index(parts["wd"] or "")
    near = (parts["near"] or "").lower()
    if week := (parts["week"] or "").split():
        shift = {"last": -7, "next": 7}.get(week[-2], 0)
        return (here + timedelta(days=shift + index - here.weekday())).isoformat()
    if near.startswith(("the previous", "the following", "the next")):
        anchor = scene.told or here
        ahead = not near.endswith("previous")
        return weekday(anchor if ahead else anchor - timedelta(days=1), index, ahead=ahead).isoformat()
    if near in ("last", "this past"):
        return weekday(here - timedelta(days=1), index, ahead=False).isoformat()
    ahead = near.startswith(("next", "this coming")) or bool(scene.is_ahead()) or near == "this"
    if ahead and near in ("", "this") and index == here.weekday():
        return here.isoformat()
    return weekday(here, index, ahead=ahead).isoformat()


def _quarter(parts: Parts, scene: Scene) -> str | None:
    rank = int(parts["n"] or 0) or ordinal(parts["o"] or "") or 0
    year = (
        _year(parts["y"] or parts["near"], scene) if (parts["y"] or (parts["near"] or "the").lower() != "the") else None
    )
    if year is None and scene.published:
        year = scene.published.year - (rank > (scene.published.month + 2) // 3 and not scene.is_ahead())
    return f"{year:04d}-Q{rank}" if year else None


def _half(parts: Parts, scene: Scene) -> str | None:
    rank = int(parts["n"] or 0) or ordinal(parts["o"] or "")
    text = parts["y2"] or parts["y"]
    year = _year(text, scene) if text else scene.published and scene.published.year
    return SKIP if not text else f"{year:04d}-H{rank}" if year else None


def _this_quarter(parts: Parts, scene: Scene) -> str | None:
    if scene.quarter is None:
        return SKIP
    year, rank = int(scene.quarter[:4]), scene.quarter[-1]
    if (parts["which"] or "").startswith("year-"):
        year -= 1
    return f"{year:04d}-Q{rank}"


def _season(parts: Parts, scene: Scene) -> str | None:
    code = {"sp": "SP", "su": "SU", "fa": "FA", "au": "FA", "wi": "WI"}[(parts["s"] or "")[:2].lower()]
    if parts.get("y"):
        year = _year(parts["y"], scene)
        return f"{year:04d}-{code}" if year else None
    if scene.published is None:
        return None
    start = {"SP": 3, "SU": 6, "FA": 9, "WI": 12}[code]
    here, near = scene.published, (parts["near"] or "").lower()
    if near == "last":
        year = here.year - (here.month < start + 3)
    elif near == "next":
        year = here.year + (here.month >= start)
    else:
        year = here.year
    return f"{year:04d}-{code}"


def _weekend(parts: Parts, scene: Scene) -> str | None:
    if scene.published is None:
        return None
    near, here = (parts["near"] or "").lower(), scene.published
    if near.startswith("next"):
        return f"{week_of(here + timedelta(days=7))}-WE"
    ahead = near == "this coming" or (near != "last" and bool(scene.is_ahead()))
    is_over = here.weekday() < 5 and not ahead
    return f"{week_of(here - timedelta(days=7) if is_over or near == 'last' else here)}-WE"


def _day_before(parts: Parts, scene: Scene) -> str | None:
    shift = -2 if (parts["which"] or "").startswith("before") else 2
    return shifted(scene.published, "day", shift) if scene.published else None


def _today(parts: Parts, scene: Scene) -> str | None:
    shift = {"yesterday": -1, "tomorrow": 1}.get((parts["w"] or "").lower(), 0)
    return shifted(scene.published, "day", shift) if scene.published else None


def _this_part(parts: Parts, scene: Scene) -> str | None:
    shift = -1 if (parts["near"] or "").lower() == "last" else 0
    return shifted(scene.published, "day", shift) if scene.published else None


def _that_day(parts: Parts, scene: Scene) -> str | None:
    if scene.told is None:
        return SKIP
    near = (parts["near"] or "").lower()
    shift = 1 if near.endswith(("next", "following")) else -1 if near.endswith("previous") else 0
    return shifted(scene.told, "day", shift)


def _that_before(parts: Parts, scene: Scene) -> str | None:
    shift = -1 if parts["which"] == "before" else 1
    return shifted(scene.told, "day", shift) if scene.told else SKIP


def _unit(parts: Parts, scene: Scene) -> str | None:
    unit = cast("Unit", (parts["u"] or "").lower())
    near = (parts["near"] or "").lower()
    if near in ("that", "that same", "the same", "the following", "the previous"):
        shift = {"the following": 1, "the previous": -1}.get(near, 0)
        if unit == "year" and scene.told_year:
            return f"{scene.told_year + shift:04d}"
        return shifted(scene.told, unit, shift) if scene.told else None
    shift = -1 if near == "last" else 1 if near in ("next", "the next", "the coming", "this coming") else 0
    return shifted(scene.published, unit, shift) if scene.published else None


def _year_ago(_parts: Parts, scene: Scene) -> str | None:
    if scene.quarter:
        return f"{int(scene.quarter[:4]) - 1:04d}{scene.quarter[4:]}"
    return shifted(scene.published, "year", -1) if scene.published else None


def _ago(parts: Parts, scene: Scene) -> str | None:
    count, way = number("one" if (parts["n"] or "").lower() in ("a", "an") else parts["n"] or ""), parts["way"] or ""
    if count is None or (way == "before" and not re.match(r"\s*(?:[,.;]|$|in\b|at\b|on\b|when\b)", scene.after)):
        return SKIP
    unit = cast("Unit", {"night": "day", "centurie": "century"}.get(parts["u"] or "", parts["u"] or ""))
    back = way in ("ago", "earlier", "previously", "before")
    if unit == "year" and count == 1 and back and scene.quarter:
        return _year_ago(parts, scene)
    from_now = way in ("ago", "from now")
    start = scene.published if from_now or scene.told is None else scene.told
    if start is None:
        return None
    if unit == "week" and (way != "ago" or parts["rough"]):
        unit, count = "day", 7 * count
    return shifted(start, unit, -count if back else count)


def _feast(parts: Parts, scene: Scene) -> str | None:
    name = (parts["f"] or "").lower().replace("’", "'")
    year = _year(parts["y"], scene)
    month, day = map(int, (FEASTS[name] or "11-22").split("-"))
    if year is None:
        if scene.published is None:
            return None
        near = (parts["near"] or "").lower()
        passed = (month, day) < (scene.published.month, scene.published.day)
        year = scene.published.year + (-1 if near == "last" and not passed else 1 if near == "next" and passed else 0)
        if not near:
            year = _settled_year(month, day, scene) or year
    if not FEASTS[name]:
        day = weekday(date(year, 11, 28), 3, ahead=False).day
    return f"{year:04d}-{month:02d}-{day:02d}"


def _decade(parts: Parts, _scene: Scene) -> str | None:
    digits = re.sub(r"\D", "", parts["d"] or "")
    return digits[:3] if len(digits) == 4 else f"19{digits[0]}" if int(digits) >= 30 else f"20{digits[0]}"


def _century(parts: Parts, _scene: Scene) -> str | None:
    rank = ordinal((parts["o"] or "").lower())
    return f"{rank - 1:02d}" if rank and rank > 1 else SKIP


def _years_span(parts: Parts, _scene: Scene) -> str | None:
    first, last = parts["y"] or "", parts["y2"] or ""
    last = last if len(last) == 4 else first[:2] + last
    return f"{first}/{last}" if int(first) < int(last) else SKIP


def _year_end(parts: Parts, scene: Scene) -> str | None:
    if scene.published is None:
        return None
    unit = cast("Unit", parts["u"] or "year")
    shift = {"last": -1, "next": 1}.get((parts["near"] or "").lower(), 0)
    whole = interval(shifted(scene.published, unit, shift) or "")
    return whole[1] if whole else None


def _numbered_week(parts: Parts, _scene: Scene) -> str | None:
    return f"{parts['y']}-W{int(parts['w'] or 0):02d}"


def _week_of(parts: Parts, scene: Scene) -> str | None:
    day = interval(_on_date(parts, scene) or "")
    return week_of(date.fromisoformat(day[0])) if day else None


def _bare_year(parts: Parts, _scene: Scene) -> str | None:
    return parts["y"]


def _short_year(parts: Parts, scene: Scene) -> str | None:
    year = _year(f"'{parts['y']}", scene)
    return f"{year:04d}"


def _clock(_parts: Parts, scene: Scene) -> str | None:
    return scene.published.isoformat() if scene.published else None


_MEANINGS: dict[str, Callable[[Parts, Scene], str | None]] = {
    "iso": _iso, "slashed": _slashed, "days_from": _days, "days_to": _days, "day_month": _on_date,
    "month_day": _on_date, "month_year": _month_year, "week_of": _week_of, "weekday": _weekday, "month": _bare_month,
    "quarter": _quarter, "half": _half, "this_quarter": _this_quarter, "season": _season, "season_near": _season,
    "weekend": _weekend, "day_before": _day_before, "today": _today, "this_part": _this_part, "that_day": _that_day,
    "that_before": _that_before, "unit": _unit, "year_ago": _year_ago, "ago": _ago, "feast": _feast, "nth": _nth,
    "decade": _decade, "century": _century, "years_span": _years_span, "year_end": _year_end,
    "numbered_week": _numbered_week, "year": _bare_year, "short_year": _short_year, "clock": _clock,
}  # fmt: skip
