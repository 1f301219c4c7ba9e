"""An organization with what it does, and where, in HSDS 3.0.

Ids that we do not keep (of a place, a service…) are made from the organization's, so that they
stay what they are.
"""

from typing import Any
from uuid import NAMESPACE_URL, UUID, uuid5

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from accounts.models import Organization
from catalog.models import Category
from core.geo import cells
from core.geo.models import ExactPlace
from partners.feeds.answering import address
from partners.feeds.areas import DECIMALS
from partners.feeds.hsds.schedules import schedules_of
from partners.feeds.texts import nearest_town

CATEGORIES = uuid5(NAMESPACE_URL, "https://foodcoord.example/categories")
Json = dict[str, Any]


def organization_json(organization: Organization, place: ExactPlace | None) -> Json:
    """The whole record.

    Args:
        organization: with its categories.
        place: the exact one, only where it is public.
    """
    location_id = uuid5(organization.pk, "location")
    page = address(organization.get_absolute_url())
    return {
        "id": organization.pk,
        "name": organization.name,
        "description": organization.description or str(organization.get_kind_display()),
        "uri": page,
        "locations": [_location(organization, location_id, place)],
        "services": [_service(organization, location_id, page)],
    }


def _location(organization: Organization, location_id: UUID, place: ExactPlace | None) -> Json:
    point = place.point if place else cells.centre(organization.cell)
    area = _("The middle of an area: the exact place is not public.")
    location: Json = {
        "id": location_id,
        "location_type": "physical",
        "organization_id": organization.pk,
        "name": organization.name,
        "description": "" if place else area,
        "latitude": round(point.lat, DECIMALS),
        "longitude": round(point.lon, DECIMALS),
        "schedules": schedules_of(organization, location_id),
    }
    if place and place.label:
        location["addresses"] = [_address(organization, location_id, place.label)]
    return location


def _address(organization: Organization, location_id: UUID, label: str) -> Json:
    """The line that its people typed, and the town nearest to its area: we know no postal code."""
    town = nearest_town(organization.cell)
    return {
        "id": uuid5(organization.pk, "address"),
        "location_id": location_id,
        "address_1": label,
        "city": town.name,
        "state_province": town.region,
        "postal_code": "",
        "country": town.country,
        "address_type": "physical",
    }


def _service(organization: Organization, location_id: UUID, page: str) -> Json:
    """What every organization here does: it gives and takes surplus food."""
    service_id = uuid5(organization.pk, "service")
    return {
        "id": service_id,
        "organization_id": organization.pk,
        "name": _("Surplus food: %(kind)s") % {"kind": organization.get_kind_display()},
        "description": organization.description,
        "url": page,
        "status": "active",
        "fees_description": _("Food on this site is given, never sold."),
        "assured_date": organization.last_verified.date().isoformat(),
        "last_modified": organization.updated_at.isoformat(timespec="milliseconds"),
        "service_at_locations": [
            {
                "id": uuid5(service_id, "at location"),
                "service_id": service_id,
                "location_id": location_id,
            }
        ],
        "attributes": [_accepted(service_id, one) for one in organization.accepts.all()],
    }


def _accepted(service_id: UUID, category: Category) -> Json:
    term_id = uuid5(CATEGORIES, category.slug)
    return {
        "id": uuid5(service_id, category.slug),
        "link_id": service_id,
        "link_entity": "service",
        "link_type": "accepts",
        "taxonomy_term_id": term_id,
        "value": category.slug,
        "taxonomy_term": {
            "id": term_id,
            "code": category.slug,
            "name": category.name,
            "description": _("Food of this kind is accepted."),
            "taxonomy": "FoodCoord",
            "language": get_language() or "en",
        },
    }
