"""Not one of the hostile answers is shown, each has its reason, and the plain text stands."""

import json
from typing import Any

import pytest
from django.db import transaction
from django.urls import reverse

from foodcoord.stand_in.habits import Reply, message, tool_use
from foodcoord.stand_in.sentences import good_answer
from insights.explanations.prompts import LANGUAGE_NAMES
from insights.imbalance.refresh import request_explanation
from insights.models import Explanation, InsightSignal, ModelCall
from insights.reads import signals
from tests.insights import hostile
from tests.insights.converse import StandIn
from tests.insights.events import P5, drain_now

pytestmark = pytest.mark.django_db
CODES = {name: code for code, name in LANGUAGE_NAMES.items()}


def ask_again(signal: InsightSignal) -> None:
    """As if no model had been asked yet."""
    Explanation.objects.filter(source="bedrock").delete()
    signal.refresh_from_db()
    with transaction.atomic():
        signal.version += 1
        signal.save(update_fields=["version"])
        request_explanation(signal)
    drain_now("explanations")


class Culprit:
    """Answers each language with the next of its hostile texts, and remembers them."""

    def __init__(self) -> None:
        self.left = {name: hostile.texts(name) for name in CODES}
        self.served: list[str] = []

    def __call__(self, request: dict[str, Any]) -> Reply:
        asked = json.loads(request["messages"][0]["content"][0]["text"])
        said = good_answer(asked)
        texts = self.left[asked["language"]]
        place, text = texts.pop() if texts else (2, "MUST.")
        said[hostile.FIELDS["grower" if "in_season" in asked else "town"][place]] = text
        self.served.append(text)
        return 200, "", message([tool_use(said)])


def test_corpus_is_large_and_in_all_languages():
    distinct = {(name, text) for name in CODES for _, text in hostile.texts(name)}
    assert all(len(hostile.texts(name)) >= 50 for name in CODES)
    assert len(distinct) + len(hostile.ON_THE_WIRE) >= 250


def test_no_hostile_text_is_shown_anywhere(signal, bedrock: StandIn, settings, client):
    settings.BEDROCK_DAILY_TOKENS, settings.BEDROCK_DAILY_DOLLARS = 10**9, 10**6
    bedrock.says = culprit = Culprit()
    while any(culprit.left.values()):
        ask_again(signal)
        rows = Explanation.objects.filter(source="bedrock")
        kept = [(row.language, row.text) for row in rows if row.state != "refused"]
        assert kept == []
        assert all(row.reason and not row.text for row in rows)
        assert not Explanation.objects.readable().exclude(source="plain").exists()
    assert_plain_everywhere(signal, client, culprit.served)


@pytest.mark.parametrize("name", hostile.ON_THE_WIRE)
def test_no_broken_answer_is_shown(signal, bedrock: StandIn, client, name: str):
    bedrock.says = lambda request: hostile.ON_THE_WIRE[name]
    drain_now("explanations")
    row = Explanation.objects.get(source="bedrock", context="town", language="en")
    assert (row.state, row.text) == ("failed", "")
    assert row.reason
    assert row.reason.replace(":", "").replace("_", "").replace(" ", "").isalnum()
    assert ModelCall.objects.get().outcome == "failed"
    assert not Explanation.objects.readable().exclude(source="plain").exists()


def assert_plain_everywhere(signal: InsightSignal, client: Any, served: list[str]) -> None:
    """On the page, over the API and to whoever reads: the fixed sentences, in each language."""
    for code in CODES.values():
        [plain] = [each.words for each in signals.around(P5, code)]
        assert plain.source == "plain"
        page = client.get(
            reverse("insights:signal", args=[signal.pk]), headers={"accept-language": code}
        ).content.decode()
        answer = client.get("/api/v1/summary", {"cell": P5}, headers={"accept-language": code})
        [told] = answer.json()["data"]["signals"]
        assert (told["explanation"]["source"], told["explanation"]["text"]) == (
            "plain",
            plain.text,
        )
        for text in served:
            assert text not in page
            assert text not in answer.content.decode()
