"""What a day may cost is never overrun, however many workers ask at once."""

from datetime import timedelta
from decimal import Decimal
from uuid import uuid4

import pytest
from django.db import connections

from core import clock
from insights.enums import CallOutcome
from insights.explanations import budget, calls, plans
from insights.explanations.bedrock import BedrockExplainer
from insights.explanations.budget import Spent, spent_today
from insights.explanations.generate import write_generated
from insights.explanations.protocol import Usage
from insights.explanations.renew import renew
from insights.models import Explanation, InsightSignal, ModelCall
from tests.insights.events import P5, PEOPLE, absorb, drain_now, request, utc_today
from tests.races import all_at_once

pytestmark = pytest.mark.django_db
OVER = "daily budget is used up"


def states() -> list[tuple[str, str]]:
    rows = Explanation.objects.filter(source="bedrock").order_by("-context", "language")
    return list(rows.values_list("state", "reason"))


def most_of(signal: InsightSignal) -> int:
    """The most tokens that the largest call about it can take."""
    explainer = BedrockExplainer()
    asked = [explainer.most(plan.told) for plan in plans.all_of(signal)]
    return max(usage.tokens_in + usage.tokens_out for usage in asked)


@pytest.mark.parametrize(
    ("tokens_in", "tokens_out", "micros"),
    [(0, 0, 0), (400, 80, 2_400), (1, 0, 3), (1_000_000, 0, 3_000_000)],
)
def test_cost_is_tokens_by_price(settings, tokens_in, tokens_out, micros):
    settings.BEDROCK_PRICE_IN, settings.BEDROCK_PRICE_OUT = Decimal(3), Decimal(15)
    assert budget.cost_micros(Usage(tokens_in, tokens_out)) == micros


def test_cost_is_rounded_up(settings):
    settings.BEDROCK_PRICE_IN = Decimal("0.25")
    assert budget.cost_micros(Usage(1, 0)) == 1


def test_budget_of_tokens_ends_the_day(signal, bedrock, settings):
    settings.BEDROCK_DAILY_TOKENS = 2 * 480 + most_of(signal)
    drain_now("explanations")
    assert states()[:4] == [("written", "")] * 3 + [("failed", OVER)]
    assert len(bedrock.asked) == 3
    assert spent_today() == Spent(3, 3 * 480, 3 * 2_400)


def test_budget_of_dollars_ends_the_day(signal, bedrock, settings):
    settings.BEDROCK_DAILY_DOLLARS = Decimal("0.001")
    drain_now("explanations")
    assert states()[0] == ("failed", OVER)
    assert bedrock.asked == []


def test_next_day_has_a_budget_of_its_own_and_asks_again(midday, signal, bedrock, settings):
    settings.BEDROCK_DAILY_TOKENS = 0
    drain_now("explanations")
    with clock.at(midday + timedelta(hours=1)):
        assert renew() == 0
    settings.BEDROCK_DAILY_TOKENS = 200_000
    with clock.at(midday + timedelta(days=1)):
        assert renew() == 1
        drain_now("explanations")
        assert spent_today().calls == 6
    assert set(states()) == {("written", "")}


def test_call_under_way_counts_at_its_most(signal, bedrock, settings):
    explanation = planned(signal)
    calls.begin(explanation, model="m", most=Usage(1_000, 400), using="default")
    assert spent_today() == Spent(1, 1_400, 9_000)
    settings.BEDROCK_DAILY_TOKENS = 1_400
    assert not budget.has_room(Usage(1, 0))


def test_call_that_never_ended_counts_at_its_most_all_day(midday, signal, bedrock):
    call = calls.begin(planned(signal), model="m", most=Usage(1_000, 400), using="default")
    ModelCall.objects.filter(pk=call.pk).update(asked_at=midday - timedelta(seconds=61))
    assert spent_today().tokens == 1_400


def planned(signal: InsightSignal) -> Explanation:
    now = clock.now()
    return Explanation.objects.create(
        signal=signal,
        inputs_hash=uuid4().hex,
        prompt_version="test",
        language="en",
        source="bedrock",
        inputs={},
        created_at=now,
        computed_at=now,
        expires_at=now + timedelta(days=1),
    )


@pytest.mark.django_db(transaction=True)
def test_ten_workers_at_once_never_overrun_the_budget(bedrock, settings):
    signal = a_shortage()
    rows = [planned(signal) for _ in range(30)]
    settings.BEDROCK_DAILY_TOKENS = 10_000  # for seven calls of 1,400
    seen = []

    def ask(number: int) -> str:
        try:
            call = calls.begin(rows[number], model="m", most=Usage(1_000, 400), using="default")
        except calls.NoCall as refusal:
            return str(refusal)
        seen.append(spent_today().tokens)
        calls.end(call, CallOutcome.KEPT, usage=Usage(1_000, 400), milliseconds=1, using="default")
        return "called"

    answers = all_at_once(30, ask)
    assert sorted(answers) == ["called"] * 7 + [OVER] * 23
    assert spent_today().tokens == 9_800
    assert max(seen) <= 10_000


@pytest.mark.django_db(transaction=True)
def test_ten_workers_at_once_ask_once_for_each_text(bedrock, settings):
    signal = a_shortage()
    bedrock.delay = 0.05
    settings.BEDROCK_READ_SECONDS = 10

    def work(number: int) -> None:
        try:
            write_generated(signal.pk, BedrockExplainer())
        finally:
            connections.close_all()

    assert all_at_once(10, work) == [None] * 10
    write_generated(signal.pk, BedrockExplainer())  # what was left to a worker that had moved on
    assert set(states()) == {("written", "")}
    assert len(bedrock.asked) == ModelCall.objects.count() == 6


def a_shortage() -> InsightSignal:
    absorb(*[request(utc_today(), grams=5_000, by=person) for person in PEOPLE[:6]])
    InsightSignal.objects.exclude(cell=P5).delete()
    return InsightSignal.objects.get()
