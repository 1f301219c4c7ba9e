"""Who wants no text by a language model is shown none, on any page and in any answer."""

import pytest
from django.test import Client
from django.urls import reverse

from accounts import services
from accounts.models import User
from insights.explanations.write import write_plain
from insights.models import Explanation, InsightSignal
from tests.insights.events import P5

pytestmark = pytest.mark.django_db
BY_A_MODEL = "Words that a model wrote."


@pytest.fixture
def told(signal: InsightSignal) -> InsightSignal:
    """A signal with plain words and a model's, for everybody and for growers."""
    write_plain(signal)
    plain = Explanation.objects.get(signal=signal, language="en", context="town")
    for context in ("town", "grower"):
        Explanation.objects.create(
            signal=signal,
            context=context,
            inputs_hash=plain.inputs_hash,
            prompt_version="explain-9",
            language="en",
            source="bedrock",
            model="some-model",
            state="written",
            text=BY_A_MODEL,
            inputs=plain.inputs,
            created_at=plain.created_at,
            expires_at=plain.expires_at,
        )
    return signal


@pytest.fixture
def reader(giver: User) -> User:
    return giver


def pages(signal: InsightSignal) -> list[str]:
    look = f"?cell={P5}&window=14"
    return [
        reverse("insights:overview") + look,
        reverse("insights:download", args=["csv"]) + look,
        reverse("insights:download", args=["json"]) + look,
        signal.get_absolute_url(),
    ]


def answers(signal: InsightSignal) -> list[str]:
    return [f"/api/v1/summary?cell={P5}", f"/api/v1/signals/{signal.pk}"]


def shows(client: Client, url: str) -> bool:
    answer = client.get(url)
    assert answer.status_code == 200
    return BY_A_MODEL in answer.content.decode()


def test_they_are_shown_to_who_has_not_chosen(client, api, told, reader):
    client.force_login(reader)
    assert [shows(client, url) for url in pages(told)] == [True] * 4
    assert [shows(api(reader), url) for url in answers(told)] == [True] * 2
    assert [shows(Client(), url) for url in pages(told)] == [True] * 4


def test_who_wants_none_is_shown_the_fixed_sentences(client, api, told, reader):
    services.update_profile(user=reader, generated_text=False)
    reader.refresh_from_db()
    client.force_login(reader)
    urls = [*pages(told), reverse("insights:guidance")]
    assert [shows(client, url) for url in urls] == [False] * 5
    assert "people ask for more than there is" in client.get(urls[0]).content.decode()
    own = [*answers(told), "/api/v1/me/guidance"]
    assert [shows(api(reader), url) for url in own] == [False] * 3
    words = api(reader).get(f"/api/v1/signals/{told.pk}").json()["data"]["explanation"]
    assert (words["source"], words["model"]) == ("plain", None)


def test_choice_is_made_over_the_api(api, told, reader):
    client = api(reader)
    assert client.patch("/api/v1/me", {"generated_text": False}, format="json").status_code == 200
    assert [shows(client, url) for url in answers(told)] == [False] * 2
    client.patch("/api/v1/me", {"generated_text": True}, format="json")
    assert [shows(client, url) for url in answers(told)] == [True] * 2
