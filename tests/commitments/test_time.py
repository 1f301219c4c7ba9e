"""What silence means."""

from datetime import timedelta

import pytest

from commitments import services, tasks
from commitments.models import Commitment
from core import clock
from tests.factories import make_commitment

pytestmark = pytest.mark.django_db
SECOND = timedelta(seconds=1)


@pytest.fixture
def tomorrow(listing, taker) -> Commitment:
    """Proposed now, to be collected in two days: the day for an answer ends first."""
    in_two_days = clock.now() + timedelta(days=2)
    return make_commitment(
        by=taker,
        listing=listing,
        quantity="2",
        handover_start=in_two_days,
        handover_end=in_two_days + timedelta(hours=2),
    )


def test_answer_is_expected_within_a_day(tomorrow):
    assert tomorrow.expires_at == tomorrow.created_at + timedelta(hours=24)


def test_answer_is_expected_before_the_window_ends(proposed):
    assert proposed.expires_at == proposed.handover_end


def test_time_for_an_answer_is_a_setting(settings, listing, taker):
    settings.PROPOSAL_HOURS = 1
    commitment = make_commitment(by=taker, listing=listing)
    assert commitment.expires_at == commitment.created_at + timedelta(hours=1)


@pytest.mark.parametrize(
    ("past", "state", "left"), [(-SECOND, "proposed", 1), (SECOND * 0, "expired", 3)]
)
def test_unanswered_proposal_expires_and_gives_back(tomorrow, listing, books, past, state, left):
    with clock.at(tomorrow.expires_at + past):
        tasks.expire_proposals()
    assert Commitment.objects.get().state == state
    assert books(listing) == ("active", left, 3 - left, 0)


def test_proposal_expires_at_the_end_of_its_window(proposed, listing, books):
    with clock.at(proposed.handover_end):
        tasks.expire_proposals()
    assert Commitment.objects.get().state == "expired"
    assert books(listing) == ("active", 3, 0, 0)


def test_expiring_twice_changes_nothing(proposed):
    with clock.at(proposed.expires_at):
        assert services.expire(commitment=proposed) is True
        assert services.expire(commitment=proposed) is False
    assert Commitment.objects.get().version == 2


def test_answered_proposal_does_not_expire(accepted):
    with clock.at(accepted.expires_at):
        tasks.expire_proposals()
    assert Commitment.objects.get().state == "accepted"


@pytest.mark.parametrize(("past", "state"), [(-SECOND, "accepted"), (SECOND * 0, "missed")])
def test_silence_for_two_days_after_the_window_means_missed(accepted, past, state):
    with clock.at(accepted.handover_end + timedelta(hours=48) + past):
        tasks.lapse_promises()
    assert Commitment.objects.get().state == state


def test_lapsing_gives_the_quantity_back_once(accepted, listing, books):
    with clock.at(accepted.handover_end + timedelta(hours=48)):
        assert services.lapse(commitment=accepted) is True
        assert services.lapse(commitment=accepted) is False
    assert books(listing) == ("active", 3, 0, 0)


def test_handed_over_promise_does_not_lapse(fulfilled):
    with clock.at(fulfilled.handover_end + timedelta(days=30)):
        tasks.lapse_promises()
    assert Commitment.objects.get().state == "fulfilled"


def test_its_tasks_run_by_the_clock():
    from django_q.models import Schedule

    assert dict(
        Schedule.objects.filter(func__startswith="commitments.").values_list("func", "minutes")
    ) == {
        "commitments.tasks.expire_proposals": 1,
        "commitments.tasks.lapse_promises": 15,
        "commitments.tasks.remind_of_hand_overs": 15,
    }
