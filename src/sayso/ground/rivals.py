"""Whom an entity may be as a record of its own: a name with what speaks for it comes in, its JSON object goes out."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Rival:
    """Somebody whom an entity may be, with the score and the rules that gave it."""

    name: str
    wikidata: str | None
    country: str | None
    office: str | None
    score: float
    rules: tuple[str, ...]

    def to_json(self) -> dict[str, Any]:
        return {
            "name": self.name, "wikidata": self.wikidata, "country": self.country, "office": self.office,
            "score": round(self.score, 4), "rules": list(self.rules),
        }  # fmt: skip
