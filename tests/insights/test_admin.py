"""Operators read everything and can take words back, with a reason."""

import pytest
from django.contrib.auth.models import Permission
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from core.errors import Invalid, NotAllowed
from insights import services
from insights.explanations.write import write_plain
from insights.models import Explanation, InsightSignal, Retraction
from tests.factories import make_user
from tests.insights.events import P5, PEOPLE, absorb, drain_now, request

pytestmark = pytest.mark.django_db
MODELS = ("aggregate", "daybucket", "insightsignal", "explanation", "modelcall", "retraction")


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


# --- The trace of a signal ------------------------------------------------------------------------


@pytest.fixture
def clerk(db, settings):
    """Staff who may look and not change."""
    settings.STAFF_MFA_REQUIRED = False
    clerk = make_user(email="clerk@example.org")
    clerk.is_staff = True
    clerk.save(update_fields=["is_staff"])
    clerk.user_permissions.add(
        *Permission.objects.filter(content_type__app_label="insights", codename__startswith="view")
    )
    return clerk


def trace(client, signal) -> str:
    url = reverse("admin:insights_insightsignal_change", args=[signal.pk])
    return str(client.get(url).content.decode())


def take_back(client, explanation, reason="Misleading."):
    url = reverse("admin:insights_insightsignal_retract", args=[explanation.signal_id])
    return client.post(url, {"explanation": str(explanation.pk), "reason": reason})


def test_trace_shows_texts_checks_calls_and_todays_cost(client, operator, signal, bedrock):
    bedrock.habits = ["good", "wrong number"]
    drain_now("explanations")
    client.force_login(operator)
    shown = trace(client, signal)
    written = Explanation.objects.get(source="bedrock", context="town", language="en")
    for part in (
        written.text,
        "explain-2",
        "grow-1",
        "stand-in",
        "for growers",
        "Checks passed: length",
        "Checks not passed: numbers",
        "400 tokens read, 80 written, 2400 millionths of a dollar",
        "Calls of a model today (UTC): 6, with 2880 of 200000 tokens and $0.0144 of $2.00.",
        "closed: the model is asked",
    ):
        assert part in shown


def test_lists_say_what_today_has_cost(client, operator, signal, bedrock):
    drain_now("explanations")
    client.force_login(operator)
    for model in ("insightsignal", "explanation", "modelcall"):
        shown = client.get(reverse(f"admin:insights_{model}_changelist")).content.decode()
        assert "Calls of a model today (UTC): 6" in shown


def test_lists_say_that_no_model_is_asked(client, operator):
    client.force_login(operator)
    shown = client.get(reverse("admin:insights_modelcall_changelist")).content.decode()
    assert "No model is asked" in shown


@pytest.mark.parametrize("answered", [1, 6])
def test_trace_costs_the_same_queries_for_any_number_of_texts(
    client, operator, signal, bedrock, answered
):
    drain_now("explanations")
    rows = Explanation.objects.filter(source="bedrock").values_list("pk", flat=True)
    Explanation.objects.filter(pk__in=list(rows)[answered:]).delete()
    client.force_login(operator)
    trace(client, signal)
    with CaptureQueriesContext(connection) as captured:
        trace(client, signal)
    assert len(captured) <= QUERIES_OF_A_TRACE


QUERIES_OF_A_TRACE = 16


def test_operator_takes_back_from_the_trace(client, operator, explanation):
    client.force_login(operator)
    assert "Take back" in trace(client, explanation.signal)
    take_back(client, explanation, reason="")
    assert not Retraction.objects.exists()
    answer = take_back(client, explanation)
    assert answer.url == reverse(
        "admin:insights_insightsignal_change", args=[explanation.signal_id]
    )
    assert Retraction.objects.get().explanation == explanation
    assert "Taken back: Misleading." in trace(client, explanation.signal)


def test_text_of_another_signal_cannot_be_taken_back_here(client, operator, explanation):
    client.force_login(operator)
    other = InsightSignal.objects.exclude(pk=explanation.signal_id).order_by("pk")[0]
    url = reverse("admin:insights_insightsignal_retract", args=[other.pk])
    given = {"explanation": str(explanation.pk), "reason": "No."}
    assert client.post(url, given).status_code == 404
    assert client.post(url, {"explanation": "x", "reason": "No."}).status_code == 404
    assert not Retraction.objects.exists()


def test_staff_without_the_right_look_and_take_nothing_back(client, clerk, explanation):
    client.force_login(clerk)
    shown = trace(client, explanation.signal)
    assert explanation.text in shown
    assert "Take back" not in shown
    assert take_back(client, explanation).status_code == 403
    assert not Retraction.objects.exists()


def test_stranger_and_anonymous_reach_no_trace(client, stranger, explanation):
    url = reverse("admin:insights_insightsignal_change", args=[explanation.signal_id])
    assert client.get(url).status_code == 302
    assert take_back(client, explanation).status_code == 302
    client.force_login(stranger)
    assert client.get(url).status_code in {302, 403}
    assert take_back(client, explanation).status_code in {302, 403}
    assert not Retraction.objects.exists()


def test_taking_back_is_a_form_sent_and_never_a_link(client, operator, explanation):
    client.force_login(operator)
    url = reverse("admin:insights_insightsignal_retract", args=[explanation.signal_id])
    assert client.get(url).status_code == 405
