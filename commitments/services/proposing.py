"""Starting a commitment, from either side."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import Organization, User
from commitments.enums import Side, Travel
from commitments.models import Commitment
from commitments.services.stating import state_fact
from core import clock
from core.errors import Invalid, TransitionForbidden
from core.idempotency import create_once, fingerprint, repeated
from listings.models import Listing
from posts import services as posts
from posts.models import share
from posts.permissions import can_act_on
from requests_app.models import FoodRequest


@dataclass(frozen=True, kw_only=True)
class ProposalDraft:
    """What one side proposes: on a listing, on a request, or joining one to the other."""

    listing: Listing | None = None
    request: FoodRequest | None = None
    quantity: Decimal
    handover_start: datetime
    handover_end: datetime
    travel: str
    meeting_point: str = ""
    message: str = ""
    organization: Organization | None = None

    def content(self) -> dict[str, Any]:
        """What was said, for telling a repeat from something else."""
        return {
            **vars(self),
            "listing": None if self.listing is None else str(self.listing.pk),
            "request": None if self.request is None else str(self.request.pk),
            "quantity": format(self.quantity.normalize(), "f"),
            "organization": None if self.organization is None else str(self.organization.pk),
        }


@transaction.atomic
def propose(*, by: User, commitment_id: UUID, draft: ProposalDraft) -> tuple[Commitment, bool]:
    """Propose a hand-over. Its quantity is held at once, on the listing and on the request.

    Args:
        by: who proposes, for themselves or for `draft.organization`.
        commitment_id: the client's own id.
        draft: the content.

    Returns:
        The commitment, and whether it is new: the same id with the same content makes one.

    Raises:
        Invalid: by field.
        NotAllowed: for an organization that `by` may not act for.
        NotEnoughLeft: less is left, or still needed, than proposed.
        TransitionForbidden: the listing or the request is no longer open.
        IdempotencyMismatch: the id holds other content.
    """
    content = fingerprint("commitment", str(by.pk), draft.content())
    if known := repeated(Commitment, commitment_id, content):
        return known, False
    posts.require_acting_for(by, draft.organization)
    posts.require_positive(draft.quantity)
    _check_terms(draft)
    commitment = _draw_up(by, commitment_id, content, draft)
    commitment, created = create_once(commitment)
    if created:
        # The request first, the listing last: everybody locks in this order.
        if commitment.request is not None:
            posts.hold(commitment.request, quantity=commitment.request_quantity, actor=by.pseudonym)
        if commitment.listing is not None:
            posts.hold(commitment.listing, quantity=commitment.quantity, actor=by.pseudonym)
        state_fact(commitment, "created", actor=by.pseudonym, grams=commitment.grams)
    return commitment, created


def _draw_up(by: User, commitment_id: UUID, content: str, draft: ProposalDraft) -> Commitment:
    side = _side_of_proposer(by, draft)
    post = draft.listing or draft.request
    if post is None:
        raise Invalid(listing=_("Say which listing or which request this is about."))
    _check_open(draft)
    giver = _party(draft.listing, by, draft.organization)
    receiver = _party(draft.request, by, draft.organization)
    now = clock.now()
    grams = post.grams_of(draft.quantity)
    answer_by = now + timedelta(hours=settings.PROPOSAL_HOURS)
    commitment = Commitment(
        id=commitment_id,
        fingerprint=content,
        created_at=now,
        updated_at=now,
        listing=draft.listing,
        request=draft.request,
        giver=giver[0],
        giver_organization=giver[1],
        receiver=receiver[0],
        receiver_organization=receiver[1],
        proposed_by_giver=side == Side.GIVER,
        category=post.category,
        food=post.food,
        geohash=post.geohash,
        quantity=draft.quantity,
        unit=post.unit,
        grams=grams,
        request_quantity=_held_on_request(draft, grams),
        handover_start=draft.handover_start,
        handover_end=draft.handover_end,
        travel=draft.travel,
        meeting_point=draft.meeting_point,
        message=draft.message,
        expires_at=min(answer_by, draft.handover_end),
    )
    _check_two_parties(commitment)
    return commitment


def _side_of_proposer(by: User, draft: ProposalDraft) -> Side:
    """Whoever lists gives; whoever asks receives; on someone else's post one is the other side."""
    own_listing = draft.listing is not None and can_act_on(by, draft.listing)
    own_request = draft.request is not None and can_act_on(by, draft.request)
    if own_listing and draft.request is not None and not own_request:
        return Side.GIVER
    if own_request and draft.listing is not None and not own_listing:
        return Side.RECEIVER
    if own_listing or own_request:
        raise Invalid(__all__=_("This is your own. Choose someone to share it with."))
    if draft.listing is not None and draft.request is not None:
        raise Invalid(request=_("One of the two must be yours."))
    return Side.GIVER if draft.listing is None else Side.RECEIVER


def _party(
    post: Listing | FoodRequest | None, by: User, organization: Organization | None
) -> tuple[User, Organization | None]:
    if post is not None:
        return post.owner, post.organization
    return by, organization


def _held_on_request(draft: ProposalDraft, grams: int) -> Decimal:
    """The proposal in the request's own unit; more than it still needs holds just that."""
    request = draft.request
    if request is None:
        return Decimal(0)
    if draft.listing is None:
        return draft.quantity
    if request.unit == draft.listing.unit:
        wanted = draft.quantity
    else:
        wanted = share(grams, request.grams, request.quantity) if request.grams else draft.quantity
    return min(wanted, request.remaining)


def _check_terms(draft: ProposalDraft) -> None:
    if draft.handover_end <= draft.handover_start:
        raise Invalid(window=_("The hand-over must end after it starts."))
    if draft.handover_end <= clock.now():
        raise Invalid(window=_("This time has passed already."))
    if draft.travel not in Travel.values:
        raise Invalid(travel=_("Choose collect, deliver or meet."))
    if draft.travel == Travel.MEET and not draft.meeting_point.strip():
        raise Invalid(meeting_point=_("Say where you will meet."))


def _check_open(draft: ProposalDraft) -> None:
    ends = [
        post_end
        for post, post_end in (
            (draft.listing, draft.listing and draft.listing.available_until),
            (draft.request, draft.request and draft.request.needed_by),
        )
        if post is not None
    ]
    if any(end is not None and end <= clock.now() for end in ends):
        raise TransitionForbidden(_("This is no longer open."), {"allowed": []})
    use_by = draft.listing and draft.listing.use_by
    if use_by and use_by < clock.today():
        raise TransitionForbidden(_("This is past its use-by date."), {"allowed": []})


def _check_two_parties(commitment: Commitment) -> None:
    if commitment.party(Side.GIVER) == commitment.party(Side.RECEIVER):
        raise Invalid(__all__=_("This is your own. Choose someone to share it with."))
