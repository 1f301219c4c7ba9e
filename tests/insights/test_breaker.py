"""A model that keeps failing is left alone, is tried once in a while, and comes back by itself."""

from datetime import UTC, datetime, timedelta

import pytest

from core import clock
from insights.enums import CallOutcome
from insights.explanations import breaker
from insights.explanations.breaker import Breaker
from insights.explanations.renew import renew
from insights.models import Explanation, InsightSignal, ModelCall
from insights.reads import signals
from tests.insights.events import P5, PEOPLE, absorb, drain_now, request
from tests.insights.spoken import PLAIN, text
from tests.insights.test_budget import planned

pytestmark = pytest.mark.django_db
START = datetime(2030, 5, 6, 9, tzinfo=UTC)


def called(signal: InsightSignal, minute: float, outcome: str = "failed") -> ModelCall:
    asked = START + timedelta(minutes=minute)
    return ModelCall.objects.create(
        explanation=planned(signal),
        asked_at=asked,
        computed_at=asked,
        expires_at=asked + timedelta(days=1),
        milliseconds=None if outcome == CallOutcome.ASKED else 0,
        outcome=outcome,
        model="m",
    )


def stands(minute: float) -> Breaker:
    with clock.at(START + timedelta(minutes=minute)):
        return breaker.state()


def fail(signal: InsightSignal, *minutes: float) -> None:
    for minute in minutes:
        called(signal, minute)


def test_closed_where_nothing_failed(signal):
    assert stands(0) is Breaker.CLOSED


def test_opens_at_the_fifth_failure_in_a_row(signal):
    fail(signal, 0, 1, 2, 3)
    assert stands(3) is Breaker.CLOSED
    fail(signal, 4)
    assert stands(4) is Breaker.OPEN


@pytest.mark.parametrize("outcome", ["kept", "refused"])
def test_an_answer_in_between_begins_the_count_again(signal, outcome):
    fail(signal, 0, 1, 2, 3)
    called(signal, 3.5, outcome)
    fail(signal, 4, 5, 6, 7)
    assert stands(7) is Breaker.CLOSED


def test_failures_far_apart_do_not_open_it(signal):
    fail(signal, 0, 4, 8, 12, 16, 20)
    assert stands(20) is Breaker.CLOSED


def test_tries_once_after_its_rest_and_rests_again(signal):
    fail(signal, 0, 1, 2, 3, 4)
    assert stands(8.9) is Breaker.OPEN
    assert stands(9) is Breaker.TRIAL
    under_way = called(signal, 9, "asked")
    assert stands(9.5) is Breaker.OPEN
    ModelCall.objects.filter(pk=under_way.pk).update(outcome="failed", milliseconds=0)
    assert stands(9.5) is Breaker.OPEN
    assert stands(13.9) is Breaker.OPEN
    assert stands(14) is Breaker.TRIAL


def test_stays_open_through_trials_far_apart(signal):
    fail(signal, 0, 1, 2, 3, 4, *range(9, 200, 5))
    assert stands(200) is Breaker.OPEN


def test_answer_to_the_trial_closes_it(signal):
    fail(signal, 0, 1, 2, 3, 4)
    called(signal, 9, "kept")
    assert stands(9) is Breaker.CLOSED


def test_trial_whose_worker_was_killed_counts_as_failed(signal):
    fail(signal, 0, 1, 2, 3, 4)
    called(signal, 9, "asked")
    assert stands(9.5) is Breaker.OPEN
    assert stands(10.5) is Breaker.OPEN
    assert stands(15.1) is Breaker.TRIAL


def test_model_down_for_an_hour_changes_nothing_but_the_label(
    midday, today, bedrock, settings, client, monkeypatch
):
    """Calls: five until it opens, then one after each rest of five minutes: at most 5 + 60 / 5."""
    monkeypatch.setattr("insights.explanations.generate.FIRST_WAIT_SECONDS", 0.0)
    settings.BEDROCK_TOTAL_SECONDS = 60
    for category in ("vegetables", "fruit", "berries"):
        absorb(*[request(today, 5_000, by=person, category=category) for person in PEOPLE[:6]])
    bedrock.habit = "broken"
    shown = pages(client)
    for minute in range(61):
        with clock.at(midday + timedelta(minutes=minute)):
            renew()
            drain_now("explanations")
        assert len(bedrock.asked) <= 5 + minute / 5
    assert 5 + 10 <= len(bedrock.asked) == ModelCall.objects.count() <= 5 + 12
    assert pages(client) == shown
    reasons = Explanation.objects.filter(source="bedrock").values_list("reason", flat=True)
    assert {"breaker open"} <= set(reasons)

    bedrock.habit = "good"
    for minute in range(61, 72):
        with clock.at(midday + timedelta(minutes=minute)):
            renew()
            drain_now("explanations")
    generated = Explanation.objects.filter(source="bedrock")
    assert set(generated.values_list("state", "reason")) == {("written", "")}
    assert {each.words.source for each in signals.around(P5, "en")} == {"bedrock"}


def pages(client) -> list[str]:
    """What people read of every signal, without the moments at which it was made."""
    found = signals.around(P5, "en")
    return [
        f"{each.signal.pk} {each.words.source} {each.words.text} {each.signal.severity}"
        for each in found
    ] + [str(client.get(each.signal.get_absolute_url()).status_code) for each in found]


def test_open_breaker_is_said_and_costs_no_call(signal, bedrock):
    now = clock.now()
    for seconds in range(5):
        call = called(signal, 0)
        asked = now - timedelta(seconds=seconds)
        ModelCall.objects.filter(pk=call.pk).update(asked_at=asked)
    drain_now("explanations")
    assert bedrock.asked == []
    row = Explanation.objects.get(
        source="bedrock", context="town", language="en", inputs_hash=signal.inputs_hash
    )
    assert (row.state, row.reason) == ("failed", "breaker open")
    assert text() == ("plain", PLAIN)
