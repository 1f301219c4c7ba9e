from dataclasses import dataclass
from uuid import UUID

from django.contrib.auth.models import AnonymousUser
from django.utils.translation import gettext_lazy as _
from django_stubs_ext import StrOrPromise

from accounts.models import User
from accounts.permissions import is_blocked_between, require_unsuspended
from conversations.enums import ConversationKind
from conversations.models import Conversation, Participant
from core.errors import NotAllowed
from posts.querysets import organizations_acted_for

CLOSED = _("This conversation has ended.")
NOT_AGREED = _("Messages can be sent once both have agreed to keep in touch.")
# Says nothing of who blocked whom, or whether an account is still there.
NOT_NOW = _("Messages cannot be sent in this conversation at the moment.")


@dataclass(frozen=True)
class Seat:
    """A person at a conversation: the parties they speak for, and the others.

    Args:
        conversation: the one.
        mine: parties the person speaks for, themselves first; never empty.
        others: all else. Empty for someone who acts for both.
    """

    conversation: Conversation
    mine: list[Participant]
    others: list[Participant]

    @property
    def everyone(self) -> list[Participant]:
        return [*self.mine, *self.others]


def seat_of(user: User | AnonymousUser, conversation_id: UUID) -> Seat | None:
    """Where the person sits in a conversation; None for a stranger, or if there is none."""
    if not isinstance(user, User) or not user.is_active:
        return None
    rows = Participant.objects.filter(conversation=conversation_id)
    everyone = list(
        rows.select_related("conversation", "user", "organization").order_by("joined_at", "pk")
    )
    named = [row.organization_id for row in everyone if row.organization_id is not None]
    acted_for = organizations_acted_for(user).filter(pk__in=named)
    own = set(acted_for.values_list("pk", flat=True)) if named else set()
    mine = [row for row in everyone if row.user_id == user.pk or row.organization_id in own]
    if not mine:
        return None
    mine.sort(key=lambda row: row.user_id is None)
    others = [row for row in everyone if row not in mine]
    return Seat(everyone[0].conversation, mine, others)


def can_read(user: User | AnonymousUser, conversation: Conversation) -> bool:
    """Whoever takes part, for themselves or for an organization; suspended and blocked too."""
    return seat_of(user, conversation.pk) is not None


def can_write(user: User | AnonymousUser, conversation: Conversation) -> bool:
    """Who takes part, while it is open, agreed, and nobody is blocked or suspended."""
    if not isinstance(user, User) or user.is_suspended:
        return False
    seat = seat_of(user, conversation.pk)
    return seat is not None and not reason_against(user, seat)


def require_can_write(user: User, conversation: Conversation) -> Seat:
    """Refuse whoever cannot write here.

    Raises:
        Suspended: until when.
        NotAllowed: in words that say nothing of a block.
    """
    require_unsuspended(user)
    seat = seat_of(user, conversation.pk)
    if seat is None:
        raise NotAllowed(_("This is between two others."))
    reason = reason_against(user, seat)
    if reason:
        raise NotAllowed(reason)
    return seat


def reason_against(user: User, seat: Seat) -> StrOrPromise:
    """Why a participant cannot write now; "" when nothing but a suspension could stand against."""
    if seat.conversation.closed_at is not None:
        return CLOSED
    people = seat.conversation.kind == ConversationKind.PEOPLE
    if people and not all(one.agreed_at for one in seat.everyone):
        return NOT_AGREED
    return NOT_NOW if has_parted(user, seat) else ""


def has_parted(user: User, seat: Seat) -> bool:
    """Whether another person here has a block with this one, or is gone."""
    others = [one.user for one in seat.others if one.user is not None]
    return any(not other.is_active or is_blocked_between(user, other) for other in others)
