"""From events to news: who is told of what, as which side."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any
from uuid import UUID

import structlog

from accounts.models import User
from commitments.enums import Side
from commitments.models import Commitment
from core import clock
from core.events.models import DomainEvent
from core.events.notices import REQUESTED
from notifications.audience import Audience
from notifications.kinds import FROM_COMMITMENT, FROM_CONVERSATION, KINDS, Kind

log = structlog.get_logger(__name__)

COMMITMENT_EVENTS = frozenset({"commitment.created", "commitment.updated"})
EVENT_TYPES = COMMITMENT_EVENTS | {REQUESTED} | FROM_CONVERSATION.keys()

NEWS_FOR = timedelta(hours=48)
"""What happened longer ago is history: nobody is told of it any more."""

MAY_BE_OF_COMMITMENT = ("commitment", "conversation")
LONGEST_SLUG = 40
TOLD_OTHERWISE = frozenset({"kind", "to", "about", "participants", "opened_on", "actor"})


@dataclass(frozen=True)
class News:
    """One person, to be told of one event."""

    event: DomainEvent
    kind: Kind
    recipient: User
    about: tuple[str, UUID]
    side: str = ""
    facts: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class _Call:
    """An event that has to reach the people behind a pseudonym."""

    event: DomainEvent
    kind: Kind
    to: UUID
    about: tuple[str, UUID]
    side: str = ""


def news_of(events: Sequence[DomainEvent]) -> list[News]:
    """Who has to hear of these events.

    Never who caused one, and nobody whose account is closed. A person who has a block with who
    caused it hears only what becomes of a promise between the two, which stands (an organization
    is told everything: it is not one person).
    """
    recent = [event for event in events if event.occurred_at > clock.now() - NEWS_FOR]
    calls = list(_calls(recent))
    audience = Audience({call.to for call in calls}, {e.actor for e in recent if e.actor})
    return [
        News(call.event, call.kind, person, call.about, call.side, facts_of(call.event))
        for call in calls
        for person in audience.of(
            call.to, told_by=call.event.actor, whatever_blocks=call.kind.of_promise
        )
    ]


def facts_of(event: DomainEvent) -> dict[str, Any]:
    """Of a payload the numbers, slugs and dates: what words may need."""
    return {
        name: value
        for name, value in event.payload.items()
        if name not in TOLD_OTHERWISE and _is_small(value)
    }


def _calls(events: Sequence[DomainEvent]) -> Iterator[_Call]:
    commitments = _commitments_of(events)
    for event in events:
        if event.type in COMMITMENT_EVENTS:
            yield from _of_commitment(event, commitments)
        elif event.type in FROM_CONVERSATION:
            yield from _of_conversation(event, commitments)
        else:
            yield from _of_notice(event, commitments)


def _commitments_of(events: Iterable[DomainEvent]) -> dict[UUID, Commitment]:
    wanted = {event.subject_id for event in events if event.type in COMMITMENT_EVENTS}
    abouts = [about for event in events if (about := _about(event))]
    wanted |= {subject_id for kind, subject_id in abouts if kind in MAY_BE_OF_COMMITMENT}
    if not wanted:
        return {}
    return Commitment.objects.with_parties().in_bulk(wanted)


def _of_commitment(event: DomainEvent, commitments: Mapping[UUID, Commitment]) -> Iterator[_Call]:
    slug = FROM_COMMITMENT.get(str(event.payload.get("happened")))
    commitment = commitments.get(event.subject_id)
    if slug is None or commitment is None or event.payload.get("confirmed"):
        return  # with the code, both were there
    by = event.payload.get("by")
    told = [Side(by).other] if by in Side.values else list(Side)
    for side in told:
        about = ("commitment", commitment.pk)
        yield _Call(event, KINDS[slug], commitment.party(side), about, side)


def _of_conversation(event: DomainEvent, commitments: Mapping[UUID, Commitment]) -> Iterator[_Call]:
    """To all others in the conversation; of messages, but those who have muted it."""
    about, kind = _about(event), KINDS[FROM_CONVERSATION[event.type]]
    if about is None:
        return
    for to in event.payload["to"]:
        side = _side(commitments.get(about[1]), UUID(to))
        yield _Call(event, kind, UUID(to), about, side)


def _of_notice(event: DomainEvent, commitments: Mapping[UUID, Commitment]) -> Iterator[_Call]:
    kind = KINDS.get(str(event.payload.get("kind")))
    about = _about(event)
    if kind is None or about is None:
        log.error("kind_unknown", event_id=str(event.pk))
        return
    to = UUID(str(event.payload["to"]))
    yield _Call(event, kind, to, about, _side(commitments.get(about[1]), to))


def _about(event: DomainEvent) -> tuple[str, UUID] | None:
    about = event.payload.get("about")
    return (str(about[0]), UUID(str(about[1]))) if about else None


def _side(commitment: Commitment | None, party: UUID) -> str:
    if commitment is None:
        return ""
    return next((side.value for side in Side if commitment.party(side) == party), "")


def _is_small(value: Any) -> bool:
    if isinstance(value, str):
        return len(value) <= LONGEST_SLUG
    return value is None or isinstance(value, (bool, int))
