"""Writes that are sent twice and happen once."""

from datetime import timedelta
from threading import Event, Thread
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.db import OperationalError, connection, transaction
from django.utils import timezone

from core.errors import InFlight, KeyReused
from core.idempotency import IdempotencyKey, fingerprint, once_per_key, purge_keys
from tests.races import all_at_once

pytestmark = pytest.mark.django_db
ASKED = {"method": "PATCH", "path": "/x", "body": {"a": 1, "b": [1, 2]}}


@pytest.fixture
def actor() -> UUID:
    return uuid4()


def test_a_repeat_under_a_key_does_nothing(actor: UUID) -> None:
    done: list[int] = []

    ran = [
        once_per_key(actor=actor, key="k", asked=ASKED, write=lambda: done.append(1))
        for _ in range(3)
    ]

    assert (ran, done) == ([True, False, False], [1])


def test_mappings_are_alike_whatever_their_order(actor: UUID) -> None:
    once_per_key(actor=actor, key="k", asked=ASKED, write=lambda: None)
    turned = {"body": {"b": [1, 2], "a": 1}, "path": "/x", "method": "PATCH"}

    assert once_per_key(actor=actor, key="k", asked=turned, write=lambda: None) is False


@pytest.mark.parametrize(
    "other",
    [
        {**ASKED, "body": {"a": 2, "b": [1, 2]}},
        {**ASKED, "body": {"a": 1, "b": [2, 1]}},
        {**ASKED, "body": {"a": "1", "b": [1, 2]}},
        {**ASKED, "path": "/y"},
        {**ASKED, "method": "POST"},
    ],
)
def test_something_else_under_the_key_is_refused(actor: UUID, other: dict[str, Any]) -> None:
    once_per_key(actor=actor, key="k", asked=ASKED, write=lambda: None)

    with pytest.raises(KeyReused):
        once_per_key(actor=actor, key="k", asked=other, write=lambda: None)


def test_another_persons_key_is_another_key(actor: UUID) -> None:
    once_per_key(actor=actor, key="k", asked=ASKED, write=lambda: None)

    other = {**ASKED, "path": "/y"}
    assert once_per_key(actor=uuid4(), key="k", asked=other, write=lambda: None) is True


def test_a_failure_gives_the_key_back_with_all_it_wrote(actor: UUID) -> None:
    def fail() -> None:
        IdempotencyKey.objects.create(actor=actor, key="written before failing", fingerprint="")
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        once_per_key(actor=actor, key="k", asked=ASKED, write=fail)

    assert IdempotencyKey.objects.count() == 0
    other = {**ASKED, "path": "/y"}
    assert once_per_key(actor=actor, key="k", asked=other, write=lambda: None) is True


def test_keys_are_kept_for_seven_days_and_not_longer(actor: UUID) -> None:
    now = timezone.now()
    for key, age in (("young", timedelta(days=6, hours=23)), ("old", timedelta(days=7, hours=1))):
        IdempotencyKey.objects.create(
            actor=actor, key=key, fingerprint=fingerprint(ASKED), created_at=now - age
        )

    assert purge_keys() == 1
    assert purge_keys() == 0
    assert IdempotencyKey.objects.get().key == "young"


def test_a_purged_key_is_new_again(actor: UUID) -> None:
    once_per_key(actor=actor, key="k", asked=ASKED, write=lambda: None)
    IdempotencyKey.objects.update(created_at=timezone.now() - timedelta(days=8))
    purge_keys()

    other = {**ASKED, "path": "/y"}
    assert once_per_key(actor=actor, key="k", asked=other, write=lambda: None) is True


def test_nothing_that_was_sent_is_kept(actor: UUID) -> None:
    secret = {**ASKED, "body": {"note": "12 Hidden Lane"}}
    once_per_key(actor=actor, key="k", asked=secret, write=lambda: None)

    row = IdempotencyKey.objects.get()
    assert {f.name for f in row._meta.fields} == {"pk", "actor", "key", "fingerprint", "created_at"}
    assert "Hidden" not in row.fingerprint
    assert len(row.fingerprint) == 64


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        (({"a": 1},), ({"a": 1},), True),
        (("a", "b"), ("ab",), False),
        (("a", "b"), ("b", "a"), False),
        ((1,), ("1",), False),
        ((None,), ("None",), False),
    ],
)
def test_fingerprints_tell_apart(one: Any, other: Any, same: bool) -> None:
    assert (fingerprint(*one) == fingerprint(*other)) is same


@pytest.mark.django_db(transaction=True)
def test_many_at_once_under_one_key_write_once(actor: UUID) -> None:
    written: list[int] = []

    def write() -> None:
        written.append(1)

    answers = all_at_once(
        20, lambda _: once_per_key(actor=actor, key="k", asked=ASKED, write=write)
    )

    others = [answer for answer in answers if not isinstance(answer, bool)]
    assert [answer for answer in answers if answer is True] == [True]
    assert len(written) == 1
    assert {type(error) for error in others} <= {InFlight}


class Slow:
    """A write in a thread of its own that stays in its transaction until it is let go."""

    def __init__(self, actor: UUID) -> None:
        self.actor = actor
        self.inside, self.go = Event(), Event()
        self.thread = Thread(target=self._run)

    def _run(self) -> None:
        try:
            once_per_key(actor=self.actor, key="k", asked=ASKED, write=self._write)
        finally:
            connection.close()

    def _write(self) -> None:
        self.inside.set()
        assert self.go.wait(20)

    def __enter__(self) -> "Slow":
        self.thread.start()
        assert self.inside.wait(20)
        return self

    def __exit__(self, *error: object) -> None:
        self.go.set()
        self.thread.join(20)


@pytest.mark.django_db(transaction=True)
def test_a_copy_that_comes_while_the_first_is_at_work_is_told_so(actor: UUID) -> None:
    with Slow(actor), pytest.raises(InFlight) as refused:
        once_per_key(actor=actor, key="k", asked=ASKED, write=lambda: None)

    assert (refused.value.status, refused.value.retry_after) == (409, 1)
    assert once_per_key(actor=actor, key="k", asked=ASKED, write=lambda: None) is False


@pytest.mark.django_db(transaction=True)
def test_other_keys_wait_for_nobody(actor: UUID) -> None:
    with Slow(actor):
        assert once_per_key(actor=actor, key="other", asked=ASKED, write=lambda: None) is True


@pytest.mark.django_db(transaction=True)
def test_a_lock_that_is_not_the_gates_is_no_copy_in_flight(actor: UUID) -> None:
    def wait_in_vain() -> None:
        with connection.cursor() as cursor:
            cursor.execute("SET LOCAL lock_timeout = '50ms'")
            cursor.execute("SELECT pg_advisory_xact_lock(42)")

    held, go = Event(), Event()

    def hold() -> None:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(42)")
            held.set()
            go.wait(20)
        connection.close()

    holder = Thread(target=hold)
    holder.start()
    assert held.wait(20)
    try:
        with pytest.raises(OperationalError):
            once_per_key(actor=actor, key="k", asked=ASKED, write=wait_in_vain)
    finally:
        go.set()
        holder.join(20)

    assert IdempotencyKey.objects.count() == 0
