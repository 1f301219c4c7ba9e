"""What pages and the API read of conversations, in as few queries as there are tables."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from django.http import Http404

from accounts.models import User
from conversations.models import Conversation, Message, Participant
from conversations.permissions import Seat, seat_of
from core.api.cursors import keyset_page

NEWEST_FIRST = ("-created_at", "-id")
MESSAGES_A_PAGE = 30
MOST_AT_ONCE = 200


@dataclass(frozen=True)
class Summary:
    """One conversation in a list."""

    conversation: Conversation
    own: list[Participant]
    last: Message | None
    unread: int


def seat_or_404(user: User, conversation_id: UUID) -> Seat:
    """Where the person sits.

    Raises:
        Http404: nowhere, or there is no such conversation.
    """
    seat = seat_of(user, conversation_id)
    if seat is None:
        raise Http404
    return seat


def page_of_messages(
    seat: Seat, *, limit: int = MESSAGES_A_PAGE, cursor: str | None = None
) -> tuple[list[Message], str | None]:
    """A page of messages, newest first, and the cursor of the older ones.

    Raises:
        Invalid: on `cursor`.
    """
    rows = Message.objects.filter(conversation=seat.conversation).with_author()
    return keyset_page(rows, order=NEWEST_FIRST, limit=limit, cursor=cursor)


def messages_since(seat: Seat, first: UUID) -> list[Message] | None:
    """From a message of this conversation on, oldest first; None where there is none such."""
    start = Message.objects.filter(conversation=seat.conversation, pk=first).first()
    if start is None:
        return None
    rows = Message.objects.filter(
        conversation=seat.conversation, created_at__gte=start.created_at
    ).with_author()
    return list(rows.order_by("-created_at")[:MOST_AT_ONCE])[::-1]


def page_of_conversations(
    user: User, *, limit: int, cursor: str | None
) -> tuple[list[Summary], str | None]:
    """The person's conversations, newest first, with what was said last and how much is new.

    Raises:
        Invalid: on `cursor`.
    """
    mine = Participant.objects.of(user)
    rows = Conversation.objects.filter(pk__in=mine.values("conversation_id"))
    rows = rows.worth_listing().with_participants()
    page, following = keyset_page(
        rows, order=("-last_message_at", "-id"), limit=limit, cursor=cursor
    )
    own = defaultdict(list)
    for part in mine.filter(conversation__in=page).with_unread():
        own[part.conversation_id].append(part)
    last = {message.conversation_id: message for message in _newest(page)}
    return [_summary(one, own[one.pk], last.get(one.pk)) for one in page], following


def _newest(page: Sequence[Conversation]) -> list[Message]:
    rows = Message.objects.filter(conversation__in=page).with_author()
    return list(rows.order_by("conversation", "-created_at").distinct("conversation"))


def _summary(conversation: Conversation, own: list[Participant], last: Message | None) -> Summary:
    unread = min((int(getattr(part, "unread", 0)) for part in own), default=0)
    return Summary(conversation, own, last, unread)
