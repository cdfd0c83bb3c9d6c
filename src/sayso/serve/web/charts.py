"""An overview comes in; Vega-Lite specifications of its charts go out, and beside each the rows of a plain table.

Colours are named as `var(--name)`: the script of the page puts in those of the style sheet, light or dark.
"""

from __future__ import annotations

from math import cos, log2, radians
from typing import Any, Final

from sayso.ground.marking import SYMBOLS
from sayso.store.overview import Overview, Spot

WIDTH: Final = 1040
_SCHEMA: Final = "https://vega.github.io/schema/vega-lite/v6.json"
_INK, _RULE, _LAND, _SEA = "var(--ink-soft)", "var(--rule)", "var(--land)", "var(--paper-deep)"
_COARSE: Final = ("admin1", "admin2", "country")
_FORMATS: Final = {"day": "%-d %b %Y", "month": "%b %Y", "year": "%Y"}
_LEAST_SPAN: Final = 4.0
"""Degrees that a map shows at least, so that one town does not fill it."""

_CONFIG: Final[dict[str, Any]] = {
    "background": "transparent", "font": "Georgia, serif", "view": {"stroke": None},
    "axis": {"labelColor": _INK, "titleColor": _INK, "gridColor": _RULE, "domainColor": _RULE, "tickColor": _RULE,
             "labelFontSize": 12, "titleFontSize": 12, "titleFontWeight": "normal"},
    "legend": {"labelColor": _INK, "titleColor": _INK, "labelFontSize": 12, "titleFontSize": 12,
               "titleFontWeight": "normal", "orient": "top", "symbolBaseFillColor": _INK},
}  # fmt: skip


def timeline(seen: Overview) -> dict[str, Any]:
    """Happenings by status, fainter where one origin alone tells them, above the volume of reports."""
    unit = {"day": "yearmonthdate", "month": "yearmonth", "year": "year"}[seen.step]
    across = {
        "field": "period", "type": "temporal", "timeUnit": f"utc{unit}", "title": None,
        "axis": {"format": _FORMATS[seen.step], "labelAngle": 0, "labelOverlap": True, "grid": False},
    }  # fmt: skip
    tips = [{"field": "period", "type": "temporal", "title": seen.step, "format": _FORMATS[seen.step]}]
    statuses = list(SYMBOLS)
    acts = {
        "width": WIDTH - 80, "height": 190, "mark": {"type": "bar"},
        "data": {"values": [one.to_json() for one in seen.bars]},
        "encoding": {
            "x": across, "y": {"aggregate": "sum", "field": "happenings", "type": "quantitative", "title": "happenings",
                               "axis": {"tickMinStep": 1, "tickCount": 5}},
            "color": {"field": "status", "type": "nominal", "title": "told as",
                      "scale": {"domain": statuses, "range": [f"var(--{name})" for name in statuses]}},
            "opacity": {"field": "origins", "type": "ordinal", "title": "origins",
                        "scale": {"domain": ["one", "several"], "range": [0.5, 1]}, "sort": None},
            "tooltip": [*tips, *({"field": name, "type": "nominal"} for name in ("status", "origins", "happenings"))],
        },
    }  # fmt: skip
    volume = {
        "width": WIDTH - 80, "height": 60, "mark": {"type": "bar", "color": _INK},
        "data": {"values": [one.to_json() for one in seen.volumes]},
        "encoding": {
            "x": across, "y": {"field": "reports", "type": "quantitative", "title": "reports",
                               "axis": {"tickMinStep": 1, "tickCount": 3}},
            "tooltip": [*tips, *({"field": name, "type": "quantitative"} for name in ("reports", "origins"))],
        },
    }  # fmt: skip
    return {
        "$schema": _SCHEMA,
        "config": _CONFIG,
        "spacing": 12,
        "vconcat": [acts, volume],
        "resolve": {"scale": {"x": "shared"}},
    }


def atlas(seen: Overview) -> dict[str, Any]:
    """Places as points: filled where a town or site is meant, a hollow ring where a region or country is."""
    height = 440
    view = _view(seen.spots, height)
    values = [{**one.to_json(), "meant": "region or country" if one.precision in _COARSE else "town or site"}
              for one in seen.spots]  # fmt: skip
    tips = [{"field": name, "type": "nominal"} for name in ("place", "country", "precision", "events", "reports")]
    return {
        "$schema": _SCHEMA, "config": _CONFIG, "width": WIDTH, "height": height, "projection": view,
        "layer": [
            {
                "data": {
                    "url": "/static/countries-110m.json", "format": {"type": "topojson", "feature": "countries"},
                },
                "mark": {"type": "geoshape", "fill": _LAND, "stroke": _SEA, "strokeWidth": 1, "clip": True},
            },
            {
                "data": {"values": values},
                "mark": {"type": "point", "strokeWidth": 1.6, "clip": True},
                "encoding": {
                    "longitude": {"field": "lon", "type": "quantitative"},
                    "latitude": {"field": "lat", "type": "quantitative"},
                    "size": {"field": "reports", "type": "quantitative", "title": "reports",
                             "scale": {"range": [40, 500], "domainMin": 1}, "legend": {"tickMinStep": 1}},
                    "stroke": {"field": "meant", "type": "nominal", "title": "told as precisely as",
                               "scale": {"domain": ["town or site", "region or country"],
                                         "range": ["var(--accent)", "var(--ink-soft)"]}},
                    "fill": {"field": "meant", "type": "nominal", "title": "told as precisely as",
                             "scale": {"domain": ["town or site", "region or country"],
                                       "range": ["var(--accent)", "transparent"]}},
                    "fillOpacity": {"value": 0.45},
                    "tooltip": tips,
                },
            },
        ],
    }  # fmt: skip


def _view(spots: tuple[Spot, ...], height: int) -> dict[str, Any]:
    """A projection that shows the places that most reports name, each degree as wide as it is high at the centre."""
    lons, lats = _middle([(one.lon, one.reports) for one in spots]), _middle([(one.lat, one.reports) for one in spots])
    tall, broad = lats[1] - lats[0], lons[1] - lons[0]
    wide = min(360.0, max(_LEAST_SPAN, broad * 1.5, tall * 1.5 * WIDTH / height / cos(radians(sum(lats) / 2))))
    centre = [sum(lons) / 2, sum(lats) / 2]
    return {
        "type": "equirectangular" if wide > 120 else "mercator", "center": centre,
        "scale": round(WIDTH / radians(wide) * (0.98 if wide > 120 else 1.0), 2), "translate": [WIDTH / 2, height / 2],
        "precision": round(0.5 / max(1.0, log2(360 / wide)), 3),
    }  # fmt: skip


def _middle(weighed: list[tuple[float, int]]) -> tuple[float, float]:
    """From where to where the middle three quarters of the weight lie; all of the axis where there is none."""
    if not weighed:
        return -180.0, 180.0
    total, seen, ends = sum(weight for _, weight in weighed), 0, [min(weighed)[0], max(weighed)[0]]
    for value, weight in sorted(weighed):
        if seen < 0.12 * total <= seen + weight:
            ends[0] = value
        if seen < 0.88 * total <= seen + weight:
            ends[1] = value
        seen += weight
    return ends[0], ends[1]
