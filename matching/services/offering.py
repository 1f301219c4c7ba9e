"""Food that nobody has asked for, offered to organizations that accept it, before it lapses."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models import Exists, F, OuterRef, Q

from accounts.models import Organization
from accounts.permissions import ACTING_ROLES
from accounts.querysets import STALE_AFTER
from core import clock
from core.events.notices import request_notice
from core.geo import cells
from listings.models import Listing
from matching.models import OfferToOrganization
from matching.reach import ORGANIZATION_RADIUS_KM, cells_within

MOST_ORGANIZATIONS = 10
LISTINGS_AT_ONCE = 200


def ending_unclaimed() -> Any:
    """Open listings that end within `UNCLAIMED_HOURS` with `UNCLAIMED_PERCENT` or more neither
    promised nor gone, and that no organization was told of yet; what ends soonest first."""
    horizon = clock.now() + timedelta(hours=settings.UNCLAIMED_HOURS)
    soon = Q(available_until__lte=horizon) | Q(edible_until__lte=horizon)
    much = Q(remaining__gte=F("quantity") * settings.UNCLAIMED_PERCENT / 100)
    told = OfferToOrganization.objects.filter(listing=OuterRef("pk"))
    rows = Listing.objects.open_now().filter(soon, much, hidden_at=None)
    return rows.exclude(Exists(told)).order_by("available_until", "id")


@transaction.atomic
def offer_to_organizations(*, listing: Listing) -> int:
    """Tell the nearest verified organizations that accept such food, each once.

    Args:
        listing: one of `ending_unclaimed`, read `with_party`.

    Returns:
        How many were told now.
    """
    told = 0
    for organization in accepting(listing):
        offer = {"listing": listing, "organization": organization}
        _offer, is_new = OfferToOrganization.objects.get_or_create(
            **offer, defaults={"told_at": clock.now()}
        )
        if is_new:
            about = ("listing", listing.pk)
            request_notice(
                "offered_to_organization",
                to=organization.pseudonym,
                about=about,
                cells=listing.cell_ancestry,
            )
            told += 1
    return told


def accepting(listing: Listing) -> Sequence[Organization]:
    """Who could take it, nearest first: verified within a year, within 15 km, not its own side."""
    here = cells.centre(listing.cell)
    ranges = Q()
    for cell in cells_within(here, ORGANIZATION_RADIUS_KM):
        ranges |= Q(geohash__gte=cell, geohash__lt=cell + "~")
    rows = Organization.objects.filter(
        ranges, accepts=listing.category_id, last_verified__gt=clock.now() - STALE_AFTER
    )
    if listing.organization is not None:
        rows = rows.exclude(pk=listing.organization.pk)
    else:
        mine = Q(memberships__user=listing.owner_id, memberships__role__in=ACTING_ROLES)
        rows = rows.exclude(pk__in=Organization.objects.filter(mine).values("pk"))
    near = rows.with_metres_from(here).nearest_first()[: 2 * MOST_ORGANIZATIONS]
    return [row for row in near if _km(listing, row) <= ORGANIZATION_RADIUS_KM][:MOST_ORGANIZATIONS]


def _km(listing: Listing, organization: Organization) -> float:
    return cells.distance_km(cells.centre(listing.cell), cells.centre(organization.cell))
