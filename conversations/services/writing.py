from collections.abc import Iterable
from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from accounts.newcomers import Room, require_room
from accounts.permissions import require_unsuspended
from conversations.enums import Phrase
from conversations.models import MAX_TEXT, Conversation, Message, Participant
from conversations.permissions import Seat, require_can_write
from core import clock
from core.errors import Invalid
from core.events.log import record
from core.idempotency import create_once, fingerprint, repeated
from core.live import tell, tell_all

TICK = timedelta(microseconds=1)


@transaction.atomic
def send(
    *, by: User, conversation: Conversation, message_id: UUID, text: str = "", phrase: str = ""
) -> tuple[Message, bool]:
    """Say something, in words of one's own or by a quick phrase; the same id says it once.

    Args:
        by: takes part, or acts for an organization that does.
        conversation: where.
        message_id: the client's own id.
        text: at most 2000 characters.
        phrase: slug of a `Phrase`, instead of a text.

    Returns:
        The message, and whether it was said now.

    Raises:
        Suspended, NotAllowed: see `require_can_write`.
        TooMany: a new account has written to many people lately.
        Invalid: on `text` or `phrase`.
        IdempotencyMismatch: the id holds other content.
    """
    require_unsuspended(by)
    text = text.replace("\r\n", "\n").strip()
    content = fingerprint(str(by.pk), str(conversation.pk), text, phrase)
    if known := repeated(Message, message_id, content):
        return known, False
    _check(text, phrase)
    # Held, so that messages commit in the order of their times: who read up to one missed none.
    conversation = Conversation.objects.select_for_update().get(pk=conversation.pk)
    seat = require_can_write(by, conversation)
    now = _later_than(conversation.last_message_at)
    message, is_new = create_once(
        Message(
            pk=message_id,
            fingerprint=content,
            conversation=conversation,
            sender=seat.mine[0],
            author=by,
            text=text,
            phrase=phrase,
            created_at=now,
            updated_at=now,
        )
    )
    if is_new:
        for other in seat.others:
            require_room(by, Room.PEOPLE, whom=other.pseudonym)
        _follow_up(message, seat, by)
    return message, is_new


@transaction.atomic
def hide_message(message: Message) -> None:
    """Let everybody see that a moderator has removed it, and nobody its words. Harmless twice."""
    _set_hidden(message, clock.now())


@transaction.atomic
def show_message(message: Message) -> None:
    """Undo `hide_message`. Harmless twice."""
    _set_hidden(message, None)


def _check(text: str, phrase: str) -> None:
    if phrase and phrase not in Phrase.values:
        raise Invalid(phrase=_("There is no such phrase."))
    if bool(text) == bool(phrase):
        raise Invalid(text=_("Write something, or choose one of the phrases."))
    if len(text) > MAX_TEXT:
        raise Invalid(text=_("At most %(max)s characters.") % {"max": MAX_TEXT})
    if "\0" in text:
        raise Invalid(text=_("Null characters are not allowed."))


def _later_than(last: datetime) -> datetime:
    return max(clock.now(), last + TICK)


def _follow_up(message: Message, seat: Seat, by: User) -> None:
    """Move the conversation up, state the fact without a word of it, and let the screens know."""
    conversation = seat.conversation
    Conversation.objects.filter(pk=conversation.pk).update(last_message_at=message.created_at)
    # Who writes has read.
    Participant.objects.filter(pk=message.sender_id).update(last_read_at=message.created_at)
    hearers = [one for one in seat.everyone if one.pk != message.sender_id and not one.muted]
    record(
        "message.sent",
        subject=message,
        actor=by.pseudonym,
        payload={
            "kind": conversation.kind,
            "about": ["conversation", str(conversation.pk)],
            "sender": str(message.sender.pseudonym),
            "participants": _pseudonyms(seat.everyone),
            "to": _pseudonyms(hearers),
        },
    )
    told = [(one.topic, "unread") for one in seat.everyone]
    tell_all([(conversation.topic, "message"), *told])


def _pseudonyms(participants: Iterable[Participant]) -> list[str]:
    return [str(one.pseudonym) for one in participants]


def _set_hidden(message: Message, at: datetime | None) -> None:
    changed = Message.objects.filter(pk=message.pk, hidden_at__isnull=at is not None)
    if changed.update(hidden_at=at):
        tell(message.conversation.topic, "changed")
    message.refresh_from_db(fields=["hidden_at"])
