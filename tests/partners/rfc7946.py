"""GeoJSON as RFC 7946 has it, read by nothing of ours: a JSON Schema, and what none can say."""

from itertools import pairwise
from typing import Any

from jsonschema import Draft202012Validator  # type: ignore[import-untyped]

POSITION = {
    "type": "array",
    "prefixItems": [
        {"type": "number", "minimum": -180, "maximum": 180},
        {"type": "number", "minimum": -90, "maximum": 90},
    ],
    "items": False,
    "minItems": 2,
}
BBOX = {"type": "array", "items": {"type": "number"}, "minItems": 4, "maxItems": 4}
POINT = {
    "type": "object",
    "properties": {"type": {"const": "Point"}, "coordinates": POSITION},
    "required": ["type", "coordinates"],
    "additionalProperties": False,
}
POLYGON = {
    "type": "object",
    "properties": {
        "type": {"const": "Polygon"},
        "coordinates": {
            "type": "array",
            "minItems": 1,
            "items": {"type": "array", "items": POSITION, "minItems": 4},
        },
    },
    "required": ["type", "coordinates"],
    "additionalProperties": False,
}
FEATURE = {
    "type": "object",
    "properties": {
        "type": {"const": "Feature"},
        "id": {"type": ["string", "number"]},
        "bbox": BBOX,
        "geometry": {"oneOf": [POINT, POLYGON, {"type": "null"}]},
        "properties": {"type": ["object", "null"]},
    },
    "required": ["type", "geometry", "properties"],
    # Section 7.1: these are of other types.
    "not": {"anyOf": [{"required": ["coordinates"]}, {"required": ["features"]}]},
}
COLLECTION = {
    "type": "object",
    "properties": {
        "type": {"const": "FeatureCollection"},
        "bbox": BBOX,
        "features": {"type": "array", "items": FEATURE},
    },
    "required": ["type", "features"],
    "not": {"anyOf": [{"required": [name]} for name in ("coordinates", "geometry", "properties")]},
}


def problems(document: Any) -> list[str]:
    """What is wrong with a FeatureCollection; none is well."""
    found = [
        f"{list(error.absolute_path)}: {error.message[:100]}"
        for error in Draft202012Validator(COLLECTION).iter_errors(document)
    ]
    if found:
        return found
    ids = [feature["id"] for feature in document["features"] if "id" in feature]
    if len(set(ids)) != len(ids):
        found.append("an id stands twice")
    for feature in document["features"]:
        found += [f"{feature.get('id')}: {problem}" for problem in _of_feature(feature)]
    if "crs" in document:
        found.append("crs is of an older GeoJSON")
    return found


def _of_feature(feature: Any) -> list[str]:
    geometry = feature["geometry"]
    if geometry["type"] == "Point":
        rings, points = [], [geometry["coordinates"]]
    else:
        rings = geometry["coordinates"]
        points = [point for ring in rings for point in ring]
    found = [
        f"ring {number} is not closed" for number, ring in enumerate(rings) if ring[0] != ring[-1]
    ]
    # The right-hand rule (3.1.6): outside against the clock, holes with it.
    found += [
        f"ring {number} turns the wrong way"
        for number, ring in enumerate(rings)
        if (_doubled_area(ring) > 0) != (number == 0)
    ]
    if "bbox" in feature:
        west, south, east, north = feature["bbox"]
        edges = [min(p[0] for p in points), min(p[1] for p in points)]
        edges += [max(p[0] for p in points), max(p[1] for p in points)]
        if edges != [west, south, east, north]:
            found.append("its bbox is another")
    return found


def _doubled_area(ring: list[list[float]]) -> float:
    """Positive where it turns against the clock (the shoelace formula)."""
    return sum(one[0] * other[1] - other[0] * one[1] for one, other in pairwise(ring))
