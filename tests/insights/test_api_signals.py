"""`signals/{id}` and its trace: why something is said, and to whom the rest is told."""

from datetime import timedelta
from uuid import UUID, uuid4

import pytest
from django.contrib.auth.models import Permission
from django.urls import reverse

from accounts.models import User
from accounts.services.suspending import suspend
from core import clock
from insights.explanations.write import write_plain
from insights.models import Explanation, InsightSignal, ModelCall, Retraction
from tests.factories import make_user

pytestmark = pytest.mark.django_db


def colleague(*, is_staff: bool, may_see: bool) -> User:
    """Somebody with exactly these rights."""
    user = make_user()
    user.is_staff = is_staff
    user.save(update_fields=["is_staff"])
    if may_see:
        user.user_permissions.add(Permission.objects.get(codename="view_explanation"))
    return user


@pytest.fixture
def operator(db: None) -> User:
    return colleague(is_staff=True, may_see=True)


def path(signal: InsightSignal) -> str:
    return f"/api/v1/signals/{signal.pk}"


def generated(signal: InsightSignal, **values: object) -> Explanation:
    plain = Explanation.objects.get(signal=signal, language="en", source="plain", context="town")
    return Explanation.objects.create(
        signal=signal,
        inputs_hash=plain.inputs_hash,
        language="en",
        inputs=plain.inputs,
        created_at=plain.created_at,
        expires_at=plain.expires_at,
        **{
            "source": "bedrock",
            "state": "written",
            "text": "By a model.",
            "prompt_version": "explain-1",
            **values,
        },
    )


def test_signal_says_why(client, signal):
    data = client.get(path(signal)).json()["data"]
    assert (data["id"], data["neighbour"], data["window_days"]) == (str(signal.pk), None, 14)
    assert data["explanation"]["source"] == "plain"
    why = data["why"]
    assert (why["title"], why["area"], why["strength"]) == ("Vegetables: scarce", "Lyon", "marked")
    assert why["definition"]["url"] == "/insights/definitions/#shortage"
    assert why["made"] == "Put together from fixed sentences and these numbers."
    assert why["page"] == signal.get_absolute_url()
    facts = {fact["label"]: (fact["value"], fact["definition"]) for fact in why["facts"]}
    assert facts["Asked for"] == ("30 kg", "/insights/definitions/#asked")
    assert facts["Days"] == ("14", "/insights/definitions/#window")
    assert facts["How sure"][1] == "/insights/definitions/#confidence"


def test_mismatch_names_its_neighbour(client, signal):
    numbers = {**signal.numbers, "neighbour_offered_g": 50_000, "neighbour_requested_g": 1_000}
    InsightSignal.objects.filter(pk=signal.pk).update(neighbour="u05kw", numbers=numbers)
    data = client.get(path(signal)).json()["data"]
    assert data["neighbour"] == "u05kw"
    assert data["why"]["neighbouring_area"]


def test_signal_that_is_over_expired_or_unknown_is_not_there(client, signal):
    assert client.get(f"/api/v1/signals/{uuid4()}").status_code == 404
    past = clock.now() - timedelta(hours=1)
    InsightSignal.objects.update(expires_at=past, computed_at=past - timedelta(days=1))
    assert client.get(path(signal)).status_code == 404
    InsightSignal.objects.update(
        expires_at=clock.now() + timedelta(days=1), closed_at=clock.now(), closed_because="hidden"
    )
    assert client.get(path(signal)).status_code == 404


def test_unchanged_signal_is_not_sent_again(client, signal):
    first = client.get(path(signal))
    again = client.get(path(signal), headers={"if-none-match": first["ETag"]})
    assert (again.status_code, again.content) == (304, b"")


def test_signal_costs_three_queries(client, signal, django_assert_num_queries):
    write_plain(signal)
    with django_assert_num_queries(3):
        client.get(path(signal))


def test_trace_is_for_operators(api, signal, operator, stranger):
    url = f"{path(signal)}/trace"
    staff = colleague(is_staff=True, may_see=False)
    former = colleague(is_staff=False, may_see=True)
    suspended = colleague(is_staff=True, may_see=True)
    suspend(user=suspended, until=None, by=None)
    people = (None, stranger, staff, former, suspended, operator)
    answers = [api(who).get(url).status_code for who in people]
    assert answers == [404, 404, 404, 404, 404, 200]


def test_only_operators_are_shown_the_way_to_the_trace(client, signal, operator, stranger):
    way = f"{reverse('admin:insights_explanation_changelist')}?q={signal.pk}"
    client.force_login(stranger)
    assert way not in client.get(signal.get_absolute_url()).content.decode()
    client.force_login(operator)
    assert way in client.get(signal.get_absolute_url()).content.decode()


def test_trace_tells_everything(api, signal, operator):
    write_plain(signal)
    refused = generated(
        signal, state="refused", reason="numbers", model="m-1", tokens_in=7, cost_micros=21
    )
    call = ModelCall.objects.create(
        explanation=refused,
        asked_at=clock.now(),
        milliseconds=840,
        outcome="refused",
        error="numbers",
        model="m-1",
        tokens_in=7,
        tokens_out=3,
        cost_micros=21,
        expires_at=clock.now() + timedelta(days=30),
        computed_at=clock.now(),
    )
    Retraction.objects.create(
        explanation=refused, reason="It was wrong.", by=UUID(int=9), at=clock.now()
    )
    InsightSignal.objects.update(closed_at=clock.now(), closed_because="over")
    data = api(operator).get(f"{path(signal)}/trace").json()["data"]
    assert (data["closed_because"], data["superseded_by"]) == ("over", None)
    texts = {(each["language"], each["source"]): each for each in data["explanations"]}
    assert set(texts) == {("en", "plain"), ("es", "plain"), ("fr", "plain"), ("en", "bedrock")}
    told = texts["en", "bedrock"]
    assert (told["state"], told["reason"], told["model"]) == ("refused", "numbers", "m-1")
    assert told["prompt_version"] == "explain-1"
    assert told["retraction"]["reason"] == "It was wrong."
    assert told["calls"] == [
        {
            "asked_at": call.asked_at.isoformat().replace("+00:00", "Z"),
            "milliseconds": 840,
            "outcome": "refused",
            "error": "numbers",
            "model": "m-1",
            "tokens_in": 7,
            "tokens_out": 3,
            "cost_micros": 21,
        }
    ]


@pytest.mark.parametrize("count", [1, 3])
def test_trace_costs_the_same_however_many_texts(
    api, signal, operator, count, django_assert_max_num_queries
):
    write_plain(signal)
    for number in range(count):
        generated(signal, prompt_version=f"explain-{number + 1}")
    client = api(operator)
    with django_assert_max_num_queries(8):
        told = client.get(f"{path(signal)}/trace").json()["data"]["explanations"]
    assert len(told) == 6 + count
