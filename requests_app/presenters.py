"""Requests as ready strings."""

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from posts import presenters as posts
from posts.permissions import can_act_on
from posts.presenters import Card, Page, Row, Viewer
from requests_app.enums import RequestState
from requests_app.models import FoodRequest

TONES = {
    RequestState.OPEN: "open",
    RequestState.ANSWERED: "info",
    RequestState.FULFILLED: "done",
    RequestState.EXPIRED: "warn",
    RequestState.WITHDRAWN: "neutral",
}


def request_card(
    food_request: FoodRequest, viewer: Viewer, distance_km: float | None = None
) -> Card:
    """A request among others; no query where it was read `with_party`.

    Args:
        food_request: one that the viewer may know of.
        viewer: whose language and units count.
        distance_km: from the centre of its cell; None leaves it out.
    """
    told, partly = posts.end_told(food_request), food_request.remaining != food_request.quantity
    needed = posts.left(food_request, viewer)
    state = RequestState(food_request.state)
    return Card(
        url=posts.address("requests:detail", food_request),
        kind="request",
        kind_label=pgettext("kind", "Needed"),
        title=str(food_request),
        quantity=_("%(quantity)s still needed") % {"quantity": needed} if partly else needed,
        picture=food_request.category.icon,
        where=posts.where(distance_km, viewer),
        when=told.text,
        when_iso=told.iso,
        when_title=told.exact,
        urgent=posts.is_urgent(food_request),
        who=posts.who(food_request, viewer),
        tags=posts.diet_labels(food_request.diets),
        warnings=_avoided(food_request),
        state_label="" if state == RequestState.OPEN else str(state.label),
        state_tone=TONES[state],
    )


def request_row(food_request: FoodRequest, viewer: Viewer) -> Row:
    """A request among one's own."""
    state = RequestState(food_request.state)
    return Row(
        url=posts.address("requests:detail", food_request),
        title=str(food_request),
        text=posts.row_text(food_request, viewer),
        picture=food_request.category.icon,
        badge=str(state.label),
        badge_tone=TONES[state],
    )


def request_page(food_request: FoodRequest, viewer: Viewer) -> Page:
    """Everything the viewer may know of one request."""
    is_own = can_act_on(viewer, food_request)
    state = RequestState(food_request.state)
    return Page(
        title=str(food_request),
        picture=food_request.category.icon,
        kind_label=pgettext("kind", "Needed"),
        state_label=str(state.label),
        state_tone=TONES[state],
        state_text=food_request.text_for_owner() if is_own else food_request.text_for_others(),
        facts=posts.shared_facts(food_request, viewer),
        tags=posts.diet_labels(food_request.diets),
        warnings=_avoided(food_request),
        words=food_request.note,
        words_label=_("Note"),
        is_own=is_own,
        is_open=state == RequestState.OPEN
        and not food_request.is_hidden
        and not food_request.is_over,
        **posts.places(food_request, viewer),
    )


def _avoided(food_request: FoodRequest) -> list[str]:
    return [
        _("Without: %(allergen)s") % {"allergen": label}
        for label in posts.allergen_labels(food_request.avoid_allergens)
    ]
