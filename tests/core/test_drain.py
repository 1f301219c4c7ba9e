"""Claim and handle: each event absorbed once, whatever its consumer does."""

from contextlib import suppress
from datetime import timedelta

import pytest
from django.db import IntegrityError, OperationalError, connection, transaction
from django.utils import timezone

from core.correlation import current_correlation_id
from core.events.drain import MAX_BACKOFF_SECONDS, bury_exhausted, drain
from core.events.errors import PartlyDone
from core.events.models import Delivery, DomainEvent
from core.idempotency import IdempotencyKey
from tests.core.listeners import NAME, effects, happen, ids, listening, make_due, note, states

pytestmark = pytest.mark.django_db

DONE, WAITING, DEAD = (1, True, False), (1, False, False), (5, False, True)


def test_what_is_due_is_absorbed_once():
    events = happen(3)
    with listening():
        assert drain(NAME) == 3
        assert drain(NAME) == 0
    assert effects() == ids(events)
    assert states() == [DONE] * 3


def test_batches_are_no_larger_than_asked_for_and_in_order():
    events = happen(5)
    batches = []

    def handle(batch):
        batches.append([event.pk for event in batch])

    with listening(handle, batch=2):
        drain(NAME)
    in_order = [event.pk for event in events]
    assert batches == [in_order[:2], in_order[2:4], in_order[4:]]


def test_only_ones_own_deliveries_are_absorbed():
    happen(1, consumer="another")
    with listening():
        assert drain(NAME) == 0
    assert states("another") == [(0, False, False)]


def test_an_unknown_consumer_is_no_consumer():
    with pytest.raises(LookupError, match="nobody"):
        drain("nobody")


def test_no_time_left_takes_nothing():
    happen()
    with listening():
        assert drain(NAME, seconds=0) == 0
    assert states() == [(0, False, False)]


def test_a_lease_that_runs_keeps_others_away():
    happen()
    Delivery.objects.update(attempts=1, due_at=timezone.now() + timedelta(seconds=50))
    with listening():
        assert drain(NAME) == 0


def test_a_lease_that_ended_is_anybodys():
    (event,) = happen()
    Delivery.objects.update(attempts=1)
    make_due()
    with listening():
        assert drain(NAME) == 1
    assert effects() == [event.pk]
    assert states() == [(2, True, False)]


def test_one_bad_event_waits_and_the_others_are_absorbed_once():
    events = happen(9)
    bad = events[4]

    def handle(batch):
        note(batch)
        if bad in batch:
            raise ValueError("canary of a row")

    with listening(handle):
        assert drain(NAME) == 8
    assert effects() == ids([event for event in events if event != bad])
    assert states() == [DONE] * 4 + [WAITING] + [DONE] * 4
    assert Delivery.objects.get(event=bad).last_error == "builtins.ValueError"


def test_a_bad_event_among_many_costs_few_batches():
    events = happen(64)
    sizes = []

    def handle(batch):
        sizes.append(len(batch))
        if events[17] in batch:
            raise ValueError

    with listening(handle):
        assert drain(NAME) == 63
    assert sorted(sizes) == sorted([64, 32, 32, 16, 16, 8, 8, 4, 4, 2, 2, 1, 1])


def test_what_is_the_databases_fault_is_no_events_and_is_not_cut_up():
    happen(3)
    batches = []

    def handle(batch):
        batches.append(len(batch))
        with connection.cursor() as cursor:
            cursor.execute("SET LOCAL statement_timeout = '1ms'; SELECT pg_sleep(1)")

    with listening(handle):
        assert drain(NAME) == 0
    assert batches == [3]
    assert states() == [WAITING] * 3
    known = set(Delivery.objects.values_list("last_error", flat=True))
    assert known == {f"{OperationalError.__module__}.{OperationalError.__qualname__}"}


def test_a_consumer_may_fail_inside_and_go_on():
    (event,) = happen()

    def handle(batch):
        twins = [IdempotencyKey(actor=event.pk, key="twin", fingerprint="x") for _ in "12"]
        with suppress(IntegrityError), transaction.atomic():
            IdempotencyKey.objects.bulk_create(twins)
        note(batch)

    with listening(handle):
        assert drain(NAME) == 1
    assert effects() == [event.pk]


def test_a_consumer_that_hides_a_broken_transaction_is_not_done():
    happen()

    def handle(batch):
        note(batch)
        try:
            with connection.cursor() as cursor:
                cursor.execute("SELECT nothing")
        except Exception:
            return

    with listening(handle):
        assert drain(NAME) == 0
    assert (effects(), states()) == ([], [WAITING])


@pytest.mark.parametrize("outside", [False, True])
def test_five_failures_are_a_dead_letter(outside):
    happen()

    def handle(batch):
        raise ValueError

    with listening(handle, outside=outside):
        for attempt in range(1, 5):
            drain(NAME)
            assert states() == [(attempt, False, False)]
            make_due()
        drain(NAME)
        assert states() == [DEAD]
        make_due()
        assert drain(NAME) == 0
    assert states() == [DEAD]


@pytest.mark.parametrize(("tried", "most"), [(0, 2), (1, 4), (3, 16)])
def test_waits_grow_with_failures(tried, most):
    happen()
    Delivery.objects.update(attempts=tried)
    make_due()

    def handle(batch):
        raise ValueError

    with listening(handle):
        drain(NAME)
    wait = Delivery.objects.get().due_at - timezone.now()
    assert timedelta(seconds=most / 2 - 1) < wait <= timedelta(seconds=most)


def test_waits_have_an_end(settings):
    settings.DELIVERY_MAX_ATTEMPTS = 20
    happen()
    Delivery.objects.update(attempts=15)
    make_due()

    def handle(batch):
        raise ValueError

    with listening(handle):
        drain(NAME)
    wait = Delivery.objects.get().due_at - timezone.now()
    assert timedelta(seconds=MAX_BACKOFF_SECONDS / 2 - 1) < wait
    assert wait <= timedelta(seconds=MAX_BACKOFF_SECONDS)


def test_who_died_five_times_is_buried_and_the_next_is_absorbed():
    killer, other = happen(2)
    Delivery.objects.filter(event=killer).update(attempts=5)
    make_due()
    with listening():
        assert drain(NAME) == 1
    assert effects() == [other.pk]
    assert states() == [DEAD, DONE]
    assert Delivery.objects.get(event=killer).last_error == "the worker died each time"


def test_a_last_attempt_that_still_runs_is_not_buried():
    happen()
    Delivery.objects.update(attempts=5, due_at=timezone.now() + timedelta(seconds=50))
    assert bury_exhausted(NAME) == 0
    assert states() == [(5, False, False)]


def test_an_outside_call_slower_than_its_lease_is_done_though_it_was_buried():
    (event,) = happen()
    Delivery.objects.update(attempts=4)
    make_due()

    def handle(batch):
        note(batch)
        make_due()
        assert bury_exhausted(NAME) == 1

    with listening(handle, outside=True):
        assert drain(NAME) == 1
    assert effects() == [event.pk]
    assert states() == [(5, True, False)]


def test_a_failure_of_an_attempt_that_is_no_longer_ones_own_changes_nothing():
    happen()

    def handle(batch):
        Delivery.objects.update(attempts=2)  # the lease ended, and somebody else took it
        raise ValueError

    with listening(handle, outside=True):
        drain(NAME)
    assert states() == [(2, False, False)]
    assert Delivery.objects.get().last_error == ""


def test_outside_calls_come_one_by_one_outside_a_transaction():
    events = happen(3)
    calls = []

    def handle(batch):
        calls.append(([event.pk for event in batch], len(connection.savepoint_ids)))

    depth = len(connection.savepoint_ids)
    with listening(handle, outside=True):
        assert drain(NAME) == 3
    assert calls == [([event.pk], depth) for event in events]


def test_outside_calls_may_take_several_together():
    events = happen(5)
    calls = []

    def handle(batch):
        calls.append(([event.pk for event in batch], len(connection.savepoint_ids)))

    depth = len(connection.savepoint_ids)
    with listening(handle, outside=True, together=3):
        assert drain(NAME) == 5
    in_order = [event.pk for event in events]
    assert calls == [(in_order[:3], depth), (in_order[3:], depth)]


def test_of_several_together_those_that_got_through_are_done_and_the_rest_come_back_alone():
    events = happen(4)
    calls = []

    def handle(batch):
        calls.append(len(batch))
        note(batch[:2])
        if len(batch) > 1:
            raise PartlyDone(batch[:2]) from ValueError()

    with listening(handle, outside=True, together=4):
        assert drain(NAME) == 2
        assert states() == [DONE, DONE, WAITING, WAITING]
        late = Delivery.objects.filter(done_at=None)
        assert set(late.values_list("last_error", flat=True)) == {"builtins.ValueError"}
        make_due(done_at=None)
        assert drain(NAME) == 2
    assert calls == [4, 1, 1]
    assert effects() == ids(events)


def test_several_together_that_fail_as_a_whole_are_not_tried_again_at_once():
    happen(4)
    calls = []

    def handle(batch):
        calls.append(len(batch))
        raise ConnectionError

    with listening(handle, outside=True, together=4):
        assert drain(NAME) == 0
    assert calls == [4]
    assert states() == [WAITING] * 4


def test_work_runs_under_the_wishs_correlation_id():
    happen(2)
    known = []

    def handle(batch):
        known.append(current_correlation_id())

    with listening(handle, outside=True):
        drain(NAME)
    assert known == ["wish-0", "wish-1"]
    assert current_correlation_id() == ""


def test_what_was_replayed_goes_to_rehandle_and_the_rest_to_handle():
    old, new = happen(2)
    Delivery.objects.filter(event=old).update(replayed=True)
    fresh: list[DomainEvent] = []
    again: list[DomainEvent] = []
    with listening(fresh.extend, rehandle=again.extend):
        assert drain(NAME) == 2
    assert (fresh, again) == ([new], [old])
