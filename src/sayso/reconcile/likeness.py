"""Pairs of tellings come in, the features that tell whether they are one happening go out, a row a pair.

Every feature is symmetric in the two tellings, so that it does not matter which came first.
"""

from __future__ import annotations

from functools import cache
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from sayso.ground import codebook

from .profiles import UNKNOWN_DAY, Profiles

Floats = NDArray[np.float32]
TYPES: Final = 16
CONFUSED: Final = (
    "ASSAULT COERCE", "COERCE SANCTION", "ASSAULT MOBILIZE", "AGREE CONSULT", "AID RETREAT", "COERCE RETREAT",
    "AGREE COOPERATE", "AID COOPERATE", "REJECT SANCTION", "AGREE CONCEDE", "CONCEDE RETREAT", "ACCUSE SANCTION",
    "ACCUSE THREATEN", "ASSAULT PROTEST", "ACCUSE REJECT", "ACCUSE COERCE", "AGREE REQUEST", "COERCE MOBILIZE",
)  # fmt: skip
"""Types that are most often given to tellings of one happening."""
FEATURES: Final = (
    "same type", *(f"type {n}" for n in range(TYPES)), "same quad", "same mode", "modes differ",
    "same anchor", "anchor sense", "anchor in the other", "sentence sense", "sentence words", "act sense",
    "near words", "near sense", "proper names shared", "figures shared", *(f"types {pair}" for pair in CONFUSED),
    "actor shared", "actors: sense", "actors: both", "actors: neither", "actors: country shared",
    "actors: countries differ", "actors: sector shared", "actors: sectors differ",
    "actors: other names",
    "recipient shared", "recipients: sense", "recipients: both", "recipients: neither", "recipients: country shared",
    "recipients: countries differ", "recipients: sector shared", "recipients: sectors differ",
    "recipients: other names",
    "parties crossed", "parties crossed: sense", "place shared", "place word shared", "places differ", "places: both",
    "place countries differ", "places: distance", "days overlap", "days: gap", "days: both", "days: one fits",
    "published: gap", "published: same", "number shared", "numbers differ", "same status", "denied by one",
    "not done in one", "same source", "names shared", "countries shared", "first country shared", "same origin",
    "same sentence", "distance", "sense × act", "sense × days", "anchor × parties",
)  # fmt: skip
"""The names of the columns of `features`, in their order."""

_DENIED: Final = 4
_EARTH: Final = 6371.0


def features(left: Profiles, right: Profiles) -> Floats:
    """The features `(n, len(FEATURES))` of n pairs, row by row."""
    type_same = left.type == right.type
    kinds = np.zeros((len(left), TYPES), np.float32)
    rows = np.flatnonzero(type_same)
    kinds[rows, left.type[rows]] = 1
    text = _text(left, right)
    days, parties = _days(left, right), _parties(left, right)
    columns: list[Any] = [
        type_same, *kinds.T, left.quad == right.quad,
        (left.mode == right.mode) & (left.mode > 0), (left.mode != right.mode) & (left.mode > 0) & (right.mode > 0),
        *text, *_near(left, right), *_confused(left, right), *parties, *_places(left, right), *days,
        *_rest(left, right),
        text[3] * text[5], text[3] * days[0], text[1] * np.maximum(parties[1], parties[10]),
    ]  # fmt: skip
    return np.stack([np.asarray(column, np.float32) for column in columns], axis=1)


def _text(left: Profiles, right: Profiles) -> list[Any]:
    inside = (left.anchor[:, None] == right.stems).any(1) | (right.anchor[:, None] == left.stems).any(1)
    return [
        left.anchor == right.anchor, _cosine(left.anchor_sense, right.anchor_sense), inside,
        _cosine(left.sentence_sense, right.sentence_sense),
        _words_shared(left.stems, right.stems, left.stem_weights, right.stem_weights),
        _cosine(left.act_sense, right.act_sense),
    ]  # fmt: skip


def _near(left: Profiles, right: Profiles) -> list[Any]:
    return [
        _words_shared(left.near, right.near, left.near_weights, right.near_weights),
        _cosine(left.near_sense, right.near_sense),
        _shared(left.proper, right.proper), _shared(left.figures, right.figures),
    ]  # fmt: skip


def _confused(left: Profiles, right: Profiles) -> list[Any]:
    low, high = np.minimum(left.type, right.type), np.maximum(left.type, right.type)
    return [(low == one) & (high == other) for one, other in _confusions()]


@cache
def _confusions() -> tuple[tuple[int, int], ...]:
    order = tuple(codebook.load().types)
    pairs = (tuple(sorted(order.index(name) for name in pair.split())) for pair in CONFUSED)
    return tuple((one, other) for one, other in pairs)


def _words_shared(left: Any, right: Any, left_weights: Floats, right_weights: Floats) -> Floats:
    """Cosine of two bags of weighted stems."""
    alike = (left[:, :, None] == right[:, None, :]) & (left[:, :, None] > 0)
    found: Floats = np.einsum("pij,pi,pj->p", alike.astype(np.float32), left_weights, right_weights)
    return found


def _parties(left: Profiles, right: Profiles) -> list[Any]:
    crossed = np.maximum(
        _cosine(left.actor_sense, right.recipient_sense), _cosine(left.recipient_sense, right.actor_sense)
    )
    return [
        *_role(left, right, "actor"), *_role(left, right, "recipient"),
        _meet(left.actors, right.recipients) | _meet(left.recipients, right.actors), crossed,
    ]  # fmt: skip


def _role(left: Profiles, right: Profiles, role: str) -> list[Any]:
    mine, theirs = getattr(left, f"{role}s"), getattr(right, f"{role}s")
    has, have = mine[:, 0] > 0, theirs[:, 0] > 0
    lands, others = getattr(left, f"{role}_countries"), getattr(right, f"{role}_countries")
    sectors, more = getattr(left, f"{role}_sectors"), getattr(right, f"{role}_sectors")
    names, known = getattr(left, f"{role}_names"), getattr(right, f"{role}_names")
    shared = _meet(lands, others)
    alike = (sectors & more) > 0
    return [
        _meet(mine, theirs), _cosine(getattr(left, f"{role}_sense"), getattr(right, f"{role}_sense")), has & have,
        ~has & ~have, shared, (lands[:, 0] > 0) & (others[:, 0] > 0) & ~shared,
        alike, (sectors > 0) & (more > 0) & ~alike, (names[:, 0] > 0) & (known[:, 0] > 0) & ~_meet(names, known),
    ]  # fmt: skip


def _places(left: Profiles, right: Profiles) -> list[Any]:
    both = (left.place > 0) & (right.place > 0)
    same = both & (left.place == right.place)
    word = (left.place_word > 0) & (left.place_word == right.place_word)
    lands = (left.place_country > 0) & (right.place_country > 0) & (left.place_country != right.place_country)
    apart = np.nan_to_num(_kilometres(left.spot, right.spot))
    named = (left.place_word > 0) & (right.place_word > 0)
    return [same, word, named & ~same & ~word, named, lands, np.log1p(apart) / 10]


def _kilometres(one: Floats, other: Floats) -> Floats:
    a, b = np.radians(one), np.radians(other)
    half = np.sin((b - a) / 2) ** 2
    inner = half[:, 0] + np.cos(a[:, 0]) * np.cos(b[:, 0]) * half[:, 1]
    found: Floats = 2 * _EARTH * np.arcsin(np.sqrt(np.clip(inner, 0, 1)))
    return found


def _days(left: Profiles, right: Profiles) -> list[Any]:
    dated, too = left.first > UNKNOWN_DAY, right.first > UNKNOWN_DAY
    gap = np.maximum(np.maximum(left.first - right.last, right.first - left.last), 0)
    both = dated & too
    known = (left.published > UNKNOWN_DAY) & (right.published > UNKNOWN_DAY)
    between = np.abs(left.published - right.published)
    fits = (dated & ~too & _is_news(left, right.published)) | (too & ~dated & _is_news(right, left.published))
    return [
        both & (gap == 0), np.where(both, np.log1p(gap), 0) / 5, both, fits,
        np.where(known, np.log1p(between), 0) / 5, known & (between == 0),
    ]  # fmt: skip


def _is_news(one: Profiles, published: NDArray[np.int32]) -> NDArray[np.bool_]:
    """Whether the days of one lie within the week before the other's publication."""
    return (published > UNKNOWN_DAY) & (one.last <= published + 1) & (one.last >= published - 7)


def _rest(left: Profiles, right: Profiles) -> list[Any]:
    told = (left.numbers >= 0) & (right.numbers >= 0)
    equal = told & (left.numbers == right.numbers)
    done, too = left.status == 0, right.status == 0
    denied = (left.status == _DENIED) != (right.status == _DENIED)
    same_report = left.report == right.report
    apart = np.log1p(np.abs(left.start - right.start)) / 10
    return [
        equal.any(1), (told & ~equal).any(1), left.status == right.status, denied, (done != too) & ~denied,
        (left.source == right.source) & (left.source > 0),
        _shared(left.names, right.names), _shared(left.countries, right.countries),
        (left.countries[:, 0] == right.countries[:, 0]) & (left.countries[:, 0] > 0),
        (left.origin == right.origin) & ~same_report,
        same_report & (left.sentence_start == right.sentence_start), np.where(same_report, apart, 0),
    ]  # fmt: skip


def _meet(one: NDArray[np.int32], other: NDArray[np.int32]) -> NDArray[np.bool_]:
    """Whether two padded sets share a member."""
    found: NDArray[np.bool_] = ((one[:, :, None] == other[:, None, :]) & (one[:, :, None] > 0)).any((1, 2))
    return found


def _shared(one: NDArray[np.int32], other: NDArray[np.int32]) -> Floats:
    """Which part of the smaller of two padded sets both hold, 0 where one is empty."""
    common = ((one[:, :, None] == other[:, None, :]) & (one[:, :, None] > 0)).sum((1, 2))
    smaller = np.minimum((one > 0).sum(1), (other > 0).sum(1))
    return np.where(smaller > 0, common / np.maximum(smaller, 1), 0).astype(np.float32)


def _cosine(one: Floats, other: Floats) -> Floats:
    found: Floats = np.einsum("pd,pd->p", one, other)
    return found
