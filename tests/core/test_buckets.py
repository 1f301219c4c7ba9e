"""How often someone may call: exact however many call at once."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import connection

from core import tasks
from core.api.buckets import Bucket, DayUsage, Plan, Usage, take, usage
from tests.races import all_at_once

SLOW = 1e-6
OPEN = Plan(per_second=100, burst=200, per_day=10_000)


def today() -> date:
    return datetime.now(UTC).date()


def a_day_passes(key: str) -> None:
    Bucket.objects.filter(key=key).update(day=today() - timedelta(days=1))


@pytest.mark.django_db(transaction=True)
def test_of_four_hundred_at_once_the_burst_passes_and_not_one_more():
    plan = Plan(per_second=SLOW, burst=200, per_day=10_000)

    taken = all_at_once(400, lambda n: take("client:1", plan))

    assert sum(t.allowed for t in taken) == 200
    row = Bucket.objects.get(key="client:1")
    assert (row.used, row.refused) == (200, 200)


@pytest.mark.django_db(transaction=True)
def test_of_four_hundred_at_once_the_days_limit_passes_and_not_one_more():
    plan = Plan(per_second=SLOW, burst=1_000, per_day=123)

    taken = all_at_once(400, lambda n: take("client:1", plan))

    assert sum(t.allowed for t in taken) == 123
    assert sorted(t.remaining_today for t in taken if t.allowed) == list(range(123))


@pytest.mark.django_db
def test_a_call_is_told_what_is_left():
    taken = take("client:1", OPEN)

    assert (taken.allowed, taken.remaining, taken.reset_seconds) == (True, 199, 1)
    assert (taken.remaining_today, taken.retry_after) == (9_999, 0)
    assert 0 < taken.day_ends_seconds <= 24 * 3600


@pytest.mark.django_db
def test_a_refused_call_takes_nothing_and_is_told_when_to_come_back():
    plan = Plan(per_second=0.1, burst=1, per_day=100)
    take("client:1", plan)

    refused = [take("client:1", plan) for _ in range(3)]

    assert [(t.allowed, t.remaining, t.retry_after) for t in refused] == [(False, 0, 10)] * 3
    Bucket.objects.update(refilled_at=datetime.now(UTC) - timedelta(seconds=11))
    assert take("client:1", plan).allowed


@pytest.mark.django_db
def test_a_rest_fills_the_bucket_to_the_brim_and_not_higher():
    take("client:1", OPEN)
    Bucket.objects.update(tokens=0, refilled_at=datetime.now(UTC) - timedelta(seconds=1))
    assert 98 <= take("client:1", OPEN).remaining <= 120

    Bucket.objects.update(tokens=0, refilled_at=datetime.now(UTC) - timedelta(days=1))
    assert take("client:1", OPEN).remaining == 199


@pytest.mark.django_db
def test_a_clock_that_lags_gives_nothing_and_takes_nothing():
    ahead = datetime.now(UTC) + timedelta(minutes=1)
    take("client:1", OPEN)
    Bucket.objects.update(tokens=7, refilled_at=ahead)

    assert take("client:1", OPEN).remaining == 6
    assert Bucket.objects.get().refilled_at == ahead


@pytest.mark.django_db
def test_a_days_limit_ends_with_the_day():
    plan = Plan(per_second=100, burst=200, per_day=2)
    assert [take("client:1", plan).allowed for _ in range(3)] == [True, True, False]
    late = take("client:1", plan)
    assert late.retry_after == late.day_ends_seconds

    a_day_passes("client:1")

    assert take("client:1", plan).remaining_today == 1


@pytest.mark.django_db
def test_a_batch_counts_for_each_of_its_writes_or_for_none():
    plan = Plan(per_second=100, burst=2, per_day=500)

    assert take("client:1", plan, calls=499, tokens=0).remaining_today == 1
    assert not take("client:1", plan, calls=2, tokens=0).allowed
    assert take("client:1", plan).remaining_today == 0


@pytest.mark.django_db
def test_what_exceeds_the_plan_is_refused_at_first_sight():
    refused = take("client:1", Plan(per_second=100, burst=200, per_day=10), calls=11, tokens=0)

    assert (refused.allowed, refused.remaining_today) == (False, 10)
    assert usage("client:1", since=today()) == [DayUsage(today(), 0, 11)]


@pytest.mark.django_db
def test_usage_is_what_was_booked_and_what_is_not_yet():
    yesterday = today() - timedelta(days=1)
    for _ in range(3):
        take("client:1", OPEN)
    a_day_passes("client:1")
    take("client:1", OPEN)
    take("client:2", OPEN)
    expected = [DayUsage(yesterday, 3, 0), DayUsage(today(), 1, 0)]

    assert usage("client:1", since=yesterday) == expected
    tasks.book_usage()
    tasks.book_usage()

    assert usage("client:1", since=yesterday) == expected
    Bucket.objects.all().delete()
    assert usage("client:1", since=yesterday) == expected
    assert usage("client:1", since=today()) == expected[1:]


@pytest.mark.django_db
def test_only_what_programs_use_is_kept():
    take("person:1", OPEN)
    take("client:1", OPEN)

    tasks.book_usage()

    assert list(Usage.objects.values_list("key", flat=True)) == ["client:1"]


@pytest.mark.django_db
def test_buckets_at_rest_and_usage_of_long_ago_are_forgotten():
    take("client:idle", OPEN)
    Bucket.objects.update(refilled_at=datetime.now(UTC) - timedelta(days=3))
    take("client:awake", OPEN)
    old = today() - timedelta(days=401)
    Usage.objects.create(key="client:idle", day=old, calls=1, refused=0)

    tasks.purge()

    assert list(Bucket.objects.values_list("key", flat=True)) == ["client:awake"]
    assert usage("client:idle", since=old) == [DayUsage(today(), 1, 0)]


@pytest.mark.django_db
def test_buckets_are_not_logged():
    with connection.cursor() as cursor:
        cursor.execute("SELECT relpersistence FROM pg_class WHERE relname = 'core_bucket'")
        assert cursor.fetchone() == ("u",)
