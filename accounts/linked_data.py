"""An organization in schema.org's words."""

from collections.abc import Sequence
from datetime import date

from accounts.enums import OrganizationKind, Weekday
from accounts.models import Organization
from core import clock
from core.geo.models import ExactPlace
from core.linked_data import Linked, area_of, whole_url

TYPES = {OrganizationKind.SCHOOL: "School", OrganizationKind.SHOP: "Store"}
DAYS = dict(
    zip(
        Weekday.values,
        ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"),
        strict=True,
    )
)
# Midnight as an end would be the beginning of the day.
END_OF_DAY, LAST_MINUTE = "24:00", "23:59"
CLOSED = [["00:00", "00:00"]]
Spans = Sequence[Sequence[str]]


def organization_linked(organization: Organization, place: ExactPlace | None) -> Linked:
    """An organization with its place and its hours.

    Args:
        organization: one that everybody may see.
        place: the exact one, only where it is public.
    """
    return {
        **organization_named(organization),
        "description": organization.description or str(organization.get_kind_display()),
        "location": {
            **_place(organization, place),
            "name": organization.name,
            "openingHoursSpecification": [*_week(organization), *_special_days(organization)],
        },
    }


def organization_named(organization: Organization) -> Linked:
    """Who it is, as others refer to it."""
    url = whole_url(organization.get_absolute_url())
    kind = TYPES.get(OrganizationKind(organization.kind), "Organization")
    return {"@type": kind, "@id": url, "url": url, "name": organization.name}


def _place(organization: Organization, place: ExactPlace | None) -> Linked:
    if place is None:
        return area_of(organization.cell)
    point = place.point
    geo = {"@type": "GeoCoordinates", "latitude": point.lat, "longitude": point.lon}
    return {"@type": "Place", "geo": geo, **({"address": place.label} if place.label else {})}


def _week(organization: Organization) -> list[Linked]:
    hours = organization.opening_hours
    return [
        opening
        for day, name in DAYS.items()
        for opening in _openings(hours.get(day, []), dayOfWeek=f"https://schema.org/{name}")
    ]


def _special_days(organization: Organization) -> list[Linked]:
    """Those to come; one that is closed opens and closes at midnight."""
    today = clock.today()
    return [
        opening
        for day, spans in sorted(organization.special_days.items())
        if date.fromisoformat(day) >= today
        for opening in _openings(spans or CLOSED, validFrom=day, validThrough=day)
    ]


def _openings(spans: Spans, **when: str) -> list[Linked]:
    return [
        {
            "@type": "OpeningHoursSpecification",
            **when,
            "opens": opens,
            "closes": LAST_MINUTE if closes == END_OF_DAY else closes,
        }
        for opens, closes in spans
    ]
