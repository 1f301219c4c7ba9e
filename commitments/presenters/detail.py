from collections.abc import Sequence
from dataclasses import dataclass

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from accounts.models import Organization
from catalog.enums import Allergen
from catalog.units import quantity_text
from commitments.codes import code_of
from commitments.enums import OPEN, CommitmentState, Side, Travel, Verb
from commitments.models import Commitment, OfferedWindow
from commitments.permissions import can_see_code
from commitments.presenters.cards import (
    Action,
    actions,
    deal,
    kept_text,
    state_label,
    state_tone,
    title,
    travel_text,
    waits_for,
)
from commitments.reliability import Kept
from commitments.talk import talk_query
from core import clock, moments
from core.geo.models import ExactPlace
from listings.models import Listing
from requests_app.models import FoodRequest

CHOOSE = Verb.CHOOSE_WINDOW  # offered as times to tap, not as a button that leads to them
OPEN_STREET_MAP = "https://www.openstreetmap.org/"


@dataclass(frozen=True)
class PlaceShown:
    """Where to go, with a link for the map app of a phone and one for a browser."""

    label: str
    coordinates: str
    map_url: str
    geo_url: str


@dataclass(frozen=True)
class WindowShown:
    """A time to choose."""

    id: str
    when: moments.Told


@dataclass(frozen=True)
class ThanksShown:
    """A thank-you: who said it, and their words."""

    title: str
    text: str


@dataclass(frozen=True)
class FoodFact:
    """What one should know of the food before carrying it home."""

    label: str
    value: str


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
    reliability: str
    reason: str
    windows: list[WindowShown]
    keeps: bool
    code: str
    code_url: str
    thanks: list[ThanksShown]
    food: list[FoodFact]
    actions: list[Action]
    talk_query: str


def detail(
    commitment: Commitment,
    side: Side,
    units: str,
    *,
    place: ExactPlace | None,
    windows: Sequence[OfferedWindow],
    kept: Kept | None,
) -> ExchangeDetail:
    """An exchange for the person on `side`.

    Args:
        commitment: with its parties.
        side: the viewer's.
        units: the viewer's, `metric` or `imperial`.
        place: exact, if they may see it now.
        windows: other times that are on offer.
        kept: how often the other side kept its word.
    """
    acting_as: Organization | None = getattr(commitment, f"{side}_organization")
    agreed = commitment.state == CommitmentState.ACCEPTED
    stands = commitment.state in OPEN
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
        place=place_to_go(place) if place else None,
        pickup_note=pickup_note(commitment) if place else "",
        listing_url=_post_url(commitment.listing, own=stands or side == Side.GIVER),
        request_url=_post_url(commitment.request, own=stands or side == Side.RECEIVER),
        calendar_url=reverse("commitments:calendar", args=[commitment.pk]) if agreed else "",
        reliability=kept_text(kept),
        reason=_reason(commitment),
        windows=[
            WindowShown(str(row.pk), moments.span(row.start, row.end))
            for row in windows
            if not commitment.spoken_by(side)
        ],
        keeps=agreed and not commitment.spoken_by(side),
        code=code_of(commitment) if can_see_code(side, commitment) else "",
        code_url=reverse("commitments:code", args=[commitment.pk]),
        thanks=_thanks(commitment, side),
        food=_food(commitment),
        actions=[action for action in actions(commitment, side) if action.verb != CHOOSE],
        talk_query=talk_query(commitment, side),
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


def place_to_go(place: ExactPlace) -> PlaceShown:
    """The exact place in words, in figures and as links."""
    lat, lon = str(place.latitude), str(place.longitude)
    return PlaceShown(
        label=place.label,
        coordinates=f"{lat}, {lon}",
        map_url=f"{OPEN_STREET_MAP}?mlat={lat}&mlon={lon}#map=17/{lat}/{lon}",
        geo_url=f"geo:{lat},{lon}?q={lat},{lon}",
    )


def pickup_note(commitment: Commitment) -> str:
    """Told with the place: it may give the place away."""
    listing = commitment.listing
    return listing.pickup_note if listing and commitment.travel == Travel.COLLECT else ""


def _reason(commitment: Commitment) -> str:
    """Why it was cancelled, in the words of who did it."""
    if commitment.state != CommitmentState.CANCELLED or not commitment.cancel_reason:
        return ""
    reason = str(commitment.get_cancel_reason_display())
    note = commitment.cancel_note
    return _("%(reason)s: %(note)s") % {"reason": reason, "note": note} if note else reason


def _thanks(commitment: Commitment, side: Side) -> list[ThanksShown]:
    """What each has said to the other, one's own last."""
    said = [
        (_("%(other)s says") % {"other": commitment.name_of(side.other)}, side.other),
        (_("You said"), side),
    ]
    return [
        ThanksShown(title, " ".join(filter(None, commitment.thanks_of(who))))
        for title, who in said
        if commitment.thanked_by(who)
    ]


def _food(commitment: Commitment) -> list[FoodFact]:
    """What its listing says of safety, for as long as there is something to carry."""
    listing = commitment.listing
    if listing is None or commitment.state not in OPEN:
        return []
    allergens = ", ".join(str(Allergen(value).label) for value in listing.allergens)
    days = [(_("Use by"), listing.use_by), (_("Best before"), listing.best_before)]
    told = [(label, date_format(day)) for label, day in days if day]
    facts = [*told, (_("Contains"), allergens), (_("Storage"), listing.get_storage_display())]
    return [FoodFact(str(label), str(value)) for label, value in facts if value]


def _post_url(post: Listing | FoodRequest | None, *, own: bool) -> str:
    """Of the listing or request, unless it has ended for everyone but its own side."""
    if post is None:
        return ""
    open_to_others = post.is_live and post.closes > clock.now()
    return post.get_absolute_url() if own or open_to_others else ""
