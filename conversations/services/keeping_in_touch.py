"""Person to person: from an exchange both had, and only once both have agreed."""

from collections.abc import Iterable
from uuid import UUID, uuid5

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from accounts.models import User
from accounts.permissions import require_unsuspended
from conversations.enums import ConversationKind
from conversations.models import Conversation, Participant
from conversations.permissions import NOT_NOW, Seat, has_parted, seat_of
from core import clock
from core.errors import IdempotencyMismatch, NotAllowed, TransitionForbidden
from core.events.log import record
from core.live import tell_all

PAIRS = UUID("0a6f1f0e-5a0b-4f6e-8f57-0b8f3a0c8d51")


@transaction.atomic
def ask(*, by: User, conversation_id: UUID, origin: Conversation) -> tuple[Conversation, bool]:
    """Ask the other side of an exchange to keep in touch. Where they asked first, it is agreed.

    Args:
        by: had the exchange, for themselves or for an organization.
        conversation_id: the client's own id for the new conversation.
        origin: the conversation of the exchange.

    Returns:
        The one conversation of the two, and whether it was opened now.

    Raises:
        Suspended: until when.
        NotAllowed: to a stranger; where a block, or an earlier no, stands against it.
        IdempotencyMismatch: the id is another conversation's.
    """
    require_unsuspended(by)
    seat = _seat(by, origin)
    if origin.kind != ConversationKind.COMMITMENT or not seat.others:
        raise NotAllowed(_("Keep in touch with somebody you had an exchange with."))
    pair = _pair(seat.everyone)
    known = Conversation.objects.filter(pk=conversation_id).first()
    if known is not None:
        if known.pair != pair:
            raise IdempotencyMismatch
        return known, False
    if has_parted(by, seat) or _was_left_by_others(pair, seat):
        raise NotAllowed(NOT_NOW)
    opened = _open_once(conversation_id, pair, seat)
    if opened is None:
        theirs = Conversation.objects.get(pair=pair, closed_at=None)
        return agree(by=by, conversation=theirs), False
    _tell("conversation.asked", _seat(by, opened), by)
    return opened, True


@transaction.atomic
def agree(*, by: User, conversation: Conversation) -> Conversation:
    """Say yes to keeping in touch. Harmless twice.

    Raises:
        Suspended: until when.
        NotAllowed: to a stranger; where a block stands against it.
        TransitionForbidden: it has ended, or is of an exchange.
    """
    require_unsuspended(by)
    seat = _held(by, conversation)
    if seat.conversation.closed_at is not None:
        raise TransitionForbidden(_("This conversation has ended."), {"allowed": []})
    if has_parted(by, seat):
        raise NotAllowed(NOT_NOW)
    if _set_own(seat, agreed_at=None):
        _tell("conversation.agreed", seat, by)
    return seat.conversation


@transaction.atomic
def leave(*, by: User, conversation: Conversation) -> Conversation:
    """End it, take back what one asked, or say no: the same for the other side. Harmless twice.

    Raises:
        NotAllowed: to a stranger.
        TransitionForbidden: it is of an exchange, which ends by itself.
    """
    seat = _held(by, conversation)
    if seat.conversation.closed_at is None:
        _set_own(seat, left_at=None)
        seat.conversation.closed_at = clock.now()
        seat.conversation.save(update_fields=["closed_at"])
        _tell("conversation.closed", seat, by)
    return seat.conversation


def _open_once(conversation_id: UUID, pair: UUID, seat: Seat) -> Conversation | None:
    """None where the pair has one open already, in a race too."""
    now = clock.now()
    opened = Conversation(
        pk=conversation_id,
        kind=ConversationKind.PEOPLE,
        pair=pair,
        created_at=now,
        last_message_at=now,
    )
    try:
        with transaction.atomic():
            opened.save(force_insert=True)
    except IntegrityError:
        return None
    Participant.objects.bulk_create(
        [
            Participant(
                conversation=opened,
                user=one.user,
                organization=one.organization,
                joined_at=now,
                agreed_at=now if one in seat.mine else None,
            )
            for one in seat.everyone
        ]
    )
    return opened


def _was_left_by_others(pair: UUID, seat: Seat) -> bool:
    """Who said no, or left, is not asked again; they may ask."""
    ended = Conversation.objects.filter(pair=pair).exclude(closed_at=None)
    last = ended.order_by("-closed_at").first()
    if last is None:
        return False
    mine = {(one.user_id, one.organization_id) for one in seat.mine}
    left = last.participants.exclude(left_at=None)
    return any((one.user_id, one.organization_id) not in mine for one in left)


def _held(by: User, conversation: Conversation) -> Seat:
    if conversation.kind != ConversationKind.PEOPLE:
        raise TransitionForbidden(_("This conversation belongs to its exchange."), {"allowed": []})
    Conversation.objects.select_for_update().get(pk=conversation.pk)
    return _seat(by, conversation)


def _seat(by: User, conversation: Conversation) -> Seat:
    seat = seat_of(by, conversation.pk)
    if seat is None:
        raise NotAllowed(_("This is between two others."))
    return seat


def _set_own(seat: Seat, **unset: None) -> int:
    mine = Participant.objects.filter(pk__in=[one.pk for one in seat.mine], **unset)
    return mine.update(**dict.fromkeys(unset, clock.now()))


def _pair(everyone: Iterable[Participant]) -> UUID:
    return uuid5(PAIRS, "|".join(sorted(str(one.pseudonym) for one in everyone)))


def _tell(event_type: str, seat: Seat, by: User) -> None:
    conversation = seat.conversation
    payload = {
        "about": ["conversation", str(conversation.pk)],
        "sender": str(seat.mine[0].pseudonym),
        "participants": [str(one.pseudonym) for one in seat.everyone],
        "to": [str(one.pseudonym) for one in seat.others],
    }
    record(event_type, subject=conversation, actor=by.pseudonym, payload=payload)
    told = [(one.topic, "unread") for one in seat.everyone]
    tell_all([(conversation.topic, "changed"), *told])
