"""Walls before articles: in come a page and what could be read of it, out goes the error that names the wall."""

from __future__ import annotations

import re
from typing import Final

from sayso.ground.errors import ConsentWall, FetchError, Paywalled

TEASER: Final = 2_000
"""A text of more characters is taken for the whole article, whatever the page says of itself."""

_LOCKED = re.compile(
    r"""isAccessibleForFree["']?\s*[:=]\s*["']?(?:https?://schema\.org/)?false|"""
    r"""content_tier["']\s+content=["'](?:locked|premium|paid)""",
    re.IGNORECASE,
)
_OFFER = re.compile(
    r"(?:subscribe|sign up|log ?in|register) (?:now )?to (?:continue|keep|read)|subscribers? only|"
    r"(?:this|the) (?:article|content|story) is (?:only )?for subscribers|already a subscriber|"
    r"to continue reading|abonn[ée]s? (?:seulement|pour)|nur für abonnenten",
    re.IGNORECASE,
)
_CONSENT = re.compile(
    r"(?:accept|agree|consent|reject)[^.]{0,80}cookies|cookies[^.]{0,120}(?:accept|agree|consent)|"
    r"we (?:and our|value your) (?:\d+ )?(?:partners|privacy)|before you continue",
    re.IGNORECASE,
)
_CONSENT_HOST = re.compile(r"^https?://(?:consent|guce|cmp|privacy)\.", re.IGNORECASE)
_TAG = re.compile(r"<(script|style)\b.*?</\1\s*>|<[^>]{0,2000}>", re.IGNORECASE | re.DOTALL)


def wall(html: str, *, text: str | None, url: str) -> FetchError | None:
    """The error of the wall that stands before the article, `None` where none is seen.

    Args:
        html: The page.
        text: The article that was found in it, `None` if none was.
        url: Where redirects led.
    """
    if text is not None and len(text) > TEASER:
        return None
    shown = " ".join(_TAG.sub(" ", html[:400_000]).split())
    if _LOCKED.search(html) or (_OFFER.search(shown) and len(shown) < 4 * TEASER):
        return Paywalled(
            "the article is for subscribers", value=url, hint="save the page as a subscriber and add the file"
        )
    if _CONSENT_HOST.match(url) or (text is None and _CONSENT.search(shown)):
        return ConsentWall(
            "a question about cookies stands in place of the article", value=url, hint="save the page and add it"
        )
    return None
