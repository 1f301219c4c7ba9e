"""A model's words: shown when they pass every check, else the plain ones are."""

from datetime import timedelta

import pytest

from core import clock
from insights.explanations import checks
from insights.explanations.bedrock import BedrockExplainer
from insights.explanations.inputs import hash_of
from insights.explanations.renew import renew
from insights.explanations.write import write_generated
from insights.models import Explanation
from tests.insights.converse import GOOD, stand_in
from tests.insights.events import drain_now
from tests.insights.spoken import PLAIN, text

pytestmark = pytest.mark.django_db
GOOD_ENGLISH = " ".join(GOOD["English"].values())


@pytest.fixture
def bedrock(settings, monkeypatch):
    """The model's stand-in; the client is the real one, with no patience."""
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "test")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "test")
    monkeypatch.setattr("insights.explanations.bedrock.READ_SECONDS", 0.3)
    monkeypatch.setattr("insights.explanations.bedrock.TRIES", 1)
    settings.EXPLAINER = "bedrock"
    settings.BEDROCK_MODEL = "stand-in"
    with stand_in() as server:
        settings.BEDROCK_ENDPOINT_URL = server.url
        yield server


def generated() -> list[tuple[str, str, str]]:
    rows = Explanation.objects.filter(source="bedrock").order_by("language")
    return list(rows.values_list("language", "state", "reason"))


def test_good_answer_is_shown_in_every_language(signal, bedrock):
    drain_now("explanations")
    assert generated() == [(code, "written", "") for code in ("en", "es", "fr")]
    assert text("en") == ("bedrock", GOOD_ENGLISH)
    assert text("es") == ("bedrock", " ".join(GOOD["Spanish"].values()))
    assert text("fr") == ("bedrock", " ".join(GOOD["French"].values()))


def test_trace_of_a_generated_text_is_complete(signal, bedrock):
    drain_now("explanations")
    row = Explanation.objects.get(source="bedrock", language="en")
    assert (row.model, row.prompt_version) == ("stand-in", "explain-1")
    assert (row.tokens_in, row.tokens_out) == (400, 80)
    assert row.inputs_hash == hash_of(row.inputs) == signal.inputs_hash
    assert row.checks == [{"name": name, "passed": True} for name in checks.CHECKS]


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
        ("commanding", "claims"),
        ("other language", "language"),
    ],
)
def test_answer_that_fails_a_check_is_replaced_by_the_plain_one(signal, bedrock, habit, failed):
    bedrock.habit = habit
    drain_now("explanations")
    assert {(state, reason) for _, state, reason in generated()} == {("refused", failed)}
    assert text() == ("plain", PLAIN)
    assert not Explanation.objects.filter(source="bedrock").exclude(text="").exists()


@pytest.mark.parametrize(
    ("habit", "reason"),
    [
        ("broken", "InternalServerException"),
        ("throttled", "ThrottlingException"),
        ("nonsense", "unexpected shape"),
        ("prose", "unexpected shape"),
        ("truncated", "unexpected shape"),
    ],
)
def test_answer_that_does_not_come_leaves_the_plain_one(signal, bedrock, habit, reason):
    bedrock.habit = habit
    drain_now("explanations")
    assert generated() == [("en", "failed", reason)]
    assert text() == ("plain", PLAIN)
    assert len(bedrock.asked) == 1


def test_slow_answer_is_not_waited_for(signal, bedrock):
    bedrock.delay = 1.5
    drain_now("explanations")
    assert generated() == [("en", "failed", "ReadTimeoutError")]
    assert text() == ("plain", PLAIN)


def test_nobody_there_leaves_the_plain_one(signal, bedrock, settings):
    settings.BEDROCK_ENDPOINT_URL = "http://127.0.0.1:1"
    drain_now("explanations")
    assert generated() == [("en", "failed", "EndpointConnectionError")]
    assert text() == ("plain", PLAIN)


def test_same_numbers_are_asked_for_once(signal, bedrock):
    for _ in range(5):
        write_generated(signal, BedrockExplainer())
    assert len(bedrock.asked) == 3


def test_refused_answer_is_not_asked_for_again(signal, bedrock):
    bedrock.habit = "wrong number"
    for _ in range(3):
        write_generated(signal, BedrockExplainer())
    assert len(bedrock.asked) == 3


def test_failed_answer_is_asked_for_again_later(signal, bedrock):
    bedrock.habit = "broken"
    drain_now("explanations")
    assert renew() == 0
    Explanation.objects.filter(state="failed").update(asked_at=clock.now() - timedelta(minutes=16))
    bedrock.habit = "good"
    assert renew() == 1
    drain_now("explanations")
    assert text() == ("bedrock", GOOD_ENGLISH)


def test_daily_budget_of_tokens_holds(signal, bedrock, settings):
    settings.BEDROCK_DAILY_TOKENS = 700
    drain_now("explanations")
    assert generated() == [
        ("en", "written", ""),
        ("es", "written", ""),
        ("fr", "failed", "daily budget of tokens is used up"),
    ]
    assert len(bedrock.asked) == 2


def test_killed_between_plan_and_answer_it_is_asked_once_more(signal, bedrock):
    """The row stands as planned; the next delivery finds it so."""
    write_generated(signal, BedrockExplainer())
    Explanation.objects.filter(source="bedrock", language="en").update(state="planned", text="")
    write_generated(signal, BedrockExplainer())
    assert len(bedrock.asked) == 4
    assert text() == ("bedrock", GOOD_ENGLISH)
