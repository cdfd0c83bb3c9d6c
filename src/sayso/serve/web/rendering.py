"""A template and its values come in; a page goes out in which all that comes from reports is text and no more."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from functools import cache
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import urlencode, urlsplit

from starlette.responses import HTMLResponse

from sayso.ground import marking

if TYPE_CHECKING:
    from jinja2 import Environment
    from starlette.requests import Request

KEPT: Final = 300
"""Characters of a title, name or label that a page shows."""


@cache
def environment() -> Environment:
    """The templates, with autoescaping and every value freed of characters that steer a screen."""
    from jinja2 import Environment, PackageLoader, StrictUndefined

    made = Environment(
        loader=PackageLoader("sayso.serve.web"), autoescape=True, undefined=StrictUndefined, trim_blocks=True,
        lstrip_blocks=True, finalize=_plain,
    )  # fmt: skip
    made.filters.update(
        brief=brief, day=day, safe_link=safe_link, thousands=lambda number: f"{number:,}", sign=_sign, plural=plural
    )
    made.globals.update(link=link, symbols=marking.SYMBOLS)
    return made


def page(request: Request, name: str, values: Mapping[str, Any], *, status: int = 200) -> HTMLResponse:
    """A page of a template; `as_of` and the path are known to every one."""
    from sayso import __version__

    as_of = request.query_params.get("as_of", "")

    def here(path: str, /, **query: str | None) -> str:
        """A link to a page that keeps the moment at which the store is looked at."""
        return link(path, **query, as_of=as_of)

    kept = [(name, value) for name, value in request.query_params.multi_items() if name not in ("as_of", "cursor")]
    known = {
        "as_of": as_of, "here": here, "path": request.url.path, "version": __version__,
        "kept": kept, "asked": {name: request.query_params.getlist(name) for name, _ in kept},
    }  # fmt: skip
    return HTMLResponse(environment().get_template(name).render({**known, **values}), status)


def link(path: str, /, **query: str | list[str] | None) -> str:
    """A path with a query; empty values are left out, a list gives its name several times."""
    asked = urlencode({name: value for name, value in query.items() if value}, doseq=True, errors="replace")
    return f"{path}?{asked}" if asked else path


def brief(value: object, most: int = KEPT) -> str:
    """At most so many characters, on one line."""
    text = " ".join(marking.printable(str(value), keep_lines=False).split())
    return text if len(text) <= most else text[: most - 1] + "…"


def day(value: str | None) -> str:
    """A date as a reader writes it: 9 August 2020; what is no date stays as it is."""
    if not value:
        return "no date"
    try:
        found = date.fromisoformat(value[:10])
    except ValueError:
        return value
    return f"{found.day} {found:%B %Y}"


def safe_link(value: str | None) -> str | None:
    """A web address that a page may link to; `None` for all that is not plain http or https."""
    try:
        parts = urlsplit(value or "")
    except ValueError:
        return None
    return value if parts.scheme in ("http", "https") and parts.netloc and (value or "").isprintable() else None


def plural(number: int, one: str, many: str | None = None) -> str:
    """A number with its noun: `1 report`, `2 reports`."""
    return f"{number:,} {one if number == 1 else many or one + 's'}"


def _sign(status: str) -> str:
    """Sign and word of a status."""
    return f"{marking.SYMBOLS.get(status, '')} {status}".strip()  # type: ignore[call-overload]  # any word is let through


def _plain(value: Any) -> Any:
    """A value as it goes onto a page; markup made by the templates is left alone."""
    if value is None:
        return ""
    return marking.printable(value) if type(value) is str else value
