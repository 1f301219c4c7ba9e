"""The demo's town and its like: the same seed tells the same story, and its books balance."""

from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID

import pytest
from django.core.management import CommandError, call_command
from django.db import transaction
from django_q.models import OrmQ

from accounts.models import User
from catalog.models import Food
from commitments.enums import OPEN
from commitments.models import Commitment
from conversations.models import Conversation, Message
from core import clock
from core.events.models import Delivery, DomainEvent
from core.geo import cells
from core.geo.cells import Point
from foodcoord.town import goods
from foodcoord.town.geography import OXFORD, moved
from foodcoord.town.institutions import INSTITUTIONS
from foodcoord.town.loading import absorb, load
from listings.models import Listing
from notifications.models import Dispatch, Notification
from posts.models import Post
from requests_app.models import FoodRequest

pytestmark = pytest.mark.django_db
NOON = datetime(2026, 7, 15, 12, tzinfo=UTC)


def silent(_line: str) -> None:
    """Nobody listens."""


def small_town(seed: int = 3) -> None:
    with clock.at(NOON):
        load(OXFORD, people=60, days=14, seed=seed, say=silent)


def story() -> list[tuple[Any, ...]]:
    """All that happened, but for what organizations are called in events, which is random."""
    called = {"participants", "sender", "to"}
    events = DomainEvent.objects.order_by("occurred_at", "subject_id", "subject_version")
    return [
        (
            event.type,
            event.subject_id,
            event.subject_version,
            event.occurred_at,
            event.cells,
            {name: value for name, value in event.payload.items() if name not in called},
        )
        for event in events
    ]


def told(seed: int) -> list[tuple[Any, ...]]:
    """The story of a seed, taken back once it is told."""
    with transaction.atomic():
        small_town(seed)
        events = story()
        transaction.set_rollback(True)
    return events


def test_a_seed_tells_the_same_story_each_time() -> None:
    once = told(3)
    assert len(once) > 200
    assert told(3) == once
    assert told(4) != once


def test_everything_happened_within_the_days_asked_for() -> None:
    small_town()
    history = DomainEvent.objects.exclude(type__startswith="user.")
    assert "message.sent" in set(history.values_list("type", flat=True))
    moments = history.order_by("occurred_at").values_list("occurred_at", flat=True)
    assert NOON - timedelta(days=14) < moments[0]
    assert max(moments) <= NOON


def test_every_state_comes_about() -> None:
    small_town()
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
    small_town()
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
    small_town()
    with clock.at(NOON):
        # What is promised at its end holds a post open; the promise is over within two days.
        assert not Listing.objects.overdue().filter(available_until__lt=NOON - timedelta(days=3))
        assert not FoodRequest.objects.overdue().filter(needed_by__lt=NOON - timedelta(days=3))
        assert not Commitment.objects.overdue().filter(expires_at__lt=NOON - timedelta(minutes=2))


def test_what_was_said_is_as_if_it_had_been_sent() -> None:
    small_town()
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


@pytest.mark.django_db(transaction=True)
def test_nobody_is_told_of_what_is_long_past() -> None:
    load(OXFORD, people=40, days=6, seed=3, say=silent)
    absorb(silent)
    told = Notification.objects.all()
    assert told.exists()
    assert not told.filter(event__occurred_at__lt=clock.now() - timedelta(hours=40)).exists()
    assert not Dispatch.objects.filter(channel="email").exists()


@pytest.mark.django_db(transaction=True)
def test_the_bell_is_not_rung_and_all_is_absorbed() -> None:
    small_town()
    assert not OrmQ.objects.exists()
    assert absorb(silent) > 200
    assert not Delivery.objects.filter(done_at=None).exists()
    assert not OrmQ.objects.exists()
    assert absorb(silent) == 0


def test_every_good_is_known_to_the_catalog_in_its_unit() -> None:
    foods = {food.slug: food for food in Food.objects.curated().with_units()}
    gardens = [good for kind in goods.GARDEN.values() for good in kind]
    rest = (
        *goods.EGGS_AND_DAIRY,
        *goods.HENS,
        *goods.BREAD,
        *goods.MEALS,
        *goods.CUPBOARD,
        *goods.BABY_AND_HOME,
        *goods.KINDS_OF_BREAD,
        *goods.SOME_FRUIT,
        *goods.SOME_VEGETABLES,
    )
    unknown = [
        (good.slug, good.unit)
        for good in (*gardens, *rest)
        if good.slug not in foods or good.unit not in foods[good.slug].units()
    ]
    assert unknown == []
    assert [
        (kind, good.slug)
        for kind, grown in goods.GARDEN.items()
        for good in grown
        if foods[good.slug].category.slug != kind
    ] == []


@pytest.mark.parametrize("north", [True, False])
@pytest.mark.parametrize("month", range(1, 13))
def test_there_are_vegetables_in_every_month(month: int, north: bool) -> None:
    foods = {food.slug: food for food in Food.objects.curated()}
    assert len(goods.in_season(goods.GARDEN["vegetables"], foods, month, north=north)) >= 3


def test_the_town_can_stand_elsewhere_with_its_districts_as_far_apart() -> None:
    lima = moved(OXFORD, Point(-12.0464, -77.0428))
    assert (lima.name, lima.timezone) == ("Breña", "America/Lima")
    for here, there in zip(OXFORD.districts, lima.districts, strict=True):
        assert cells.distance_km(lima.middle, there.middle) == pytest.approx(
            cells.distance_km(OXFORD.middle, here.middle), abs=0.05
        )


def test_every_institution_has_a_district() -> None:
    assert [one.name for one in INSTITUTIONS if OXFORD.named(one.district) is None] == []


def test_the_command_tells_its_progress_on_stderr(capsys: pytest.CaptureFixture[str]) -> None:
    call_command("load_town", people=20, days=8, near=Point(48.2, 16.37), seed=5)
    out, err = capsys.readouterr()
    assert out == ""
    assert "writing it down" in err
    assert User.objects.count() == 20
    assert set(User.objects.values_list("timezone", flat=True)) == {"Europe/Vienna"}


@pytest.mark.parametrize(
    "wrong", [["--near", "51"], ["--near", "91,0"], ["--people", "0"], ["--days", "x"]]
)
def test_the_command_refuses_what_makes_no_town(wrong: list[str]) -> None:
    with pytest.raises(CommandError):
        call_command("load_town", *wrong)
