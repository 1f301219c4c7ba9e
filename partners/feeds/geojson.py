"""GeoJSON (RFC 7946): areas as polygons; a point only where an organization shows its door."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.conf import settings

from accounts.models import Organization
from catalog.units import kilograms_text
from core.geo import cells
from core.geo.cells import Box, Point
from core.geo.models import ExactPlace
from listings.models import Listing
from partners.feeds.answering import address
from partners.feeds.areas import DECIMALS, TURN, Area
from partners.feeds.texts import name_of
from posts.models import Post
from posts.shapes import decimal_text
from requests_app.models import FoodRequest

CONTENT_TYPE = "application/geo+json"
Json = dict[str, Any]


def collection(features: Sequence[Json], area: Area | None, links: Mapping[str, str]) -> Json:
    """A FeatureCollection, with the box around its features (section 5) and its pages' addresses.

    Args:
        features: each with a `bbox` of its own.
        area: asked for; where it crosses the antimeridian, so may the box (section 5.2).
        links: relation → address.
    """
    whole: Json = {"type": "FeatureCollection"}
    if features:
        whole["bbox"] = _around([feature["bbox"] for feature in features], area)
    whole["features"] = list(features)
    whole["links"] = [
        {"rel": name, "href": url, "type": CONTENT_TYPE} for name, url in links.items()
    ]
    if settings.OPEN_DATA_LICENCE:
        whole["license"] = settings.OPEN_DATA_LICENCE_URL or settings.OPEN_DATA_LICENCE
    return whole


def listing_feature(listing: Listing) -> Json:
    """Food on offer, in its area."""
    return _in_cell(
        listing,
        **_shared(listing),
        title=listing.title,
        available_from=listing.available_from,
        available_until=None if listing.is_until_gone else listing.available_until,
        best_before=listing.best_before,
        use_by=listing.use_by,
        storage=listing.storage,
        allergens=listing.allergens,
        diets=listing.diets,
    )


def request_feature(needed: FoodRequest) -> Json:
    """What an organization needs, in its area."""
    return _in_cell(
        needed,
        **_shared(needed),
        needed_by=needed.needed_by,
        diets=needed.diets,
        avoid_allergens=needed.avoid_allergens,
    )


def organization_feature(organization: Organization, place: ExactPlace | None) -> Json:
    """An organization: at its door where it shows that to everybody, else in its area.

    Args:
        organization: with its categories.
        place: the exact one, only where it is public.
    """
    told = {
        "kind": "organization",
        "name": organization.name,
        "organization_kind": organization.kind,
        "description": organization.description,
        "opening_hours": organization.opening_hours,
        "special_days": organization.special_days,
        "accepts": [category.slug for category in organization.accepts.all()],
        "address": place.label if place else "",
        "last_verified": organization.last_verified,
        **_common(organization),
    }
    if place is None:
        return _in_cell(organization, **told)
    at = _position(place.point)
    return _feature(organization.pk, {"type": "Point", "coordinates": at}, [*at, *at], told)


def _shared(post: Post) -> Json:
    food, organization = post.food, post.organization
    return {
        "kind": post.subject_type,
        "name": name_of(post),
        "food": food.slug if food else None,
        "category": post.category.slug,
        "quantity": decimal_text(post.quantity),
        "quantity_remaining": decimal_text(post.remaining),
        "unit": post.unit,
        "kilograms": kilograms_text(post.grams),
        "organization": None
        if organization is None
        else {"id": organization.pk, "name": organization.name},
        **_common(post),
    }


def _common(row: Any) -> Json:
    return {
        "cell": row.cell,
        "centre": _position(cells.centre(row.cell)),
        "url": address(row.get_absolute_url()),
        "created_at": row.created_at,
        "updated_at": row.updated_at,
    }


def _in_cell(row: Any, **told: Any) -> Json:
    box = cells.bounds(row.cell)
    west, south, east, north = _edges(box)
    # The ring of an outside goes against the clock (section 3.1.6).
    ring = [[west, south], [east, south], [east, north], [west, north], [west, south]]
    return _feature(row.pk, {"type": "Polygon", "coordinates": [ring]}, _edges(box), told)


def _feature(row_id: Any, geometry: Json, bbox: list[float], properties: Json) -> Json:
    return {
        "type": "Feature",
        "id": row_id,
        "bbox": bbox,
        "geometry": geometry,
        "properties": properties,
    }


def _position(point: Point) -> list[float]:
    return [round(point.lon, DECIMALS), round(point.lat, DECIMALS)]


def _edges(box: Box) -> list[float]:
    return [round(edge, DECIMALS) for edge in (box.west, box.south, box.east, box.north)]


def _around(boxes: Sequence[list[float]], area: Area | None) -> list[float]:
    """The box around boxes. In an area across the antimeridian, what is east of it counts a turn
    further, so that the west edge stays west of the east one."""
    turn = TURN if area and area.crosses else 0.0
    shifted = [(w + turn, e + turn) if w < 0 else (w, e) for w, _s, e, _n in boxes]
    west, east = min(w for w, _e in shifted), max(e for _w, e in shifted)
    south, north = min(box[1] for box in boxes), max(box[3] for box in boxes)
    return [_back(west), south, _back(east), north]


def _back(lon: float) -> float:
    return round(lon - TURN, DECIMALS) if lon > 180 else lon
