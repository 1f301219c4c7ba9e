"""Dead letters tried again, and histories heard again."""

from datetime import UTC, datetime, timedelta

import pytest
from django.utils import timezone

from core.events.drain import drain
from core.events.models import Delivery, DomainEvent
from core.events.redelivery import redrive, replay
from tests.core.listeners import NAME, TYPE, effects, happen, ids, listening, make_due, states

pytestmark = pytest.mark.django_db


def bury(event):
    Delivery.objects.filter(event=event).update(
        attempts=5, dead_at=timezone.now(), last_error="builtins.ValueError"
    )


def finish(event):
    Delivery.objects.filter(event=event).update(attempts=1, done_at=timezone.now())


def test_a_dead_letter_gets_five_new_attempts_and_its_effect_once():
    (event,) = happen()
    bury(event)
    assert redrive(Delivery.objects.all()) == 1
    assert states() == [(0, False, False)]
    assert Delivery.objects.get().last_error == ""
    with listening():
        assert drain(NAME) == 1
    assert effects() == [event.pk]


def test_only_what_is_dead_is_redriven():
    running, done, dead = happen(3)
    Delivery.objects.filter(event=running).update(
        attempts=2, due_at=timezone.now() + timedelta(seconds=50)
    )
    finish(done)
    bury(dead)
    assert redrive(Delivery.objects.all()) == 1
    assert states() == [(2, False, False), (1, True, False), (0, False, False)]


def test_a_replay_makes_open_done_and_dead_and_missing_due_again():
    """Those that were never absorbed are heard for the first time."""
    events = happen(4)
    waiting, done, dead, missing = events
    Delivery.objects.filter(event=waiting).update(attempts=3)
    finish(done)
    bury(dead)
    Delivery.objects.filter(event=missing).delete()
    again: list[DomainEvent] = []
    with listening(rehandle=again.extend):
        assert replay(NAME) == 4
        assert states() == [(0, False, False)] * 4
        make_due()
        assert drain(NAME) == 4
    assert (ids(again), effects()) == (ids([done, missing]), ids([waiting, dead]))


def test_a_replay_twice_is_one():
    happen(2)
    with listening():
        assert (replay(NAME), replay(NAME)) == (2, 2)
        assert drain(NAME) == 2


def test_a_replay_may_begin_at_a_moment():
    old, new = happen(2)
    moment = datetime(2026, 3, 2, tzinfo=UTC)
    later = DomainEvent(
        type=TYPE, occurred_at=moment, subject_type="test", subject_id=new.subject_id
    )
    later.save(force_insert=True)
    with listening():
        assert replay(NAME, since=moment) == 1
        assert replay(NAME, since=moment + timedelta(microseconds=1)) == 0
    assert Delivery.objects.get(event=later).replayed
    assert not Delivery.objects.get(event=old).replayed


def test_only_the_types_it_listens_to_are_replayed():
    DomainEvent.objects.create(
        type="other.happened",
        occurred_at=timezone.now(),
        subject_type="test",
        subject_id=happen()[0].pk,
    )
    with listening():
        assert replay(NAME) == 1


def test_the_world_hears_nothing_again_unless_told_to():
    happen()
    with listening(outside=True):
        with pytest.raises(ValueError, match="--resend"):
            replay(NAME)
        assert replay(NAME, resend=True) == 1


def test_nobody_cannot_hear_again():
    with pytest.raises(LookupError, match="nobody"):
        replay("nobody")


def test_a_redriven_letter_that_fails_dies_again():
    (event,) = happen()
    bury(event)
    redrive(Delivery.objects.all())

    def handle(batch):
        raise ValueError

    with listening(handle):
        for _ in range(5):
            make_due()
            drain(NAME)
    assert states() == [(5, False, True)]
