"""The feeds as OpenAPI describes them."""

from typing import Any

from drf_spectacular.openapi import AutoSchema
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, OpenApiResponse

from core.api.schema import EnvelopeAutoSchema

Json = dict[str, Any]


class PlainAutoSchema(EnvelopeAutoSchema):
    """With the errors of every endpoint, but no envelope around the answer."""

    def _get_response_for_code(self, *args: Any, **kwargs: Any) -> dict[str, Any]:
        response: dict[str, Any] = AutoSchema._get_response_for_code(self, *args, **kwargs)  # type: ignore[no-untyped-call]
        return response


CELL = OpenApiParameter("cell", str, description="A geohash of 4 to 6 characters.")
BBOX = OpenApiParameter(
    "bbox",
    str,
    description="Instead of `cell`: `west,south,east,north` in degrees, at most 2 wide and high; "
    "the west may be greater than the east across the antimeridian.",
)
LIMIT = OpenApiParameter("limit", int, description="1 to 100; 30 by default.")
CURSOR = OpenApiParameter("cursor", str, description="As the address of the next page has it.")
UNCHANGED = OpenApiResponse(description="As the `If-None-Match` or `If-Modified-Since` knows it.")
IN_AREA = [CELL, BBOX, LIMIT, CURSOR]
NUMBERS = {"type": "array", "items": {"type": "number"}}
TEXT, WHOLE, TRUTH = {"type": "string"}, {"type": "integer"}, {"type": "boolean"}


def _object(required: Json, **others: Json) -> Json:
    return {
        "type": "object",
        "properties": {**required, **others},
        "required": list(required),
    }


LINKS = {"type": "array", "items": _object({"rel": TEXT, "href": TEXT, "type": TEXT})}
FEATURE = _object(
    {
        "type": {"const": "Feature"},
        "id": {"type": "string", "format": "uuid"},
        "bbox": NUMBERS,
        "geometry": _object(
            {"type": {"enum": ["Point", "Polygon"]}, "coordinates": {"type": "array"}}
        ),
        "properties": {"type": "object", "additionalProperties": True},
    }
)
FEATURES = _object(
    {
        "type": {"const": "FeatureCollection"},
        "features": {"type": "array", "items": FEATURE},
        "links": LINKS,
    },
    bbox=NUMBERS,
    license=TEXT,
)
HSDS_PAGE = _object(
    {
        "total_items": WHOLE,
        "total_pages": WHOLE,
        "page_number": WHOLE,
        "size": WHOLE,
        "first_page": TRUTH,
        "last_page": TRUTH,
        "empty": TRUTH,
        "next": {"type": ["string", "null"], "description": "Address of the next page."},
        "contents": {
            "type": "array",
            "items": {
                "type": "object",
                "additionalProperties": True,
                "description": "An HSDS 3.0 organization with its services.",
            },
        },
    }
)
ITEM = _object({"id": TEXT, "url": TEXT, "title": TEXT, "content_text": TEXT})
ITEM["additionalProperties"] = True
JSON_FEED_DOCUMENT = _object(
    {
        "version": TEXT,
        "title": TEXT,
        "home_page_url": TEXT,
        "feed_url": TEXT,
        "items": {"type": "array", "items": ITEM},
    },
    next_url=TEXT,
)

GEOJSON: Json = {
    "parameters": IN_AREA,
    "responses": {(200, "application/geo+json"): FEATURES, 304: UNCHANGED},
}
ATOM: Json = {
    "parameters": IN_AREA,
    "responses": {(200, "application/atom+xml"): OpenApiTypes.STR, 304: UNCHANGED},
}
JSON_FEED: Json = {
    "parameters": IN_AREA,
    "responses": {(200, "application/feed+json"): JSON_FEED_DOCUMENT, 304: UNCHANGED},
}
HSDS: Json = {
    "parameters": [
        OpenApiParameter("page", int, description="From 1; or follow `next`."),
        OpenApiParameter("per_page", int, description="1 to 100; 30 by default."),
        LIMIT,
        CURSOR,
    ],
    "responses": {(200, "application/json"): HSDS_PAGE, 304: UNCHANGED},
}
OPENING_HOURS: Json = {
    "parameters": [
        OpenApiParameter("organization", OpenApiTypes.UUID, required=True, description="Its id.")
    ],
    "responses": {(200, "text/calendar"): OpenApiTypes.STR, 304: UNCHANGED},
}
CALENDAR: Json = {
    "responses": {(200, "text/calendar"): OpenApiTypes.STR, 304: UNCHANGED},
}
