"""The wording of an office comes in, what office it is goes out: "Minister of Foreign Affairs", "foreign secretary".

One key stands for every wording of an office, in lists of office holders as in news: `foreign` for all who run foreign
affairs, `state` and `government` for heads of both, `minister:tourism` where there is no shorter one. Deputies carry
the key of their chief behind `deputy:`. The same function names the offices of the packaged table and of a report.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

SECRETARY_OF = r"(?:secretary of state for|secretary of|secretary for|minister of|minister for|minister in charge of)"
FIELDS: Final = (
    ("foreign", r"foreign (?:and \w+ )?(?:affairs|relations)|foreign|external (?:affairs|relations)"),
    ("defence", r"(?:national |people's )?defen[cs]e|(?:revolutionary )?armed forces|war"),
    ("interior", r"interior|internal affairs|home affairs|home department|home|public security|internal security"),
    ("finance", r"finances?|(?:the )?treasury|exchequer"),
    ("justice", r"justice"),
    ("health", r"(?:public )?health"),
    ("education", r"(?:national )?education"),
    ("agriculture", r"agriculture"),
    ("trade", r"(?:foreign |external |international )?trade|commerce"),
    ("economy", r"(?:national )?econom(?:y|ic affairs|ics)"),
    ("energy", r"energy|oil|petroleum"),
    ("labour", r"labou?r|employment"),
    ("information", r"information|communications?"),
    ("transport", r"transport(?:ation)?"),
    ("environment", r"environment"),
    ("culture", r"culture"),
    ("homeland", r"homeland security"),
)
"""What ministers are in charge of: the key, and the words that name it."""

TITLES: Final = (
    ("supreme", r"supreme leader"),
    ("crown", r"crown prince"),
    ("first-lady", r"first lady"),
    ("pope", r"pope|pontiff"),
    ("un", r"(?:u\.?n\.?|united nations) (?:secretary[- ]general|chief)|secretary[- ]general of the united nations"),
    ("nato", r"nato (?:secretary[- ]general|chief)|secretary[- ]general of nato"),
    ("commission", r"(?:european|eu) commission (?:president|chief)|president of the european commission"),
    ("council", r"(?:european|eu) council president|president of the european council"),
    ("high-representative", r"(?:eu |european union )?foreign policy chief|high representative (?:of the .*|for .*)"),
    ("who", (
        r"(?:who|world health organi[sz]ation) (?:director[- ]general|chief)"
        r"|director[- ]general of the world health organi[sz]ation"
    )),
    ("imf", r"(?:imf|international monetary fund) (?:managing director|chief)|managing director of the imf"),
    ("iaea", r"(?:iaea|u\.?n\.? nuclear watchdog) (?:director[- ]general|chief)"),
    ("spy", (
        r"(?:(?:cia|mi6|mi5|fsb|svr|kgb|mossad|shin bet|intelligence) (?:director|chief|head)"
        r"|(?:director|head|chief) of (?:the )?(?:central intelligence agency|cia|mi6|mi5|fsb|svr|mossad|shin bet))"
    )),
    ("national-security", r"(?:white house )?national security advis[eo]r"),
    ("armed", (
        r"(?:chief|head|chairman) of (?:the )?(?:general staff|defen[cs]e(?: staff| forces?)?)"
        r"|(?:chairman|chair) of the (?:joint )?chiefs of staff|armed forces chief|military chief"
        r"|chief of the national defence general staff|supreme commander of the armed forces"
        r"|commander of the (?:national )?armed forces"
    )),
    ("army", (
        r"chief of (?:staff of )?(?:the )?army(?: staff)?|army chief(?: of staff)?|commander-in-chief of the army"
    )),
    ("navy", r"(?:navy chief|chief of (?:the )?naval staff)"),
    ("air-force", r"(?:air force chief|chief of (?:the )?air staff)"),
    ("speaker", (
        r"(?:speaker|president) of (?:the )?(?:national assembly|parliament|house of representatives|house of "
        r"commons|chamber of deputies|state duma|legislative assembly|verkhovna rada|knesset|riigikogu|storting"
        r"|people's assembly|congress of deputies|seimas|sejm|house)"
        r"|(?:house|parliament(?:ary)?|knesset|duma|commons) speaker|speaker"
    )),
    ("senate", r"president of (?:the )?(?:federal )?senate|senate (?:president|speaker)"),
    ("chief-justice", (
        r"chief justice(?: of (?:the )?(?:supreme court|united states|india|pakistan))?"
        r"|president of the supreme court"
    )),
    ("attorney", r"attorney[- ]general"),
    ("prosecutor", r"(?:prosecutor[- ]general|general prosecutor|chief prosecutor|director of public prosecutions)"),
    ("central-bank", (
        r"(?:(?:governor|president|chairman) of (?:the )?(?:central bank|national bank|reserve bank|bank of "
        r"\w+)(?: of (?:the )?[\w ]+)?|central bank (?:governor|chief|president))"
    )),
    ("press", (
        r"(?:white house |presidential |kremlin )?(?:press secretary|spokes(?:person|man|woman))"
        r"|government spokes(?:person|man|woman)|spokes(?:person|man|woman) of the (?:government|president)"
    )),
    ("chief-of-staff", (
        r"(?:white house |downing street )?chief of staff(?: (?:to|of) the (?:president|prime minister))?"
        r"|head of the presidential (?:administration|office)"
    )),
    ("first-minister", r"first minister"),
    ("monarch", r"king|queen|emperor|emir|sultan|grand duke"),
    ("finance", r"chancellor of the exchequer|treasury secretary|secretary of the treasury|treasurer"),
    ("foreign", r"foreign secretary|(?:u\.?s\.? )?secretary of state|top diplomat"),
    ("interior", r"home secretary"),
    ("defence", r"defen[cs]e secretary|pentagon chief"),
    ("un-envoy", (
        r"(?:permanent representative|ambassador|envoy) to the (?:united nations|u\.?n\.?)|u\.?n\.? ambassador"
    )),
    ("state", (
        r"(?:federal )?president(?: of the (?:republic|russian federation|united states(?: of america)?"
        r"|people's republic of china|swiss confederation|islamic republic of iran))?|head of (?:the )?state"
    )),
    ("government", (
        r"(?:federal )?chancellor|prime minister|premier(?: of the state council)?|taoiseach"
        r"|(?:chairman|president|head) of (?:the )?(?:cabinet of ministers|council of ministers|government)"
        r"(?: \(prime minister\))?"
    )),
    ("chief-executive", r"chief executive(?: of hong kong)?"),
    ("leader", r"(?:paramount |military |coup |junta )?(?:leader|ruler|strongman|dictator)"),
)  # fmt: skip
"""Offices that are no ministries: the key, and the whole wording in small letters."""

DEPUTY: Final = re.compile(r"^(?:(?:first|second|third|senior|federal|parliamentary|permanent)\s+)*"
                           r"(?:deputy|vice|under|assistant|associate|junior|shadow)[\s-]+")  # fmt: skip
ACTING: Final = re.compile(
    r"^(?:acting|interim|caretaker|transitional|outgoing|incumbent|current|new|newly elected)\s+"
)
FIELD: Final = tuple((key, re.compile(rf"(?:the )?(?:{pattern})(?=$|[,\s])(?! of \w)")) for key, pattern in FIELDS)
TITLE: Final = tuple((key, re.compile(pattern)) for key, pattern in TITLES)
MINISTER_OF: Final = re.compile(rf"(?:federal |union |state )?{SECRETARY_OF} (?P<field>.+)")
OF_MINISTER: Final = re.compile(r"(?P<field>[\w' ]+?) (?:minister|secretary)")
SEAT: Final = re.compile(r"(?P<office>ambassador|mayor|governor|premier|president|prime minister|first minister)"
                         r"s? (?:to|of) (?:the )?(?P<seat>.+)")  # fmt: skip


@dataclass(frozen=True, slots=True)
class Office:
    """What office a wording names. `is_acting` also for interim and outgoing holders."""

    key: str
    is_acting: bool = False


@lru_cache(maxsize=8192)
def office_of(wording: str) -> Office | None:
    """The office that a title names, without the country; `None` when it names none that is known.

    >>> office_of("Secretary of State for Foreign and Commonwealth Affairs"), office_of("foreign minister")
    (Office(key='foreign', is_acting=False), Office(key='foreign', is_acting=False))
    >>> office_of("Acting President"), office_of("Deputy Prime Minister").key
    (Office(key='state', is_acting=True), 'deputy:government')
    """
    text = " ".join(wording.lower().replace("’", "'").split())
    is_acting = ACTING.match(text) is not None
    text = ACTING.sub("", text)
    deputy = DEPUTY.match(text)
    key = _key(text[deputy.end() :] if deputy else text)
    if key is None:
        return None
    return Office(f"deputy:{key}" if deputy else key, is_acting)


def _key(text: str) -> str | None:
    for key, title in TITLE:
        if title.fullmatch(text):
            return key
    named = MINISTER_OF.fullmatch(text) or OF_MINISTER.fullmatch(text)
    if named:
        return _ministry(named["field"])
    seated = SEAT.fullmatch(text)
    if seated:
        return f"{seated['office']}:{seated['seat']}"
    return None


def _ministry(field: str) -> str | None:
    if field.startswith(("state", "prime", "general", "press", "the prime", "party")):
        return None
    for key, pattern in FIELD:
        if pattern.match(field):
            return key
    first = re.split(r",|\band\b", field.removeprefix("the "))[0].strip()
    return f"minister:{first}" if first else None


def sector_of(key: str) -> str:
    """The sector of the codebook that holders of an office act in.

    >>> sector_of("foreign"), sector_of("army"), sector_of("deputy:speaker")
    ('GOV', 'MIL', 'LEG')
    """
    bare = key.removeprefix("deputy:")
    if bare in ("armed", "army", "navy", "air-force"):
        return "MIL"
    if bare in ("chief-justice", "attorney", "prosecutor"):
        return "JUD"
    if bare in ("speaker", "senate"):
        return "LEG"
    return {"spy": "SPY", "pope": "REL", "first-lady": "ELI"}.get(bare, "GOV")
