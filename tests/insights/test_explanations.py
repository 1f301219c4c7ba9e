"""Words for signals: the plain ones always, a model's when they pass."""

from datetime import timedelta

import pytest

from core import clock
from core.events.models import DomainEvent
from insights.enums import SignalKind
from insights.explanations import checks
from insights.explanations.bedrock import BedrockExplainer
from insights.explanations.inputs import hash_of, inputs_of, rounded_kilograms
from insights.explanations.plain import PlainExplainer
from insights.explanations.renew import renew
from insights.explanations.write import write_generated, write_plain
from insights.models import Explanation, InsightSignal
from insights.reads.signals import around
from tests.insights.converse import GOOD, stand_in
from tests.insights.events import P5, PEOPLE, absorb, drain_now, request

pytestmark = pytest.mark.django_db
PLAIN = (
    "Vegetables: people ask for more than there is. In the last 14 days about 30 kg were asked "
    "for, 0 kg were offered and 0 kg promised. If you have some to spare, this is a good moment "
    "to share it."
)
GOOD_ENGLISH = " ".join(GOOD["English"].values())


@pytest.fixture
def signal(today) -> InsightSignal:
    """A shortage of 30 kg of vegetables, of which only this cell's is kept."""
    absorb(*[request(today, grams=5_000, by=person) for person in PEOPLE[:6]])
    InsightSignal.objects.exclude(cell=P5).delete()
    return InsightSignal.objects.get(cell=P5)


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


def text(language: str = "en") -> tuple[str, str]:
    """Source and text as people read them."""
    [words] = [each.words for each in around(P5, language) if each.signal.cell == P5]
    return words.source, words.text


def generated() -> list[tuple[str, str, str]]:
    rows = Explanation.objects.filter(source="bedrock").order_by("language")
    return list(rows.values_list("language", "state", "reason"))


# --- What may be said ----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("grams", "expected"),
    [(0, "0"), (4, "0.004"), (349, "0.35"), (995, "1"), (1_249, "1.2"), (41_870, "42"),
     (123_456, "120"), (1_250_000, "1300"), (-5, "0")],
)  # fmt: skip
def test_kilograms_are_rounded_to_two_digits(grams, expected):
    assert rounded_kilograms(grams) == expected


def test_inputs_hold_rounded_numbers_and_slugs_only(signal):
    assert inputs_of("shortage", "vegetables", signal.numbers) == {
        "kind": "shortage",
        "category": "vegetables",
        "window_days": 14,
        "kg_requested": "30",
        "kg_offered": "0",
        "kg_committed": "0",
    }


def test_inputs_of_waste_say_the_lost_share(signal):
    numbers = {**signal.numbers, "expired_g": 4_480, "offered_g": 10_000, "share": "0.448"}
    told = inputs_of("waste", "vegetables", numbers)
    assert (told["kg_expired"], told["percent_expired"]) == ("4.5", "45")


# --- Plain words ---------------------------------------------------------------------------------


def test_plain_words_in_english(signal):
    inputs = inputs_of("shortage", "vegetables", signal.numbers)
    draft = PlainExplainer().explain(inputs, category="Vegetables", language="en")
    assert draft.text == PLAIN


@pytest.mark.parametrize(("language", "category"), [("es", "Verduras"), ("fr", "Légumes")])
def test_plain_words_in_other_languages_write_numbers_their_way(signal, language, category):
    inputs = inputs_of("shortage", "vegetables", {**signal.numbers, "offered_g": 3_400})
    text = PlainExplainer().explain(inputs, category=category, language=language).text
    assert text.startswith(category)
    assert checks.numbers_in(text, language) == checks.allowed_numbers(inputs)
    assert "3,4" in text


@pytest.mark.parametrize("kind", [SignalKind.SHORTAGE, SignalKind.SURPLUS, SignalKind.WASTE])
@pytest.mark.parametrize(
    ("language", "category"), [("en", "Vegetables"), ("es", "Verduras"), ("fr", "Légumes")]
)
def test_plain_words_pass_the_checks_that_a_model_must_pass(signal, kind, language, category):
    numbers = {**signal.numbers, "expired_g": 1_500, "offered_g": 3_400, "share": "0.44"}
    inputs = inputs_of(kind, "vegetables", numbers)
    draft = PlainExplainer().explain(inputs, category=category, language=language)
    assert checks.failed(checks.Said(draft.text, inputs, category, language)) == []


def test_plain_words_are_written_at_once_in_every_language(signal):
    drain_now("explanations")
    rows = Explanation.objects.order_by("language")
    assert list(rows.values_list("language", "source", "state", "prompt_version")) == [
        ("en", "plain", "written", "plain-1"),
        ("es", "plain", "written", "plain-1"),
        ("fr", "plain", "written", "plain-1"),
    ]
    assert rows[0].text == PLAIN
    assert rows[1].text.startswith("Verduras y hortalizas")
    told = DomainEvent.objects.filter(type="insight.generated").order_by("occurred_at")
    assert [each.payload["language"] for each in told] == ["en", "es", "fr"]
    assert told[0].payload == {
        "signal": str(signal.pk),
        "language": "en",
        "source": "plain",
        "prompt_version": "plain-1",
    }


def test_words_are_there_before_anyone_wrote_them_down(signal):
    assert not Explanation.objects.exists()
    assert text() == ("plain", PLAIN)


def test_writing_again_only_prolongs(signal):
    write_plain(signal)
    before = Explanation.objects.get(language="en")
    with clock.at(clock.now() + timedelta(hours=5)):
        write_plain(signal)
    after = Explanation.objects.get(language="en")
    assert (after.pk, after.created_at) == (before.pk, before.created_at)
    assert after.expires_at - before.expires_at > timedelta(hours=4)
    assert DomainEvent.objects.filter(type="insight.generated").count() == 3


def test_words_for_older_numbers_are_not_shown(signal, today):
    write_plain(signal)
    absorb(*[request(today, grams=9_000, by=person) for person in PEOPLE[:3]])
    assert "57 kg" in text()[1]


def test_request_of_an_older_version_is_left_to_the_newer(signal, today):
    absorb(*[request(today, grams=9_000, by=person) for person in PEOPLE[:3]])
    InsightSignal.objects.exclude(cell=P5).delete()
    drain_now("explanations")
    assert Explanation.objects.filter(language="en").count() == 1


def test_expired_words_are_not_shown(signal):
    write_plain(signal)
    Explanation.objects.update(
        text="old", expires_at=clock.now() - timedelta(1), computed_at=clock.now() - timedelta(2)
    )
    assert text() == ("plain", PLAIN)


def test_words_that_run_out_are_asked_for_again(signal):
    write_plain(signal)
    InsightSignal.objects.update(computed_at=clock.now() - timedelta(hours=1))
    assert renew() == 0
    Explanation.objects.update(expires_at=clock.now() + timedelta(hours=20))
    assert renew() == 1
    signal.refresh_from_db()
    assert signal.version == 2
    drain_now("explanations")
    assert Explanation.objects.get(language="en").expires_at > clock.now() + timedelta(days=2)


# --- A model's words -----------------------------------------------------------------------------


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
