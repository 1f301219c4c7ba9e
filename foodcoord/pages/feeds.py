"""The open feeds as the page about them lists them."""

from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from core.geo import cells
from nearby.places import usual_place

ELSEWHERE = "u05kq"  # Lyon, where no usual place is set
AREA_LENGTH = 5


@dataclass(frozen=True)
class Feed:
    """One feed, with an address that works."""

    name: Any
    form: str
    url: str


def feeds() -> list[Feed]:
    """In the order in which people look for them."""
    place = usual_place()
    cell = cells.encode(place.lat, place.lon, AREA_LENGTH) if place else ELSEWHERE
    return [
        Feed(name, form, f"{settings.SITE_URL}{reverse(view)}{_query(cell, in_area)}")
        for name, form, view, in_area in FEEDS
    ]


FEEDS = (
    (_("What is new in an area, for feed readers"), "Atom", "api:feed_atom", True),
    (_("What is new in an area, for feed readers"), "JSON Feed", "api:feed_json", True),
    (_("Food on offer, on a map"), "GeoJSON", "api:feed_listings", True),
    (_("What organizations need, on a map"), "GeoJSON", "api:feed_requests", True),
    (_("Organizations, on a map"), "GeoJSON", "api:feed_organizations", True),
    (_("Organizations with their hours"), "HSDS 3.0", "api:feed_hsds", False),
)


def _query(cell: str, in_area: bool) -> str:
    return f"?cell={cell}" if in_area else ""
