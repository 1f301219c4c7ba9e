from collections.abc import Iterable, Sequence
from datetime import timedelta
from uuid import UUID

from django.conf import settings
from django.contrib.auth.models import AnonymousUser

from accounts.models import User
from commitments.enums import CommitmentState, Side, Travel, Verb
from commitments.models import Commitment
from core import clock
from listings.models import Listing
from posts.models import Post
from posts.querysets import organizations_acted_for

CHANGE = "commitments.change_commitment"


def sides_of(
    user: User | AnonymousUser, commitments: Iterable[Commitment]
) -> dict[UUID, Side | None]:
    """The side a person is on in each, for themselves or for an organization; None for a stranger.

    Of someone who acts for both, the side that has not proposed: the one that is asked.
    """
    rows = list(commitments)
    named = {
        organization
        for row in rows
        for organization in (row.giver_organization_id, row.receiver_organization_id)
        if organization is not None
    }
    own: set[UUID] = set()
    if named and isinstance(user, User):
        acted_for = organizations_acted_for(user).filter(pk__in=named)
        own = set(acted_for.values_list("pk", flat=True))
    return {row.pk: _side(user, row, own) for row in rows}


def side_of(user: User | AnonymousUser, commitment: Commitment) -> Side | None:
    """The side a person is on in one."""
    return sides_of(user, [commitment])[commitment.pk]


def allowed_to(side: Side, commitment: Commitment) -> list[Verb]:
    """The verbs of one side now, in the order they are offered."""
    if commitment.state == CommitmentState.PROPOSED:
        return _of_proposal(side, commitment)
    if commitment.state == CommitmentState.ACCEPTED:
        return _of_promise(side, commitment)
    if commitment.state == CommitmentState.FULFILLED:
        return _of_hand_over(side, commitment)
    return [Verb.UNDO] if can_undo(side, commitment) else []


def can_undo(side: Side, commitment: Commitment) -> bool:
    """Whoever declined or cancelled, for some minutes, while its time is not over.

    Whether the quantity is still free, only holding it again tells.
    """
    if commitment.state not in (CommitmentState.DECLINED, CommitmentState.CANCELLED):
        return False
    if commitment.ended_at is None or not commitment.ended_by(side):
        return False
    now = clock.now()
    over = commitment.expires_at if commitment.accepted_at is None else commitment.handover_end
    return now < min(over, commitment.ended_at + timedelta(minutes=settings.UNDO_MINUTES))


def _of_proposal(side: Side, commitment: Commitment) -> list[Verb]:
    if commitment.expires_at <= clock.now():
        return []
    verbs = [] if commitment.spoken_by(side) else [_answer(commitment)]
    ends = Verb.CANCEL if commitment.proposed_by(side) else Verb.DECLINE
    if ends == Verb.CANCEL:  # to leave is last, as of a promise; to decline is an answer
        return [*verbs, Verb.OFFER_WINDOWS, ends]
    return [*verbs, ends, Verb.OFFER_WINDOWS]


def _answer(commitment: Commitment) -> Verb:
    return Verb.ACCEPT if commitment.offered_by_giver is None else Verb.CHOOSE_WINDOW


def _of_promise(side: Side, commitment: Commitment) -> list[Verb]:
    asked = commitment.offered_by_giver is not None and not commitment.spoken_by(side)
    verbs = [Verb.CHOOSE_WINDOW] if asked else []
    if commitment.is_over:
        return [*verbs, Verb.HAND_OVER, Verb.MISSED, Verb.CANCEL]
    return [*verbs, Verb.HAND_OVER, Verb.OFFER_WINDOWS, Verb.CANCEL]


def _of_hand_over(side: Side, commitment: Commitment) -> list[Verb]:
    if commitment.disputed_at is not None:
        return []
    unanswered = commitment.confirmed_at is None and not commitment.stated_by(side)
    verbs = [Verb.CONFIRM, Verb.DISPUTE] if unanswered else []
    return verbs if commitment.thanked_by(side) else [*verbs, Verb.THANK]


def is_asked_to_confirm(side: Side, commitment: Commitment) -> bool:
    """Whether that side is asked if a hand-over was as the other stated it: for two days."""
    if commitment.ended_at is None or Verb.CONFIRM not in allowed_to(side, commitment):
        return False
    return clock.now() < commitment.ended_at + timedelta(hours=settings.UNKEPT_HOURS)


def can_see_code(side: Side | None, commitment: Commitment) -> bool:
    """The hand-over code is the receiver's to show, while something is to be handed over."""
    return side == Side.RECEIVER and commitment.state == CommitmentState.ACCEPTED


def can_see_place(side: Side | None, commitment: Commitment) -> bool:
    """The exact place is for the two sides, from acceptance until the commitment ends."""
    return side is not None and commitment.state == CommitmentState.ACCEPTED


def can_moderate(user: User | AnonymousUser) -> bool:
    """End the promises of others: staff with the right to change them."""
    return isinstance(user, User) and user.is_staff and user.has_perm(CHANGE)


def counts_on(user: User, post: Post) -> bool:
    """Whether a proposal or promise of the person's that still stands is about this post."""
    about = {"listing": post} if isinstance(post, Listing) else {"request": post}
    return Commitment.objects.visible_to(user).open().filter(**about).exists()


def leads_to(user: User, post: Post) -> bool:
    """Whether an agreed promise takes the person to where this post is.

    A listing is visited by who collects, a request by who delivers.
    """
    visit = (
        {"listing": post, "travel": Travel.COLLECT}
        if isinstance(post, Listing)
        else {"request": post, "travel": Travel.DELIVER}
    )
    agreed = Commitment.objects.visible_to(user).in_state(CommitmentState.ACCEPTED)
    return agreed.filter(**visit).exists()


def lead_to(user: User, posts: Sequence[Post]) -> set[UUID]:
    """As `leads_to`, of many posts of one kind: the ids of those to which a promise leads."""
    if not posts:
        return set()
    is_listing = isinstance(posts[0], Listing)
    kind, travel = ("listing", Travel.COLLECT) if is_listing else ("request", Travel.DELIVER)
    agreed = Commitment.objects.visible_to(user).in_state(CommitmentState.ACCEPTED)
    found = agreed.filter(**{f"{kind}__in": [post.pk for post in posts], "travel": travel})
    return set(found.values_list(f"{kind}_id", flat=True))


def _side(user: User | AnonymousUser, commitment: Commitment, own: set[UUID]) -> Side | None:
    sides = [side for side in Side if _speaks_for(user, commitment, side, own)]
    if len(sides) == 2:
        return Side.RECEIVER if commitment.proposed_by_giver else Side.GIVER
    return sides[0] if sides else None


def _speaks_for(
    user: User | AnonymousUser, commitment: Commitment, side: Side, own: set[UUID]
) -> bool:
    organization_id = getattr(commitment, f"{side}_organization_id")
    if organization_id is not None:
        return organization_id in own
    return user.is_authenticated and getattr(commitment, f"{side}_id") == user.pk
