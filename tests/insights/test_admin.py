"""Operators read everything and can take words back, with a reason."""

import pytest
from django.urls import reverse

from core.errors import Invalid, NotAllowed
from insights import services
from insights.explanations.write import write_plain
from insights.models import Explanation, InsightSignal, Retraction
from tests.factories import make_user
from tests.insights.events import P5, PEOPLE, absorb, request

pytestmark = pytest.mark.django_db
MODELS = ("aggregate", "daybucket", "insightsignal", "explanation", "retraction")


@pytest.fixture
def operator(db, settings):
    settings.STAFF_MFA_REQUIRED = False
    return make_user(email="operator@example.org", is_staff=True)


@pytest.fixture
def explanation(today) -> Explanation:
    absorb(*[request(today, grams=5_000, by=person) for person in PEOPLE[:6]])
    signal = InsightSignal.objects.get(cell=P5)
    write_plain(signal)
    return Explanation.objects.get(signal=signal, context="town", language="en")


def test_retracting_keeps_the_reason_and_who(explanation, operator):
    made = services.retract(explanation=explanation, by=operator, reason="  Misleading. ")
    assert (made.reason, made.by) == ("Misleading.", operator.pseudonym)


def test_retracting_twice_keeps_the_first_reason(explanation, operator):
    for reason in ("First.", "Second."):
        services.retract(explanation=explanation, by=operator, reason=reason)
    assert Retraction.objects.get().reason == "First."


@pytest.mark.parametrize("reason", ["", "   ", "x" * 301])
def test_retracting_needs_a_reason(explanation, operator, reason):
    with pytest.raises(Invalid) as refused:
        services.retract(explanation=explanation, by=operator, reason=reason)
    assert list(refused.value.details) == ["reason"]
    assert not Retraction.objects.exists()


def test_stranger_cannot_retract(explanation, stranger):
    with pytest.raises(NotAllowed):
        services.retract(explanation=explanation, by=stranger, reason="No.")


@pytest.mark.parametrize("model", MODELS)
def test_operator_reads_lists_and_nobody_adds(client, operator, explanation, model):
    client.force_login(operator)
    listed = client.get(reverse(f"admin:insights_{model}_changelist"), {"q": "u05"})
    assert listed.status_code == 200
    assert client.get(reverse(f"admin:insights_{model}_add")).status_code == 403


@pytest.mark.parametrize("model", MODELS)
def test_stranger_and_anonymous_see_no_admin(client, stranger, model):
    url = reverse(f"admin:insights_{model}_changelist")
    assert client.get(url).status_code == 302
    client.force_login(stranger)
    assert client.get(url).status_code in {302, 403, 404}


def test_operator_reads_the_whole_trace(client, operator, explanation):
    client.force_login(operator)
    url = reverse("admin:insights_explanation_change", args=[explanation.pk])
    shown = client.get(url).content.decode()
    for part in ("plain-1", explanation.inputs_hash, "kg_requested", "Tokens read"):
        assert part in shown


def test_operator_retracts_from_the_list(client, operator, explanation):
    client.force_login(operator)
    url = reverse("admin:insights_explanation_changelist")
    chosen = {"action": "retract", "_selected_action": [str(explanation.pk)]}
    client.post(url, {**chosen, "reason": ""})
    assert not Retraction.objects.exists()
    client.post(url, {**chosen, "reason": "Misleading."})
    assert Retraction.objects.get().explanation == explanation
