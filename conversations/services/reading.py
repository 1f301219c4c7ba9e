from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from accounts.models import User
from conversations.models import Conversation, Message, Participant
from conversations.permissions import Seat, seat_of
from core.errors import NotAllowed
from core.live import tell_all


@transaction.atomic
def mark_read(*, by: User, conversation: Conversation, message: Message) -> None:
    """Have read everything up to a message; never goes back. Harmless twice.

    Args:
        by: takes part; of an organization, whoever reads reads for all.
        conversation: where.
        message: the newest that was seen.

    Raises:
        NotAllowed: to a stranger, or about a message of another conversation.
    """
    seat = _seat(by, conversation)
    if message.conversation_id != conversation.pk:
        raise NotAllowed(_("This message is not of this conversation."))
    at = message.created_at
    mine = Participant.objects.filter(pk__in=[one.pk for one in seat.mine])
    if mine.filter(Q(last_read_at=None) | Q(last_read_at__lt=at)).update(last_read_at=at):
        told = [(one.topic, "unread") for one in seat.mine]
        tell_all([(conversation.topic, "read"), *told])


@transaction.atomic
def mute(*, by: User, conversation: Conversation, muted: bool) -> None:
    """Be told of new messages no more, or again. Harmless twice.

    Raises:
        NotAllowed: to a stranger.
    """
    seat = _seat(by, conversation)
    Participant.objects.filter(pk__in=[one.pk for one in seat.mine]).update(muted=muted)


def _seat(by: User, conversation: Conversation) -> Seat:
    seat = seat_of(by, conversation.pk)
    if seat is None:
        raise NotAllowed(_("This is between two others."))
    return seat
