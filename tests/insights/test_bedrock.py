"""A model's words: shown when they pass every check, else the plain ones are."""

from datetime import timedelta
from typing import Any

import pytest

from core import clock
from core.events.models import DomainEvent
from core.events.redelivery import replay
from insights.explanations import checks
from insights.explanations.bedrock import BedrockExplainer
from insights.explanations.generate import write_generated
from insights.explanations.inputs import hash_of
from insights.explanations.renew import renew
from insights.models import Explanation, ModelCall
from tests.insights.converse import GOOD
from tests.insights.events import drain_now
from tests.insights.spoken import PLAIN, text

pytestmark = pytest.mark.django_db
GOOD_ENGLISH = " ".join(GOOD["English"].values())
TEXTS = 6
"""Of a shortage: for everybody and for growers, each in three languages."""


def generated(context: str = "town") -> list[tuple[str, str, str]]:
    rows = Explanation.objects.filter(source="bedrock", context=context).order_by("language")
    return list(rows.values_list("language", "state", "reason"))


def calls() -> list[tuple[str, str]]:
    return list(ModelCall.objects.order_by("asked_at", "id").values_list("outcome", "error"))


def test_good_answer_is_shown_in_every_language(signal, bedrock):
    drain_now("explanations")
    assert generated() == [(code, "written", "") for code in ("en", "es", "fr")]
    assert generated("grower") == [(code, "written", "") for code in ("en", "es", "fr")]
    assert text("en") == ("bedrock", GOOD_ENGLISH)
    assert text("es") == ("bedrock", " ".join(GOOD["Spanish"].values()))
    assert text("fr") == ("bedrock", " ".join(GOOD["French"].values()))


def test_trace_of_a_generated_text_is_complete(signal, bedrock, settings):
    drain_now("explanations")
    row = Explanation.objects.get(source="bedrock", context="town", language="en")
    assert (row.model, row.prompt_version) == ("stand-in", "explain-2")
    assert (row.tokens_in, row.tokens_out, row.cost_micros) == (400, 80, 2_400)
    assert row.inputs_hash == hash_of(row.inputs) == signal.inputs_hash
    assert row.checks == [{"name": name, "passed": True} for name in checks.CHECKS]
    call = row.calls.get()
    assert (call.outcome, call.error, call.model) == ("kept", "", "stand-in")
    assert (call.tokens_in, call.tokens_out, call.cost_micros) == (400, 80, 2_400)
    assert call.milliseconds is not None


def test_prompt_holds_numbers_and_catalog_names_only(signal, bedrock):
    drain_now("explanations")
    asked = bedrock.asked[0]
    assert asked["path"] == "/model/stand-in/converse"
    assert asked["messages"] == [
        {
            "role": "user",
            "content": [
                {
                    "text": '{"kind":"shortage","category":"Vegetables","window_days":14,'
                    '"kg_requested":"30","kg_offered":"0","kg_committed":"0",'
                    '"language":"English"}'
                }
            ],
        }
    ]
    assert asked["toolConfig"]["toolChoice"] == {"tool": {"name": "explain"}}


@pytest.mark.parametrize(
    ("habit", "failed"),
    [
        ("wrong number", "numbers"),
        ("commanding", "vocabulary, claims"),
        ("hostile", "plain text, spelling, vocabulary, claims, nobody named"),
        ("other language", "plain text, spelling, weights, language, vocabulary"),
    ],
)
def test_answer_that_fails_a_check_is_replaced_by_the_plain_one(signal, bedrock, habit, failed):
    bedrock.habit = habit
    drain_now("explanations")
    [(_, state, reason), *_] = generated()
    assert (state, reason) == ("refused", failed)
    assert calls()[0] == ("refused", failed)
    assert text() == ("plain", PLAIN)
    assert not Explanation.objects.filter(source="bedrock").exclude(text="").exists()


@pytest.mark.parametrize(
    ("habit", "reason"),
    [
        ("broken", "InternalServerException"),
        ("throttled", "ThrottlingException"),
        ("nonsense", "stopReason missing"),
        ("prose", "stopped: end_turn"),
        ("truncated", "stopped: max_tokens"),
        ("missing field", "field missing"),
    ],
)
def test_answer_that_does_not_come_leaves_the_plain_one(signal, bedrock, habit, reason):
    bedrock.habit = habit
    drain_now("explanations")
    assert generated()[0] == ("en", "failed", reason)
    assert calls() == [("failed", reason)]
    assert text() == ("plain", PLAIN)
    assert len(bedrock.asked) == 1


def test_slow_answer_is_not_waited_for_and_counted_at_its_most(signal, bedrock):
    bedrock.delay = 1.5
    drain_now("explanations")
    assert generated()[0] == ("en", "failed", "ReadTimeoutError")
    assert text() == ("plain", PLAIN)
    call = ModelCall.objects.get()
    assert (call.outcome, call.tokens_out) == ("failed", 400)
    assert call.tokens_in > 400


def test_nobody_there_leaves_the_plain_one(signal, bedrock, settings):
    settings.BEDROCK_ENDPOINT_URL = "http://127.0.0.1:1"
    drain_now("explanations")
    assert generated()[0] == ("en", "failed", "EndpointConnectionError")
    assert text() == ("plain", PLAIN)
    assert ModelCall.objects.get().tokens_in == 0


@pytest.mark.parametrize(
    ("habit", "tries"), [("broken", 3), ("throttled", 3), ("truncated", 1), ("wrong number", 6)]
)
def test_what_may_pass_is_tried_three_times_and_each_try_is_a_call(
    signal, bedrock, settings, monkeypatch, habit, tries
):
    monkeypatch.setattr("insights.explanations.generate.FIRST_WAIT_SECONDS", 0.01)
    settings.BEDROCK_TOTAL_SECONDS = 60
    bedrock.habit = habit
    drain_now("explanations")
    assert len(bedrock.asked) == ModelCall.objects.count() == tries


def test_second_try_may_bring_the_answer(signal, bedrock, settings, monkeypatch):
    monkeypatch.setattr("insights.explanations.generate.FIRST_WAIT_SECONDS", 0.01)
    settings.BEDROCK_TOTAL_SECONDS = 60
    bedrock.habits = ["broken", "throttled"]
    drain_now("explanations")
    assert text() == ("bedrock", GOOD_ENGLISH)
    assert [outcome for outcome, _ in calls()[:3]] == ["failed", "failed", "kept"]
    row = Explanation.objects.get(source="bedrock", context="town", language="en")
    assert (row.calls.count(), row.tokens_in, row.reason) == (3, 400, "")


def test_a_thousand_replays_ask_once_for_each_text(signal, bedrock):
    drain_now("explanations")
    for _ in range(1000):
        write_generated(signal.pk, BedrockExplainer(client=NOBODY))  # whom to ask would raise
    for _ in range(3):
        replay("explanations", resend=True)
        drain_now("explanations")
    assert len(bedrock.asked) == ModelCall.objects.count() == TEXTS
    told = DomainEvent.objects.filter(type="insight.generated", payload__source="bedrock")
    assert told.count() == TEXTS


def test_refused_answer_is_not_asked_for_again(signal, bedrock):
    bedrock.habit = "wrong number"
    for _ in range(3):
        write_generated(signal.pk, BedrockExplainer())
    assert len(bedrock.asked) == TEXTS


def test_failed_answer_is_asked_for_again_later(signal, bedrock):
    bedrock.habit = "broken"
    drain_now("explanations")
    assert renew() == 0
    Explanation.objects.filter(source="bedrock").update(
        computed_at=clock.now() - timedelta(minutes=16)
    )
    bedrock.habit = "good"
    assert renew() == 1
    drain_now("explanations")
    assert text() == ("bedrock", GOOD_ENGLISH)
    assert renew() == 0


def test_texts_that_the_rounds_time_left_out_are_asked_for_later(signal, bedrock, settings):
    settings.BEDROCK_ROUND_SECONDS = -1
    drain_now("explanations")
    assert generated() == [(code, "planned", "") for code in ("en", "es", "fr")]
    settings.BEDROCK_ROUND_SECONDS = 10
    with clock.at(clock.now() + timedelta(minutes=16)):
        assert renew() == 1
    drain_now("explanations")
    assert generated() == [(code, "written", "") for code in ("en", "es", "fr")]


def test_answers_missing_for_older_numbers_are_asked_for_no_more(signal, bedrock):
    bedrock.habit = "broken"
    drain_now("explanations")
    signal.numbers["requested_g"] = 90_000
    signal.inputs_hash = "0" * 64
    signal.save()
    bedrock.habit = "good"
    write_generated(signal.pk, BedrockExplainer())
    old = Explanation.objects.filter(source="bedrock", inputs__kg_requested="30")
    assert set(old.values_list("state", "reason")) == {("failed", "numbers or prompt changed")}


def test_killed_between_plan_and_answer_it_is_asked_once_more(signal, bedrock):
    """The row stands as planned; the next delivery finds it so."""
    write_generated(signal.pk, BedrockExplainer())
    Explanation.objects.filter(source="bedrock", context="town", language="en").update(
        state="planned", text=""
    )
    write_generated(signal.pk, BedrockExplainer())
    assert len(bedrock.asked) == TEXTS + 1
    assert text() == ("bedrock", GOOD_ENGLISH)


def test_killed_between_answer_and_event_it_is_announced_once(signal, bedrock):
    write_generated(signal.pk, BedrockExplainer())
    told = DomainEvent.objects.filter(type="insight.generated", payload__source="bedrock")
    assert told.count() == 0
    drain_now("explanations")
    replay("explanations", resend=True)
    drain_now("explanations")
    assert told.count() == TEXTS
    assert len(bedrock.asked) == TEXTS


def test_text_another_worker_asks_for_is_left_to_it(signal, bedrock):
    write_generated(signal.pk, BedrockExplainer())
    row = Explanation.objects.filter(source="bedrock", context="town", language="en")
    row.update(state="planned", text="")
    ModelCall.objects.filter(explanation=row.get()).update(outcome="asked", asked_at=clock.now())
    write_generated(signal.pk, BedrockExplainer())
    assert len(bedrock.asked) == TEXTS
    assert row.get().state == "planned"


class _Nobody:
    """A client that must not be asked."""

    def converse(self, **request: object) -> object:
        raise AssertionError("asked for a text that is there")


NOBODY: Any = _Nobody()
