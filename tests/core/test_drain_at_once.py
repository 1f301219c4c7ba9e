"""Workers at once, stuck and killed: each event still has its effect once."""

import signal
from threading import Event, Thread, Timer

import pytest
from django.db import connection

from core.events.drain import bury_exhausted, drain
from core.events.models import Delivery
from core.events.redelivery import replay
from tests.core.listeners import NAME, effects, happen, ids, listening, make_due, note, states
from tests.core.processes import run
from tests.races import all_at_once

pytestmark = pytest.mark.django_db(transaction=True)

PATIENCE = 20


class StuckWorker:
    """A drain in a thread of its own that stays in its handler until it is let go."""

    def __init__(self) -> None:
        self.inside, self.go = Event(), Event()
        self.thread = Thread(target=self._drain)

    def handle(self, events):
        note(events)
        self.inside.set()
        assert self.go.wait(PATIENCE)

    def _drain(self):
        try:
            drain(NAME)
        finally:
            connection.close()

    def __enter__(self):
        self.thread.start()
        assert self.inside.wait(PATIENCE)
        return self

    def __exit__(self, *error):
        self.go.set()
        self.thread.join(PATIENCE)


def test_four_drains_at_once_absorb_each_event_once():
    events = happen(200)
    with listening(batch=7):
        absorbed = all_at_once(4, lambda n: drain(NAME))
    assert sum(absorbed) == 200
    assert effects() == ids(events)
    assert states() == [(1, True, False)] * 200


@pytest.fixture
def _leases_end_at_once(settings):
    settings.DELIVERY_LEASE_SECONDS = 0


@pytest.mark.usefixtures("_leases_end_at_once")
def test_a_lease_that_ends_while_handling_has_no_second_effect():
    events = happen(2)
    stuck = StuckWorker()
    with listening(stuck.handle), stuck:
        assert drain(NAME) == 0
    assert effects() == ids(events)
    assert states() == [(1, True, False)] * 2


@pytest.mark.usefixtures("_leases_end_at_once")
def test_a_last_attempt_in_hand_is_neither_buried_nor_waited_for():
    (event,) = happen()
    Delivery.objects.update(attempts=4)
    make_due()
    stuck = StuckWorker()
    with listening(stuck.handle), stuck:
        assert bury_exhausted(NAME) == 0
        assert drain(NAME) == 0
    assert effects() == [event.pk]
    assert states() == [(5, True, False)]


def test_others_are_absorbed_while_one_worker_is_stuck():
    (slow,) = happen()
    stuck = StuckWorker()
    with listening(stuck.handle), stuck:
        later = happen(2)
        with listening(note):
            assert drain(NAME) == 2
        assert effects() == ids(later)
    assert effects() == ids([slow, *later])


def test_a_replay_waits_for_what_is_in_hand_and_then_everything_is_heard_again():
    (event,) = happen()
    stuck = StuckWorker()
    again: list[object] = []
    with listening(stuck.handle, rehandle=again.extend):
        with stuck:
            Timer(0.3, stuck.go.set).start()
            assert replay(NAME) == 1
        drain(NAME)
    assert effects() == [event.pk]
    assert again == [event]


@pytest.mark.faults
@pytest.mark.parametrize(("death", "code"), [("exit", 1), ("kill", -signal.SIGKILL)])
def test_poison_kills_five_workers_and_is_buried_and_nobody_else_suffers(death, code):
    good = happen(3)
    happen(death=death)
    good += happen(2)

    ended = run("-m", "tests.core.doomed_worker")

    assert ended.stdout.split() == [str(code)] * 5 + ["0"]
    assert effects() == ids(good)
    absorbed, buried = (2, True, False), (5, False, True)
    assert states() == [absorbed] * 3 + [buried] + [absorbed] * 2


def test_a_claim_is_seen_by_all_before_anything_is_handled():
    happen()
    seen = []

    def handle(batch):
        seen.append(all_at_once(1, lambda n: states()))

    with listening(handle):
        drain(NAME)
    assert seen == [[[(1, False, False)]]]
