"""What the log says of a promise, to the last gram."""

from datetime import UTC, datetime, timedelta
from decimal import Decimal

import pytest

from catalog.models import Category
from commitments import services
from core import clock
from core.events.models import DomainEvent
from tests.factories import make_commitment, make_listing, make_organization, make_request

pytestmark = pytest.mark.django_db
NOON = datetime(2026, 8, 20, 12, 0, tzinfo=UTC)


@pytest.fixture
def told():
    """A history: listed at noon, proposed half an hour later."""

    def tell(giver, taker, **values):
        with clock.at(NOON):
            listing = make_listing(by=giver, available_until=NOON + timedelta(days=3))
        with clock.at(NOON + timedelta(minutes=30)):
            return make_commitment(
                by=taker,
                listing=listing,
                quantity="2",
                handover_start=NOON + timedelta(hours=1),
                handover_end=NOON + timedelta(hours=13),
                **values,
            )

    return tell


def common(giver, taker, state, **deltas):
    happened, by = HAPPENED[state]
    return {
        "happened": happened,
        "by": by,
        "food": "tomato",
        "category": "vegetables",
        "participants": [str(giver.pseudonym), str(taker.pseudonym)],
        "opened_on": "2026-08-20",
        "state": state,
        **deltas,
    }


HAPPENED = {
    "proposed": ("proposed", "receiver"),
    "accepted": ("accepted", "giver"),
    "declined": ("declined", "giver"),
    "cancelled": ("cancelled", "giver"),
    "expired": ("expired", None),
    "missed": ("missed", "receiver"),
    "fulfilled": ("handed_over", "giver"),
}
ACCEPTED = {"committed_delta": 2000, "committed_on": "2026-08-20", "minutes_to_commitment": 90}


def accept(commitment, giver):
    with clock.at(NOON + timedelta(minutes=90, seconds=59)):
        return services.accept(commitment=commitment, by=giver)


def test_created(told, giver, taker, facts):
    commitment = told(giver, taker)
    assert facts(commitment) == [
        ("commitment.created", common(giver, taker, "proposed", grams=2000))
    ]
    event = DomainEvent.objects.get(subject_id=commitment.pk)
    assert (event.actor, event.subject_type, event.subject_version, event.cells) == (
        taker.pseudonym,
        "commitment",
        1,
        commitment.listing.cell_ancestry,
    )
    assert event.occurred_at == NOON + timedelta(minutes=30)


def test_accepted_says_how_long_the_food_waited(told, giver, taker, facts):
    commitment = accept(told(giver, taker), giver)
    assert facts(commitment)[1:] == [
        ("commitment.updated", common(giver, taker, "accepted", **ACCEPTED))
    ]


def test_declined_carries_no_figures(told, giver, taker, facts):
    commitment = told(giver, taker)
    with clock.at(NOON + timedelta(hours=1)):
        services.decline(commitment=commitment, by=giver)
    assert facts(commitment)[1:] == [("commitment.updated", common(giver, taker, "declined"))]


def test_proposal_taken_back_carries_no_figures(told, giver, taker, facts):
    commitment = told(giver, taker)
    with clock.at(NOON + timedelta(hours=1)):
        services.cancel(commitment=commitment, by=taker)
    assert facts(commitment)[1:] == [
        ("commitment.updated", common(giver, taker, "cancelled", by="receiver", reason="other"))
    ]


def test_expired_is_stated_by_the_system(told, giver, taker, facts):
    commitment = told(giver, taker)
    with clock.at(commitment.expires_at):
        services.expire(commitment=commitment)
    assert facts(commitment)[1:] == [("commitment.updated", common(giver, taker, "expired"))]
    assert DomainEvent.objects.get(subject_id=commitment.pk, subject_version=2).actor is None


BACK = {"committed_delta": -2000, "committed_on": "2026-08-20"}


def test_cancelled_takes_the_promise_back_on_its_day(told, giver, taker, facts):
    commitment = accept(told(giver, taker), giver)
    with clock.at(NOON + timedelta(days=2)):
        services.cancel(commitment=commitment, by=giver)
    assert facts(commitment)[2:] == [
        ("commitment.updated", common(giver, taker, "cancelled", reason="other", **BACK))
    ]


def test_missed_takes_the_promise_back_on_its_day(told, giver, taker, facts):
    commitment = accept(told(giver, taker), giver)
    with clock.at(NOON + timedelta(days=2)):
        services.miss(commitment=commitment, by=taker)
    assert facts(commitment)[2:] == [("commitment.updated", common(giver, taker, "missed", **BACK))]


def test_lapsed_takes_the_promise_back_on_its_day(told, giver, taker, facts):
    commitment = accept(told(giver, taker), giver)
    with clock.at(NOON + timedelta(days=9)):
        services.lapse(commitment=commitment)
    said = common(giver, taker, "missed", by=None, **BACK)
    assert facts(commitment)[2:] == [("commitment.updated", said)]


def test_handed_over_lands_on_its_own_day(told, giver, taker, facts):
    commitment = accept(told(giver, taker), giver)
    with clock.at(NOON + timedelta(hours=12)):
        services.hand_over(commitment=commitment, by=giver)
    gone = {"confirmed": False, "handed_over_delta": 2000, "handed_over_on": "2026-08-21"}
    assert facts(commitment)[2:] == [
        ("commitment.updated", common(giver, taker, "fulfilled", **gone))
    ]


def test_partly_handed_over_corrects_the_promise(told, giver, taker, facts):
    commitment = accept(told(giver, taker), giver)
    with clock.at(NOON + timedelta(hours=12)):
        services.hand_over(commitment=commitment, by=giver, quantity=Decimal("0.5"))
    gone = {
        "confirmed": False,
        "handed_over_delta": 500,
        "handed_over_on": "2026-08-21",
        "committed_delta": -1500,
        "committed_on": "2026-08-20",
    }
    assert facts(commitment)[2:] == [
        ("commitment.updated", common(giver, taker, "fulfilled", **gone))
    ]


def test_disputed_takes_the_hand_over_back_on_its_day(told, giver, taker, facts):
    commitment = accept(told(giver, taker), giver)
    with clock.at(NOON + timedelta(hours=12)):
        services.hand_over(commitment=commitment, by=giver)
    with clock.at(NOON + timedelta(days=5)):
        services.dispute(commitment=commitment, by=taker)
    undone = {
        "happened": "disputed",
        "by": "receiver",
        "disputed": True,
        "handed_over_delta": -2000,
        "handed_over_on": "2026-08-21",
    }
    assert facts(commitment)[3:] == [
        ("commitment.updated", common(giver, taker, "fulfilled", **undone))
    ]


def test_answer_to_a_request_counts_from_the_request(giver, taker, facts):
    vegetables = Category.objects.get(slug="vegetables")
    with clock.at(NOON):
        food_request = make_request(by=taker, food=None, category=vegetables, quantity="4")
    with clock.at(NOON + timedelta(hours=1)):
        commitment = make_commitment(
            by=giver, request=food_request, quantity="1.5", travel="deliver"
        )
    with clock.at(NOON + timedelta(hours=2)):
        services.accept(commitment=commitment, by=taker)
    accepted = {
        "committed_delta": 1500,
        "committed_on": "2026-08-20",
        "minutes_to_commitment": 120,
        "by": "receiver",
    }
    payload = common(giver, taker, "accepted", **accepted) | {"food": None}
    assert facts(commitment)[1:] == [("commitment.updated", payload)]


def test_organization_takes_part_under_its_own_pseudonym(giver, taker, listing, facts):
    pantry = make_organization(by=taker)
    commitment = make_commitment(by=taker, listing=listing, organization=pantry)
    _, payload = facts(commitment)[0]
    assert payload["participants"] == [str(giver.pseudonym), str(pantry.pseudonym)]


def test_posts_state_their_own_versions(told, giver, taker):
    commitment = accept(told(giver, taker), giver)
    with clock.at(NOON + timedelta(hours=2)):
        services.hand_over(commitment=commitment, by=giver)
    of_listing = DomainEvent.objects.filter(subject_id=commitment.listing_id)
    assert list(of_listing.order_by("subject_version").values_list("type", flat=True)) == [
        "listing.created",
        "listing.updated",
        "listing.updated",
    ]
