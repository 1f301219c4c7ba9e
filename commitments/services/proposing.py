"""Starting a commitment, from either side."""

from datetime import timedelta
from decimal import Decimal
from uuid import UUID

from django.conf import settings
from django.db import transaction

from accounts.models import User
from accounts.newcomers import Room, require_room
from accounts.permissions import require_unsuspended
from commitments.enums import Side
from commitments.models import Commitment
from commitments.services.drafts import ProposalDraft
from commitments.services.holding import hold_posts
from commitments.services.limits import require_within
from commitments.services.parties import parties_of
from commitments.services.stating import state_fact
from commitments.services.terms import check_between, check_drawn_up, check_terms
from conversations.services import open_conversation
from core import clock
from core.errors import Refused
from core.idempotency import create_once, fingerprint, repeated
from posts import services as posts
from posts.models import THOUSANDTH, share

CONVERSATION = "commitment"


@transaction.atomic
def propose(*, by: User, commitment_id: UUID, draft: ProposalDraft) -> tuple[Commitment, bool]:
    """Propose a hand-over. Its quantity is held at once, on the listing and on the request.

    The insert is the gate, before anything is held; a repeat that would be refused by now (its
    time is over, say) is still recognised.

    Args:
        by: who proposes, for themselves or for `draft.organization`.
        commitment_id: the client's own id.
        draft: the content.

    Returns:
        The commitment, and whether it is new: the same id with the same content makes one.

    Raises:
        Invalid: by field.
        NotAllowed: for an organization that `by` may not act for.
        LimitReached: by a soft limit of the community.
        Suspended: for a time they may not promise anything.
        NotEnoughLeft: less is left, or still needed, than proposed.
        TransitionForbidden: the listing or the request is no longer open.
        IdempotencyMismatch: the id holds other content.
    """
    draft = posts.in_name_of(by, draft)
    content = fingerprint("commitment", str(by.pk), draft.content())
    require_unsuspended(by)
    try:
        posts.require_acting_for(by, draft.organization)
        check_terms(draft)
        if draft.listing is not None and draft.request is not None:
            posts.lock(draft.request)  # what it still needs decides how much of it is held
        commitment = _draw_up(by, commitment_id, content, draft)
        check_drawn_up(commitment)
        check_between(commitment)
        if not commitment.proposed_by_giver:  # a gift is the giver's to make
            require_within(commitment.receiver, commitment.receiver_organization, draft)
    except Refused:
        if known := repeated(Commitment, commitment_id, content):
            return known, False
        raise
    commitment, created = create_once(commitment)
    if created:
        require_room(by, Room.PROPOSALS, used=Commitment.objects.sent_by(by).count)
        hold_posts(commitment, actor=by.pseudonym)
        open_conversation(
            conversation_id=commitment.pk, kind=CONVERSATION, parties=commitment.parties
        )
        proposer = Side.GIVER if commitment.proposed_by_giver else Side.RECEIVER
        state_fact(commitment, "proposed", by=proposer, actor=by.pseudonym, grams=commitment.grams)
    return commitment, created


def _draw_up(by: User, commitment_id: UUID, content: str, draft: ProposalDraft) -> Commitment:
    giver, receiver, proposer = parties_of(draft, by)
    post = draft.post
    now = clock.now()
    grams = post.grams_of(draft.quantity)
    answer_by = now + timedelta(hours=settings.PROPOSAL_HOURS)
    return Commitment(
        id=commitment_id,
        fingerprint=content,
        created_at=now,
        updated_at=now,
        listing=draft.listing,
        request=draft.request,
        giver=giver.person,
        giver_organization=giver.organization,
        receiver=receiver.person,
        receiver_organization=receiver.organization,
        proposed_by_giver=proposer == Side.GIVER,
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


def _held_on_request(draft: ProposalDraft, grams: int) -> Decimal:
    """The proposal in the request's own unit; more than it still needs holds just that."""
    request = draft.request
    if request is None:
        return Decimal(0)
    if draft.listing is None or not request.remaining:
        return draft.quantity
    if request.unit == draft.listing.unit or not request.grams:
        wanted = draft.quantity
    else:
        wanted = max(THOUSANDTH, share(grams, request.grams, request.quantity))
    return min(wanted, request.remaining)
