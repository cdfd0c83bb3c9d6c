"""The name of an outlet and the address of a report come in, the country where it is published goes out.

A user's own outlets win over the packaged list of newspapers, broadcasters and state agencies (`data/outlets.json`),
and that over the top-level domain of the address. Agencies and sites that report from everywhere for everybody have no
country here, nor have domains that anybody may use; nothing is concluded from the language of a name.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from urllib.parse import urlsplit

from .gazetteer import gazetteer
from .spellings import folded


def home_of(outlet: str | None, url: str | None, *, own: Mapping[str, str] | None = None) -> str | None:
    """ISO 3166 alpha-3 code of the country where an outlet is published; `None` where neither name nor address tells.

    >>> home_of("The Hindu", None), home_of(None, "https://www.delfi.lt/en/politics/1.html"), home_of("Reuters", None)
    ('IND', 'LTU', None)
    """
    name = named(outlet or "")
    if own and name in own:
        return own[name]
    host = (urlsplit(url).hostname or "") if url else ""
    site = host.removeprefix("www.")
    return packaged().get(name) or packaged().get(site) or gazetteer().domains.get(f".{host.rpartition('.')[2]}")


def named(outlet: str) -> str:
    """The name of an outlet as the lists hold it: folded, without its article."""
    return " ".join(word for word in folded(outlet) if word != "the") if "." not in outlet else outlet.strip().lower()


@cache
def packaged() -> Mapping[str, str]:
    """The packaged outlets by name and by site, read once."""
    table = json.loads(files(__package__).joinpath("data", "outlets.json").read_text(encoding="utf-8"))
    return {named(name): code for code, names in table["outlets"].items() for name in names}
