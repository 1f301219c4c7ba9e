"""Listings as ready strings."""

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from accounts.models import User
from catalog.hygiene import hygiene_notes
from core import clock
from core.moments import moment
from listings.enums import ListingState
from listings.models import Listing
from listings.safety import contained, warnings_for
from posts import presenters as posts
from posts.permissions import can_act_on, can_see_exact_place
from posts.presenters import Card, Fact, Page, Row, Viewer

TONES = {
    ListingState.ACTIVE: "open",
    ListingState.RESERVED: "info",
    ListingState.COMPLETED: "done",
    ListingState.EXPIRED: "warn",
    ListingState.WITHDRAWN: "neutral",
}


def listing_card(listing: Listing, viewer: Viewer, distance_km: float | None = None) -> Card:
    """A listing among others; no query where it was read `with_party`.

    Args:
        listing: what anyone may know of.
        viewer: whose language, units, diets and allergens count.
        distance_km: from the centre of its cell; None leaves it out.
    """
    told, partly = posts.end_told(listing), listing.remaining != listing.quantity
    quantity = posts.left(listing, viewer)
    tone = TONES[ListingState(listing.state)]
    is_open = listing.state == ListingState.ACTIVE
    return Card(
        url=posts.address("listings:detail", listing),
        kind="listing",
        kind_label=pgettext("kind", "Offered"),
        title=str(listing),
        quantity=_("%(quantity)s left") % {"quantity": quantity} if partly else quantity,
        picture=listing.category.icon,
        where=posts.where(distance_km, viewer),
        when=told.text,
        when_iso=told.iso,
        when_title=told.exact,
        urgent=posts.is_urgent(listing),
        who=posts.who(listing, viewer),
        tags=_wanted(listing, viewer),
        warnings=_unwanted(listing, viewer),
        state_label="" if is_open else str(listing.get_state_display()),
        state_tone=tone,
    )


def listing_row(listing: Listing, viewer: Viewer) -> Row:
    """A listing among one's own."""
    return Row(
        url=posts.address("listings:detail", listing),
        title=str(listing),
        text=posts.row_text(listing, viewer),
        picture=listing.category.icon,
        badge=str(listing.get_state_display()),
        badge_tone=TONES[ListingState(listing.state)],
    )


def listing_page(listing: Listing, viewer: Viewer) -> Page:
    """Everything the viewer may know of one listing."""
    is_own = can_act_on(viewer, listing)
    knows_place = can_see_exact_place(viewer, listing)
    return Page(
        title=str(listing),
        picture=listing.category.icon,
        kind_label=pgettext("kind", "Offered"),
        state_label=str(listing.get_state_display()),
        state_tone=TONES[ListingState(listing.state)],
        state_text=listing.text_for_owner() if is_own else listing.text_for_others(),
        facts=[*posts.shared_facts(listing, viewer), *_food_facts(listing)],
        tags=posts.diet_labels(listing.diets),
        warnings=[
            _("Contains: %(allergen)s") % {"allergen": label}
            for label in posts.allergen_labels(listing.allergens)
        ],
        cautions=[warning.text for warning in warnings_for(viewer, listing) if not is_own],
        notes=hygiene_notes(listing.category.slug),
        words=listing.pickup_note if knows_place else "",
        words_label=_("For picking up"),
        is_own=is_own,
        is_open=listing.state == ListingState.ACTIVE
        and not listing.is_hidden
        and not listing.is_over
        and not listing.is_past_use_by,
        **posts.places(listing, viewer),
    )


def _food_facts(listing: Listing) -> list[Fact]:
    facts = []
    if listing.title:
        facts.append(Fact(_("Food"), listing.food.name))
    if listing.available_from > clock.now():
        told = moment(listing.available_from)
        facts.append(Fact(_("Available from"), told.text, told.iso, told.exact))
    if listing.is_until_gone and listing.still_there_at:
        told = moment(listing.still_there_at)
        facts.append(Fact(_("Still there"), told.text, told.iso, told.exact))
    for label, day in ((_("Use by"), listing.use_by), (_("Best before"), listing.best_before)):
        if day:
            facts.append(Fact(label, posts.day_text(day), day.isoformat()))
    facts.append(Fact(_("Keep it in"), str(listing.get_storage_display())))
    if listing.home_cooked:
        facts.append(Fact(_("Cooked"), _("At home")))
    if listing.ingredients:
        facts.append(Fact(_("Ingredients"), listing.ingredients))
    return facts


def _wanted(listing: Listing, viewer: Viewer) -> list[str]:
    """Of what it suits, what the viewer cares about."""
    diets = viewer.diets if isinstance(viewer, User) else []
    return posts.diet_labels([diet for diet in listing.diets if diet in diets])


def _unwanted(listing: Listing, viewer: Viewer) -> list[str]:
    """Of what it contains, what the viewer avoids; and that its best time is over."""
    labels = posts.allergen_labels(contained(viewer, listing))
    said = [_("Contains: %(allergen)s") % {"allergen": label} for label in labels]
    return [*said, _("Past best before")] if listing.is_past_best_before else said
