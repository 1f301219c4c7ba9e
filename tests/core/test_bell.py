"""One ring for many writes, and none of them left unheard."""

import threading
from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import connection, transaction
from django.utils import timezone
from django_q.models import OrmQ

from core.events import bell
from core.events.log import append
from core.events.models import Bell, Delivery
from core.events.tasks import drain_consumer, sweep
from tests.core.listeners import NAME, TYPE, effects, listening

pytestmark = pytest.mark.django_db(transaction=True)

WRITERS, WRITES = 4, 40


def write() -> None:
    append(
        TYPE,
        subject_type="listing",
        subject_id=uuid4(),
        subject_version=1,
        actor=None,
        payload={},
        cells=[],
    )


def write_alone() -> None:
    with transaction.atomic():
        write()


def rings() -> int:
    return sum(task.group() == f"drain {NAME}" for task in OrmQ.objects.all())


@pytest.fixture(autouse=True)
def _quiet():
    OrmQ.objects.all().delete()
    bell.answer(NAME)
    with listening():
        yield
    OrmQ.objects.all().delete()
    Bell.objects.all().delete()


def test_many_writes_ring_once_until_they_are_heard():
    for _ in range(10):
        write_alone()
    assert rings() == 1
    drain_consumer(NAME)
    assert len(effects()) == 10
    write_alone()
    assert rings() == 2


def test_several_facts_of_one_transaction_ring_once():
    with transaction.atomic():
        write()
        write()
    assert rings() == 1


def test_first_ring_of_all_is_made_before_anybody_answered():
    Bell.objects.all().delete()
    write_alone()
    assert rings() == 1


def test_ring_that_was_rolled_back_was_none():
    with transaction.atomic():
        write()
        transaction.set_rollback(True)
    write_alone()
    assert rings() == 1


def test_ring_that_nobody_answers_is_not_believed_for_long():
    write_alone()
    Bell.objects.update(rung_at=timezone.now() - timedelta(seconds=bell.BELIEVED_SECONDS))
    write_alone()
    assert rings() == 2


def test_worker_waits_for_who_relied_on_the_ring_and_finds_their_write():
    write_alone()
    relied, may_commit = threading.Event(), threading.Event()

    def slow_writer() -> None:
        with transaction.atomic():
            write()
            relied.set()
            may_commit.wait(10)
        connection.close()

    def worker() -> None:
        drain_consumer(NAME)
        connection.close()

    writer, drainer = threading.Thread(target=slow_writer), threading.Thread(target=worker)
    writer.start()
    assert relied.wait(10)
    drainer.start()
    drainer.join(0.5)
    assert drainer.is_alive()
    assert rings() == 1
    may_commit.set()
    writer.join(10)
    drainer.join(10)
    assert len(effects()) == 2


def test_writer_that_takes_long_holds_up_nobody_elses_events():
    write_alone()
    relied, may_commit = threading.Event(), threading.Event()

    def slow_writer() -> None:
        with transaction.atomic():
            write()
            relied.set()
            may_commit.wait(10)
        connection.close()

    writer = threading.Thread(target=slow_writer)
    writer.start()
    assert relied.wait(10)
    with connection.cursor() as cursor:
        cursor.execute("SET lock_timeout = '100ms'")
    drain_consumer(NAME)
    assert len(effects()) == 1
    may_commit.set()
    writer.join(10)
    sweep()
    assert rings() == 2
    drain_consumer(NAME)
    connection.close()
    assert len(effects()) == 2


def test_writers_do_not_wait_for_each_other():
    first_wrote, second_done = threading.Event(), threading.Event()

    def first() -> None:
        with transaction.atomic():
            write()
            first_wrote.set()
            assert second_done.wait(10)
        connection.close()

    thread = threading.Thread(target=first)
    thread.start()
    assert first_wrote.wait(10)
    write_alone()
    second_done.set()
    thread.join(10)
    assert Delivery.objects.of(NAME).count() == 2
    assert rings() == 2


def test_no_write_is_left_unheard_when_writers_and_workers_race():
    """Without the sweeper: whoever takes a ring from the queue drains, until none is left."""
    over = threading.Event()

    def writer() -> None:
        for _ in range(WRITES):
            write_alone()
        connection.close()

    def worker() -> None:
        while not (over.is_set() and not OrmQ.objects.exists()):
            ring = OrmQ.objects.order_by("id").first()
            if ring is not None and OrmQ.objects.filter(pk=ring.pk).delete()[0]:
                drain_consumer(NAME)
        connection.close()

    writers = [threading.Thread(target=writer) for _ in range(WRITERS)]
    workers = [threading.Thread(target=worker) for _ in range(2)]
    for thread in (*writers, *workers):
        thread.start()
    for thread in writers:
        thread.join(60)
    over.set()
    for thread in workers:
        thread.join(60)
    assert Delivery.objects.of(NAME).open().count() == 0
    assert len(effects()) == WRITERS * WRITES


def test_what_a_worker_has_no_time_for_is_rung_for_again(monkeypatch):
    monkeypatch.setattr("core.events.tasks.DRAIN_SECONDS", 0.0)
    write_alone()
    OrmQ.objects.all().delete()
    drain_consumer(NAME)
    assert (effects(), rings()) == ([], 1)
