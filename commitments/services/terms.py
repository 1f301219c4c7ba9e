"""What a proposal may say."""

from datetime import datetime, timedelta

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from accounts.permissions import is_blocked_between
from commitments.enums import Travel
from commitments.models import Commitment
from commitments.services.drafts import ProposalDraft
from core import clock
from core.errors import Invalid, TransitionForbidden
from listings.models import Listing
from posts import services as posts
from requests_app.models import FoodRequest

LATEST = timedelta(days=366)
TYPED = frozenset({"quantity", "travel", "meeting_point", "message"})


def check_terms(draft: ProposalDraft) -> None:
    """Refuse what cannot be proposed, as far as the draft itself says.

    Raises:
        Invalid: by field.
        TransitionForbidden: the listing is past its use-by date.
    """
    if draft.listing is None and draft.request is None:
        raise Invalid(listing=_("Say which listing or which request this is about."))
    posts.require_positive(draft.quantity)
    _check_window(draft)
    if draft.travel == Travel.MEET and not draft.meeting_point.strip():
        raise Invalid(meeting_point=_("Say where you will meet."))
    if draft.listing is not None and draft.request is not None:
        _check_same_kind(draft.listing, draft.request)


def check_drawn_up(commitment: Commitment) -> None:
    """Run the model's own field rules, and see that there is a place to go to.

    Raises:
        Invalid: by field.
    """
    try:
        commitment.clean_fields(exclude={f.name for f in commitment._meta.fields} - TYPED)
    except ValidationError as error:
        raise Invalid(**error.message_dict) from error
    if commitment.travel != Travel.MEET and commitment.handover_place_id is None:
        raise Invalid(travel=_("You have not set a home place to come to. Set it, or meet."))


def check_between(commitment: Commitment) -> None:
    """Between two people of whom one has left, or has blocked the other, there is nothing to be
    had: that is all either of them learns.

    Raises:
        TransitionForbidden: always then.
    """
    left = any(
        organization is None and not person.is_active for person, organization in commitment.parties
    )
    as_people = not (commitment.giver_organization or commitment.receiver_organization)
    blocked = as_people and is_blocked_between(commitment.giver, commitment.receiver)
    if left or blocked:
        raise TransitionForbidden(_("This is no longer open."), {"allowed": []})


def check_times(field: str, *times: tuple[datetime, datetime]) -> None:
    """Refuse hand-overs that end before they start, have passed, or are later than anybody plans.

    Args:
        field: that is refused.
        times: from and until of each.

    Raises:
        Invalid: on `field`.
    """
    now = clock.now()
    if any(end <= start for start, end in times):
        raise Invalid(**{field: _("The hand-over must end after it starts.")})
    if any(end <= now for _start, end in times):
        raise Invalid(**{field: _("This time has passed already.")})
    if any(start > now + LATEST for start, _end in times):
        raise Invalid(**{field: _("This is too far away: at most a year.")})


def _check_window(draft: ProposalDraft) -> None:
    check_times("window", (draft.handover_start, draft.handover_end))
    edible_until = None if draft.listing is None else draft.listing.edible_until
    if edible_until is None:
        return
    if edible_until <= clock.now():
        raise TransitionForbidden(_("This is past its use-by date."), {"allowed": []})
    if draft.handover_start >= edible_until:
        raise Invalid(window=_("This is after its use-by date."))


def _check_same_kind(listing: Listing, request: FoodRequest) -> None:
    if listing.category_id != request.category_id:
        raise Invalid(request=_("The request is for something else than the listing."))
