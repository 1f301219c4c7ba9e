"""Words for signals: the plain ones always, a model's when they pass."""

from datetime import UTC, datetime, time, timedelta

import pytest

from core import clock
from core.events.models import DomainEvent
from insights.enums import SignalKind
from insights.explanations import checks
from insights.explanations.inputs import inputs_of, rounded_kilograms
from insights.explanations.plain import PlainExplainer
from insights.explanations.renew import renew
from insights.explanations.write import write_plain
from insights.models import Explanation, InsightSignal
from tests.insights.events import P5, PEOPLE, absorb, drain_now, request
from tests.insights.spoken import PLAIN, text

pytestmark = pytest.mark.django_db


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


@pytest.mark.parametrize("kind", SignalKind)
@pytest.mark.parametrize(
    ("language", "category"), [("en", "Vegetables"), ("es", "Verduras"), ("fr", "Légumes")]
)
def test_plain_words_pass_the_checks_that_a_model_must_pass(signal, kind, language, category):
    numbers = {
        **signal.numbers,
        "expired_g": 1_500,
        "offered_g": 3_400,
        "share": "0.44",
        "neighbour_offered_g": 55_000,
        "neighbour_requested_g": 2_000,
        "commitments": 12,
        "median_minutes": 1_800,
        "usual_minutes": 450,
    }
    inputs = inputs_of(kind, "vegetables", numbers)
    draft = PlainExplainer().explain(inputs, category=category, language=language)
    assert checks.failed(checks.Said(draft.text, inputs, category, language)) == []


def test_plain_words_are_written_at_once_in_every_language(signal):
    drain_now("explanations")
    rows = Explanation.objects.filter(context="town").order_by("language")
    assert list(rows.values_list("language", "source", "state", "prompt_version")) == [
        ("en", "plain", "written", "plain-1"),
        ("es", "plain", "written", "plain-1"),
        ("fr", "plain", "written", "plain-1"),
    ]
    assert rows[0].text == PLAIN
    assert rows[1].text.startswith("Verduras y hortalizas")
    told = DomainEvent.objects.filter(type="insight.generated").order_by("id")
    assert [each.payload["language"] for each in told] == ["en", "es", "fr"] * 2
    assert [each.payload.get("context") for each in told] == [None] * 3 + ["grower"] * 3
    assert told[0].payload == {
        "signal": str(signal.pk),
        "language": "en",
        "source": "plain",
        "prompt_version": "plain-1",
    }


def test_words_are_there_before_anyone_wrote_them_down(signal):
    assert not Explanation.objects.exists()
    assert text() == ("plain", PLAIN)


def test_writing_again_only_prolongs(signal, today):
    noon = datetime.combine(today, time(12), UTC)  # five hours later it is the same day
    with clock.at(noon):
        write_plain(signal)
    before = Explanation.objects.get(language="en", context="town")
    with clock.at(noon + timedelta(hours=5)):
        write_plain(signal)
    after = Explanation.objects.get(language="en", context="town")
    assert (after.pk, after.created_at) == (before.pk, before.created_at)
    assert after.expires_at - before.expires_at > timedelta(hours=4)
    assert DomainEvent.objects.filter(type="insight.generated").count() == 6


def test_words_for_older_numbers_are_not_shown(signal, today):
    write_plain(signal)
    absorb(*[request(today, grams=9_000, by=person) for person in PEOPLE[:3]])
    assert "57 kg" in text()[1]


def test_request_of_an_older_version_is_left_to_the_newer(signal, today):
    absorb(*[request(today, grams=9_000, by=person) for person in PEOPLE[:3]])
    InsightSignal.objects.exclude(cell=P5).delete()
    drain_now("explanations")
    assert Explanation.objects.filter(language="en", context="town").count() == 1


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
    assert Explanation.objects.get(
        language="en", context="town"
    ).expires_at > clock.now() + timedelta(days=2)
