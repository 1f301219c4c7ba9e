"""Conversations as pages show them: ready strings, from one seat."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from uuid import UUID

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.models import User
from conversations.enums import ConversationKind
from conversations.models import Conversation, Message, Participant
from conversations.permissions import Seat, reason_against
from core import moments


@dataclass(frozen=True)
class Bubble:
    """One message; `note` stands where its words are not shown."""

    id: str
    mine: bool
    who: str
    words: str
    note: str
    when: moments.Told
    is_seen: bool


@dataclass(frozen=True)
class Thread:
    """What the page of a conversation shows around its messages; "" = absent."""

    id: str
    other: str
    acting_as: str
    exchange_url: str
    closed_reason: str
    asks_me: bool
    waits_for_them: bool
    can_keep_in_touch: bool
    can_leave: bool
    muted: bool
    live_url: str


@dataclass(frozen=True)
class Row:
    """One line of the list, as `components/rows.html` shows it."""

    url: str
    title: str
    text: str
    initial: str
    badge: str
    badge_tone: str
    meta: str


def thread(seat: Seat, user: User) -> Thread:
    """The frame of a conversation, for who sits there."""
    conversation = seat.conversation
    of_exchange = conversation.kind == ConversationKind.COMMITMENT
    is_open = conversation.closed_at is None
    acting_as = seat.mine[0].organization
    return Thread(
        id=str(conversation.pk),
        other=other_name(seat),
        acting_as=acting_as.name if acting_as else "",
        exchange_url=reverse("commitments:detail", args=[conversation.pk]) if of_exchange else "",
        closed_reason=str(_reason(user, seat)),
        asks_me=is_open and not of_exchange and not seat.mine[0].agreed_at,
        waits_for_them=is_open and not of_exchange and not all(p.agreed_at for p in seat.others),
        can_keep_in_touch=of_exchange and bool(seat.others),
        can_leave=is_open and not of_exchange,
        muted=seat.mine[0].muted,
        live_url=f"{settings.LIVE_URL}/live/conversations/{conversation.pk}"
        if settings.LIVE_URL
        else "",
    )


def bubbles(seat: Seat, messages: Sequence[Message]) -> list[Bubble]:
    """Messages in the order they were said.

    Args:
        seat: of the reader.
        messages: oldest first, `with_author`.
    """
    own = {one.pk for one in seat.mine}
    seen = last_seen(seat, messages)
    return [_bubble(message, message.sender_id in own, seen) for message in messages]


def last_seen(seat: Seat, messages: Iterable[Message]) -> UUID | None:
    """The newest of one's own that all others have read."""
    read = [one.last_read_at for one in seat.others]
    if not read or None in read:
        return None
    until = min(at for at in read if at is not None)
    own = {one.pk for one in seat.mine}
    seen = [m.pk for m in messages if m.sender_id in own and m.created_at <= until]
    return seen[-1] if seen else None


def other_name(seat: Seat) -> str:
    """Of the other side; of one's own where one acts for both."""
    return (seat.others or seat.mine)[0].name


def row(
    conversation: Conversation, own: Sequence[Participant], last: Message | None, unread: int
) -> Row:
    """A line of the list.

    Args:
        conversation: with its participants.
        own: the reader's parties in it.
        last: its newest message.
        unread: how many the reader has not read.
    """
    everyone = list(conversation.participants.all())
    others = [one for one in everyone if one not in own]
    seat = Seat(conversation, list(own), others)
    badge, tone = _badge(seat, unread)
    name = other_name(seat)
    return Row(
        url=conversation.get_absolute_url(),
        title=name,
        text=_last_words(last, own) if last else "",
        initial=name[:1],
        badge=badge,
        badge_tone=tone,
        meta=moments.moment(conversation.last_message_at).text,
    )


def who_said(message: Message) -> str:
    """The author's name; of an organization's, its own."""
    organization = message.sender.organization
    return organization.name if organization else message.author.name


def shown_words(message: Message) -> tuple[str, str]:
    """What was said, or a note of why it is not shown."""
    if message.hidden_at is not None:
        return "", _("Removed by a moderator.")
    return (message.words, "") if message.words else ("", _("Removed with its author's account."))


def _bubble(message: Message, mine: bool, seen: UUID | None) -> Bubble:
    words, note = shown_words(message)
    who = who_said(message)
    if mine and message.sender.organization:
        # Those who act for it see which of them wrote.
        who = _("%(organization)s (%(person)s)") % {
            "organization": who,
            "person": message.author.name,
        }
    return Bubble(
        id=str(message.pk),
        mine=mine,
        who=who,
        words=words,
        note=note,
        when=moments.moment(message.created_at),
        is_seen=message.pk == seen,
    )


def _reason(user: User, seat: Seat) -> object:
    if user.is_suspended:
        return _("You cannot write while your account is suspended.")
    return reason_against(user, seat)


def _badge(seat: Seat, unread: int) -> tuple[str, str]:
    conversation = seat.conversation
    if conversation.closed_at is not None:
        return _("Ended"), "neutral"
    people = conversation.kind == ConversationKind.PEOPLE
    if people and not seat.mine[0].agreed_at:
        return _("Asks to keep in touch"), "wait"
    if people and not all(one.agreed_at for one in seat.others):
        return _("Not answered yet"), "neutral"
    if unread:
        return ngettext("%(n)s new", "%(n)s new", unread) % {"n": unread}, "wait"
    return "", ""


def _last_words(last: Message, own: Sequence[Participant]) -> str:
    words, note = shown_words(last)
    words = " ".join((words or note).split())
    text = words if len(words) <= 120 else f"{words[:119]}…"
    if last.sender_id in {one.pk for one in own}:
        return _("You: %(words)s") % {"words": text}
    return text
