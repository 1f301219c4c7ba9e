"""A hundred of everything that lists show: copies of the world's rows, each in its own moment."""

from collections.abc import Callable, Sequence
from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

from allauth.usersessions.models import UserSession
from django.db import models

from accounts.models import Block, Membership, Organization, SecurityEvent, User
from conversations.models import Conversation, Message, Participant
from core.events.models import DomainEvent
from core.geo.models import ExactPlace
from insights.models import Snapshot
from listings.models import Listing
from partners.models import ImportProblem
from requests_app.models import FoodRequest
from tests.factories import make_listing, make_user
from tests.security.world import World

MANY = 100
Changes = Callable[[int], dict[str, Any]]


def copies(row: models.Model, changes: Changes = lambda number: {}) -> list[Any]:
    """As many rows like it, `created_at` a second apart; made without a service, so cheaply."""
    kept = {
        field.attname: getattr(row, field.attname)
        for field in row._meta.concrete_fields
        if not field.primary_key and not field.generated
    }
    has_own_id = isinstance(row.pk, UUID)
    made = []
    for number in range(MANY):
        values = {**kept, **({"id": uuid4()} if has_own_id else {})}
        if "created_at" in kept:
            values["created_at"] = kept["created_at"] + timedelta(seconds=number + 1)
        made.append(type(row)(**{**values, **changes(number)}))
    created: list[Any] = type(row)._base_manager.bulk_create(made)
    return created


def people() -> list[User]:
    """In one statement, as they are in the table."""
    model = make_user(home=None)
    return copies(
        model,
        lambda number: {
            "email": f"many-{number}@example.org",
            "pseudonym": uuid4(),
            "nickname": "",
            "home_id": None,
        },
    )


def _places(place: ExactPlace) -> Sequence[ExactPlace]:
    return copies(place)


def posts_of(post: Listing | FoodRequest) -> list[Any]:
    places = _places(post.exact_place)
    return copies(post, lambda number: {"exact_place_id": places[number].pk})


def organizations_like(pantry: Organization, owner: User) -> None:
    places = _places(pantry.exact_place)
    made = copies(
        pantry,
        lambda number: {
            "slug": f"many-{number}",
            "pseudonym": uuid4(),
            "exact_place_id": places[number].pk,
        },
    )
    Membership.objects.bulk_create(
        Membership(organization=each, user=owner, role="owner") for each in made
    )


def conversations_like(talk: Conversation) -> None:
    """Each with both its people, and with something said."""
    later = talk.last_message_at
    made = copies(talk, lambda number: {"last_message_at": later + timedelta(seconds=number + 1)})
    for part in talk.participants.all():
        copies(part, lambda number: {"conversation_id": made[number].pk})
    said = Message.objects.filter(conversation=talk).first()
    assert said is not None
    seats = {
        part.conversation_id: part
        for part in Participant.objects.filter(conversation__in=made, user=said.author)
    }
    copies(
        said,
        lambda number: {
            "conversation_id": made[number].pk,
            "sender_id": seats[made[number].pk].pk,
        },
    )


def events_like(event: DomainEvent) -> list[DomainEvent]:
    return copies(event, lambda number: {"subject_id": uuid4(), "subject_version": 1})


def for_programs(world: World, events: Sequence[DomainEvent]) -> None:
    """Programs that nobody has decided on, webhooks with what they were told, files with faults."""
    nobody_yet = {"key_id": None, "account_id": None, "state": "pending"}
    copies(world.program, lambda number: nobody_yet)
    copies(world.webhook)
    copies(world.hook_delivery, lambda number: {"event_id": events[number].pk})
    copies(world.import_run)
    ImportProblem.objects.bulk_create(
        ImportProblem(of=world.import_run, line=number + 2, message="No food is called this.")
        for number in range(MANY)
    )


def fill(world: World) -> None:
    """A hundred more of each thing, of Gina's or for her to see."""
    gina, many = world.gina, people()
    organizations_like(world.pantry, gina)
    posts_of(world.listing), posts_of(world.toms_listing), posts_of(world.request)
    posts_of(make_listing(by=world.tom, food="egg", unit="piece", quantity="6"))
    copies(world.exchange)
    conversations_like(Conversation.objects.get(pk=world.talk.pk))
    copies(world.message)
    copies(world.decision)
    copies(world.report, lambda number: {"fingerprint": uuid4().hex, "subject_id": uuid4()})
    copies(world.standing), copies(world.search)
    copies(world.invitation)
    events = events_like(world.notification.event)
    copies(world.notification, lambda number: {"event_id": events[number].pk})
    for_programs(world, events)
    copies(world.device, lambda number: {"endpoint": f"https://fcm.googleapis.com/{number}"})
    Block.objects.bulk_create(Block(blocker=gina, blocked=each) for each in many)
    Membership.objects.bulk_create(
        Membership(organization=world.pantry, user=each, role="member") for each in many
    )
    SecurityEvent.objects.bulk_create(SecurityEvent(user=gina, kind="signed_in") for _ in many)
    UserSession.objects.bulk_create(
        UserSession(user=gina, ip="192.0.2.7", session_key=uuid4().hex, user_agent="A browser")
        for _ in many
    )
    week = Snapshot.objects.order_by("pk").first()
    assert week is not None
    copies(week, lambda number: {"as_of": week.as_of - timedelta(days=7 * (number + 1))})
