"""The demo's town and its like: the same seed tells the same story, and what comes of it."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import transaction
from django_q.models import OrmQ

from accounts.models import User
from catalog.models import Food
from core import clock
from core.events.models import Delivery, DomainEvent
from core.geo import cells
from core.geo.cells import Point
from foodcoord.town import goods
from foodcoord.town.geography import OXFORD, moved
from foodcoord.town.institutions import INSTITUTIONS
from foodcoord.town.loading import absorb, load
from notifications.models import Dispatch, Notification

pytestmark = pytest.mark.django_db
NOON = datetime(2026, 7, 15, 12, tzinfo=UTC)


def silent(_line: str) -> None:
    """Nobody listens."""


def small_town(seed: int = 3, days: int = 7) -> None:
    with clock.at(NOON):
        load(OXFORD, people=60, days=days, seed=seed, say=silent)


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
