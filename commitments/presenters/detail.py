from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.models import Organization
from catalog.units import quantity_text
from commitments.enums import CommitmentState, Side, Travel
from commitments.models import Commitment
from commitments.presenters.cards import (
    Action,
    actions,
    deal,
    state_label,
    state_tone,
    title,
    travel_text,
    waits_for,
)
from core import clock, moments
from core.geo.models import ExactPlace
from listings.models import Listing
from requests_app.models import FoodRequest

OPEN_STREET_MAP = "https://www.openstreetmap.org/"


@dataclass(frozen=True)
class PlaceShown:
    """Where to go, with a link for the map app of a phone and one for a browser."""

    label: str
    coordinates: str
    map_url: str
    geo_url: str


@dataclass(frozen=True)
class ExchangeDetail:
    """All that the page of an exchange shows; "" = absent."""

    id: str
    url: str
    title: str
    picture: str
    badge: str
    badge_tone: str
    text: str
    waiting: bool
    deal: str
    quantity: str
    other: str
    acting_as: str
    when: moments.Told
    travel: str
    place: PlaceShown | None
    pickup_note: str
    listing_url: str
    request_url: str
    calendar_url: str
    actions: list[Action]


def detail(
    commitment: Commitment, side: Side, units: str, place: ExactPlace | None
) -> ExchangeDetail:
    """An exchange for the person on `side`.

    Args:
        commitment: with its parties.
        side: the viewer's.
        units: the viewer's, `metric` or `imperial`.
        place: exact, if they may see it now.
    """
    acting_as: Organization | None = getattr(commitment, f"{side}_organization")
    agreed = commitment.state == CommitmentState.ACCEPTED
    return ExchangeDetail(
        id=str(commitment.pk),
        url=commitment.get_absolute_url(),
        title=title(commitment),
        picture=commitment.category.icon,
        badge=state_label(commitment, side),
        badge_tone=state_tone(commitment, side),
        text=commitment.text_for(side),
        waiting=waits_for(commitment, side),
        deal=deal(commitment, side, units),
        quantity=_quantity(commitment, units),
        other=commitment.name_of(side.other),
        acting_as=acting_as.name if acting_as else "",
        when=moments.span(commitment.handover_start, commitment.handover_end),
        travel=travel_text(commitment, side),
        place=_place(place) if place else None,
        pickup_note=_pickup_note(commitment) if place else "",
        listing_url=_post_url(commitment.listing, own=side == Side.GIVER),
        request_url=_post_url(commitment.request, own=side == Side.RECEIVER),
        calendar_url=reverse("commitments:calendar", args=[commitment.pk]) if agreed else "",
        actions=actions(commitment, side),
    )


def location_text(commitment: Commitment, place: ExactPlace | None) -> str:
    """Where to go, in one line."""
    if commitment.travel == Travel.MEET:
        return commitment.meeting_point
    if place is None:
        return ""
    coordinates = f"{place.latitude}, {place.longitude}"
    return f"{place.label} ({coordinates})" if place.label else coordinates


def _quantity(commitment: Commitment, units: str) -> str:
    agreed = quantity_text(commitment.quantity, commitment.unit, units)
    if commitment.handed_over in (0, commitment.quantity):
        return agreed
    given = quantity_text(commitment.handed_over, commitment.unit, units)
    return _("%(given)s of %(agreed)s") % {"given": given, "agreed": agreed}


def _place(place: ExactPlace) -> PlaceShown:
    lat, lon = str(place.latitude), str(place.longitude)
    return PlaceShown(
        label=place.label,
        coordinates=f"{lat}, {lon}",
        map_url=f"{OPEN_STREET_MAP}?mlat={lat}&mlon={lon}#map=17/{lat}/{lon}",
        geo_url=f"geo:{lat},{lon}?q={lat},{lon}",
    )


def _pickup_note(commitment: Commitment) -> str:
    """Told with the place: it may give the place away."""
    listing = commitment.listing
    return listing.pickup_note if listing and commitment.travel == Travel.COLLECT else ""


def _post_url(post: Listing | FoodRequest | None, *, own: bool) -> str:
    """Of the listing or request, unless it has ended for everyone but its own side."""
    if post is None:
        return ""
    open_to_others = post.is_live and getattr(post, post.END) > clock.now()
    return post.get_absolute_url() if own or open_to_others else ""
