"""What people say to each other about their exchanges. So many, that they are written in bulk."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.db.models import F, OuterRef, Subquery

from commitments.enums import Side
from commitments.models import Commitment
from conversations.enums import Phrase
from conversations.models import Conversation, Message, Participant
from core.events.models import DomainEvent
from core.idempotency import fingerprint
from foodcoord.town.inhabitants import new_id
from foodcoord.town.life import Life

TALKATIVE = 0.6  # of exchanges
GRATEFUL = 0.5
EXCHANGES = (
    ("Hello! I will be there a little after six.", "Perfect, see you then."),
    ("Which door is it?", "The blue one. Ring twice, the bell is shy."),
    ("Shall I bring bags?", "Yes please, we are out of them."),
    ("I come by bike. Is a backpack enough?", "A backpack is fine."),
    ("Could I come half an hour later?", "No problem, I am at home all evening."),
    ("Does it keep until the weekend?", "In a cool place, easily."),
)
BATCH = 500
Seats = dict[tuple[UUID, UUID | None], Participant]


@dataclass(frozen=True)
class Said:
    """A message before it is written."""

    commitment: Commitment
    side: Side
    moment: datetime
    text: str = ""
    phrase: str = ""


def chat(life: Life, closing: datetime) -> None:
    """Let those who agreed on something have talked about it, where nobody has yet.

    The rows and their events are those that `conversations.services.send` makes; nobody has to
    hear of them any more, and everything is read.
    """
    quiet = Conversation.objects.filter(last_message_at=F("created_at")).values("pk")
    agreed = Commitment.objects.with_parties().filter(pk__in=quiet, accepted_at__isnull=False)
    said = [
        each
        for commitment in agreed.order_by("created_at", "pk")
        if life.chance(TALKATIVE)
        for each in _talk(life, commitment)
        if each.moment < closing
    ]
    _write(life, said)
    _have_read({each.commitment.pk: each.moment for each in said})


def _talk(life: Life, commitment: Commitment) -> Iterator[Said]:
    asked, answered = life.one_of(EXCHANGES)
    moment = (commitment.accepted_at or commitment.created_at) + timedelta(minutes=5)
    yield Said(commitment, Side.RECEIVER, moment, text=asked)
    moment += timedelta(minutes=life.random.randint(2, 50))
    yield Said(commitment, Side.GIVER, moment, text=answered)
    if commitment.handed_over and commitment.ended_at and life.chance(GRATEFUL):
        moment = max(moment, commitment.ended_at) + timedelta(minutes=life.random.randint(3, 90))
        yield Said(commitment, Side.RECEIVER, moment, phrase=Phrase.THANKS)


def _write(life: Life, said: Sequence[Said]) -> None:
    seats = {
        (seat.conversation_id, seat.user_id or seat.organization_id): seat
        for seat in Participant.objects.filter(conversation__in={x.commitment.pk for x in said})
    }
    messages, events = [], []
    for each in said:
        message = _message(life, each, seats)
        messages.append(message)
        events.append(_event(each, message))
    DomainEvent.objects.bulk_create(events, batch_size=BATCH)
    Message.objects.bulk_create(messages, batch_size=BATCH)


def _message(life: Life, said: Said, seats: Seats) -> Message:
    commitment, side = said.commitment, said.side
    author = getattr(commitment, side)
    organization = getattr(commitment, f"{side}_organization_id")
    content = (str(author.pk), str(commitment.pk), said.text, said.phrase)
    return Message(
        id=new_id(life.random),
        fingerprint=fingerprint(*content),
        conversation_id=commitment.pk,
        sender=seats[commitment.pk, organization or author.pk],
        author=author,
        text=said.text,
        phrase=said.phrase,
        created_at=said.moment,
        updated_at=said.moment,
    )


def _event(said: Said, message: Message) -> DomainEvent:
    sender, hearer = (str(said.commitment.party(s)) for s in (said.side, said.side.other))
    return DomainEvent(
        type="message.sent",
        occurred_at=said.moment,
        actor=message.author.pseudonym,
        subject_type=message.subject_type,
        subject_id=message.pk,
        subject_version=message.version,
        payload={
            "kind": "commitment",
            "about": ["conversation", str(said.commitment.pk)],
            "sender": sender,
            "participants": [sender, hearer],
            "to": [hearer],
        },
    )


def _have_read(last: dict[UUID, datetime]) -> None:
    talks = list(Conversation.objects.filter(pk__in=last))
    for talk in talks:
        talk.last_message_at = last[talk.pk]
    Conversation.objects.bulk_update(talks, ["last_message_at"], batch_size=BATCH)
    at = Conversation.objects.filter(pk=OuterRef("conversation")).values("last_message_at")
    Participant.objects.filter(conversation__in=last).update(last_read_at=Subquery(at))
