from collections.abc import Sequence

from django.contrib.auth.models import AnonymousUser
from django.utils.translation import gettext_lazy as _
from django_stubs_ext import StrOrPromise

from accounts.models import User
from accounts.permissions import is_blocked_between, require_unsuspended
from conversations.enums import ConversationKind
from conversations.models import Conversation, Participant
from core.errors import NotAllowed

CLOSED = _("This conversation has ended.")
NOT_AGREED = _("Messages can be sent once both have agreed to keep in touch.")
# Says nothing of who blocked whom, or whether an account is still there.
NOT_NOW = _("Messages cannot be sent in this conversation at the moment.")


def parts_of(user: User | AnonymousUser, conversation: Conversation) -> list[Participant]:
    """The parties the person speaks for here: themselves first; none for a stranger."""
    mine = Participant.objects.of(user).filter(conversation=conversation)
    return list(mine.select_related("user", "organization").order_by("organization_id", "pk"))


def can_read(user: User | AnonymousUser, conversation: Conversation) -> bool:
    """Whoever takes part, for themselves or for an organization; suspended and blocked too."""
    return bool(parts_of(user, conversation))


def can_write(user: User | AnonymousUser, conversation: Conversation) -> bool:
    """Who takes part, while it is open, agreed, and nobody is blocked or suspended."""
    if not isinstance(user, User) or user.is_suspended:
        return False
    everyone = _everyone(conversation)
    return can_read(user, conversation) and not reason_against(user, conversation, everyone)


def require_can_write(user: User, conversation: Conversation) -> None:
    """Refuse whoever cannot write here.

    Raises:
        Suspended: until when.
        NotAllowed: in words that say nothing of a block.
    """
    require_unsuspended(user)
    reason = reason_against(user, conversation, _everyone(conversation))
    if reason:
        raise NotAllowed(reason)


def reason_against(
    user: User, conversation: Conversation, everyone: Sequence[Participant]
) -> StrOrPromise:
    """Why a participant cannot write now; "" when they can.

    Args:
        user: takes part.
        conversation: in question.
        everyone: all its participants, with `user` and `organization`.
    """
    if conversation.closed_at is not None:
        return CLOSED
    if conversation.kind == ConversationKind.PEOPLE and not all(p.agreed_at for p in everyone):
        return NOT_AGREED
    return NOT_NOW if has_parted(user, everyone) else ""


def has_parted(user: User, everyone: Sequence[Participant]) -> bool:
    """Whether another person here has a block with this one, or is gone."""
    others = [p.user for p in everyone if p.user is not None and p.user_id != user.pk]
    if any(not other.is_active for other in others):
        return True
    return any(is_blocked_between(user, other) for other in others)


def _everyone(conversation: Conversation) -> list[Participant]:
    return list(conversation.participants.select_related("user", "organization"))
