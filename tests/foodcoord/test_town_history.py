"""A town's weeks: every state comes about, the books balance, and what is over is over in time."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from decimal import Decimal
from uuid import UUID

import pytest
from django.db import transaction
from pytest_django import DjangoDbBlocker

from commitments.enums import OPEN
from commitments.models import Commitment
from conversations.models import Conversation, Message
from core import clock
from core.events.models import Delivery, DomainEvent
from listings.models import Listing
from posts.models import Post
from requests_app.models import FoodRequest
from tests.foodcoord.test_town import NOON, small_town

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module", autouse=True)
def _told(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """Once for all of these: nothing here changes it."""
    with django_db_blocker.unblock(), transaction.atomic():
        small_town(days=14)
        yield
        transaction.set_rollback(True)


def test_everything_happened_within_the_days_asked_for() -> None:
    history = DomainEvent.objects.exclude(type__startswith="user.")
    assert "message.sent" in set(history.values_list("type", flat=True))
    moments = history.order_by("occurred_at").values_list("occurred_at", flat=True)
    assert NOON - timedelta(days=14) < moments[0]
    assert max(moments) <= NOON


def test_every_state_comes_about() -> None:
    assert set(Listing.objects.values_list("state", flat=True)) >= {
        "active",
        "completed",
        "expired",
    }
    assert set(FoodRequest.objects.values_list("state", flat=True)) >= {"open", "expired"}
    assert "fulfilled" in set(Commitment.objects.values_list("state", flat=True))


@pytest.mark.parametrize(
    ("model", "side", "held"),
    [(Listing, "listing", "quantity"), (FoodRequest, "request", "request_quantity")],
    ids=["listings", "requests"],
)
def test_books_balance_with_the_commitments(model: type[Post], side: str, held: str) -> None:
    posts = list(model._default_manager.all())
    assert posts
    for post in posts:
        promises = Commitment.objects.filter(**{side: post})
        open_ones = [getattr(row, held) for row in promises if row.state in OPEN]
        assert post.promised == sum(open_ones, Decimal(0))
        assert post.quantity == post.remaining + post.promised + post.handed_over
        if side == "listing":
            given = [row.handed_over for row in promises if row.state == "fulfilled"]
            assert post.handed_over == sum(given, Decimal(0))


def test_nothing_that_is_over_is_still_open() -> None:
    with clock.at(NOON):
        # What is promised at its end holds a post open; the promise is over within two days.
        assert not Listing.objects.overdue().filter(available_until__lt=NOON - timedelta(days=3))
        assert not FoodRequest.objects.overdue().filter(needed_by__lt=NOON - timedelta(days=3))
        assert not Commitment.objects.overdue().filter(expires_at__lt=NOON - timedelta(minutes=2))


def test_what_was_said_is_as_if_it_had_been_sent() -> None:
    messages = list(Message.objects.select_related("conversation", "sender", "author"))
    assert messages
    newest: dict[UUID, datetime] = {}
    for message in messages:
        talk = message.conversation_id
        newest[talk] = max(newest.get(talk, message.created_at), message.created_at)
        event = DomainEvent.objects.get(subject_id=message.pk, type="message.sent")
        assert event.occurred_at == message.created_at
        assert event.payload["sender"] == str(message.sender.pseudonym)
        assert set(event.payload["participants"]) == {event.payload["sender"], *event.payload["to"]}
    talks = Conversation.objects.filter(pk__in=newest)
    assert dict(talks.values_list("pk", "last_message_at")) == newest
    assert not Delivery.objects.filter(event__type="message.sent").exists()
