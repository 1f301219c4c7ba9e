"""Signals as they live: appear, stay themselves, change, and go."""

from datetime import timedelta

import pytest

from core import clock
from core.events.models import Delivery, DomainEvent
from insights.figures.follow_up import roll_over
from insights.models import InsightSignal
from tests.insights.events import P4, P5, PEOPLE, absorb, event, listing, noon, request

pytestmark = pytest.mark.django_db


def asks(on, count=6, grams=5_000, first=0, **values):
    return [request(on, grams=grams, by=p, **values) for p in PEOPLE[first : first + count]]


def offers(on, count=6, grams=5_000, first=0, **values):
    return [listing(on, grams=grams, by=p, **values) for p in PEOPLE[first : first + count]]


def active() -> list[tuple[str, str, str]]:
    rows = InsightSignal.objects.active().order_by("cell", "kind")
    return list(rows.values_list("cell", "category", "kind"))


def test_planted_shortage_appears_in_the_cell_and_its_region(today):
    absorb(*asks(today))
    assert active() == [(P4, "vegetables", "shortage"), (P5, "vegetables", "shortage")]


def test_planted_surplus_appears(today):
    absorb(*offers(today))
    assert active() == [(P4, "vegetables", "surplus"), (P5, "vegetables", "surplus")]


def test_waste_appears(today):
    absorb(
        *offers(today),
        *asks(today),
        *[event("listing.expired", on=today, by=p, lost=5_000) for p in PEOPLE[:6]],
    )
    assert active() == [(P4, "vegetables", "waste"), (P5, "vegetables", "waste")]


def test_too_few_people_state_no_imbalance(today):
    absorb(*asks(today, count=4), *asks(today, count=4))
    assert active() == []


def test_totals_state_no_imbalance(today):
    absorb(*asks(today))
    assert not InsightSignal.objects.filter(category="").exists()


def test_signal_rests_on_the_fortnight_where_that_may_be_seen(today):
    absorb(*asks(today))
    assert set(InsightSignal.objects.values_list("window_days", flat=True)) == {14}


def test_signal_rests_on_the_month_where_only_that_may_be_seen(today):
    absorb(*asks(today), *asks(today - timedelta(days=20), count=1, first=30))
    assert set(InsightSignal.objects.values_list("window_days", flat=True)) == {30}


def test_new_signal_asks_for_words_once(today):
    absorb(*asks(today))
    signal = InsightSignal.objects.get(cell=P5)
    asked = DomainEvent.objects.get(type="insight.requested", subject_id=signal.pk)
    assert (asked.subject_version, asked.cells, asked.actor) == (1, [P4, P5], None)
    assert asked.payload == {
        "kind": "shortage",
        "category": "vegetables",
        "window_days": 14,
        "inputs_hash": signal.inputs_hash,
    }
    assert Delivery.objects.of("explanations").count() == 2


def test_signal_stays_itself_and_asks_again_only_when_its_rounded_numbers_change(today):
    absorb(*asks(today, grams=5_000))
    first = InsightSignal.objects.get(cell=P5)
    absorb(request(today, grams=20, by=PEOPLE[0]))  # 30.02 kg is still "30"
    second = InsightSignal.objects.get(cell=P5)
    assert (second.pk, second.version, second.first_seen) == (first.pk, 1, first.first_seen)
    assert second.numbers["requested_g"] == 30_020
    absorb(*asks(today, count=2, grams=9_000))
    third = InsightSignal.objects.get(cell=P5)
    assert (third.pk, third.version, third.first_seen) == (first.pk, 2, first.first_seen)
    assert DomainEvent.objects.filter(subject_id=first.pk).count() == 2


def test_answered_shortage_closes(today):
    absorb(*asks(today))
    first = InsightSignal.objects.get(cell=P5)
    absorb(*offers(today, count=8, grams=6_000, first=20))
    assert ("u05kq", "vegetables", "shortage") not in active()
    first.refresh_from_db()
    assert first.closed_at is not None


def test_returning_signal_is_a_new_one(today):
    absorb(*asks(today))
    absorb(*offers(today, count=8, grams=6_000, first=20))
    absorb(*asks(today, count=20, grams=20_000, first=40))
    assert InsightSignal.objects.filter(cell=P5, kind="shortage").count() == 2
    assert InsightSignal.objects.active().filter(cell=P5, kind="shortage").count() == 1


def test_shortage_goes_when_its_requests_leave_the_window(today):
    """The fortnight first; then the month, which alone may still be seen; then nothing."""
    with clock.at(noon(today - timedelta(days=30))):
        absorb(*asks(today - timedelta(days=30)))
    for days_ago, windows in ((17, [14, 14]), (16, [30, 30]), (1, [30, 30]), (0, [])):
        with clock.at(noon(today - timedelta(days=days_ago))):
            roll_over()
        holding = InsightSignal.objects.filter(closed_at=None)
        assert list(holding.values_list("window_days", flat=True)) == windows


def test_signal_lapses_by_itself_when_nobody_looks_after_it(today):
    with clock.at(noon(today - timedelta(days=3))):
        absorb(*asks(today - timedelta(days=3)))
    assert InsightSignal.objects.filter(closed_at=None).count() == 2
    assert active() == []


def test_lapsed_signal_is_taken_up_again_by_the_next_event(today):
    with clock.at(noon(today - timedelta(days=3))):
        absorb(*asks(today - timedelta(days=3)))
    before = InsightSignal.objects.get(cell=P5).pk
    absorb(*asks(today, count=1))
    assert InsightSignal.objects.active().get(cell=P5).pk == before
