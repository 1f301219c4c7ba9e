"""How far behind the workers are: for the balancer, the watchdog and people."""

from datetime import timedelta
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import OperationalError, connection
from django.utils import timezone
from django_q.models import OrmQ

from core import roles
from core.events.health import STATE
from core.events.models import Delivery
from tests.core.listeners import NAME, effects, happen, ids, listening, make_due, states
from tests.core.test_http import database_away

pytestmark = pytest.mark.django_db


def wait(seconds: float, **found: object) -> None:
    Delivery.objects.filter(**found).update(due_at=timezone.now() - timedelta(seconds=seconds))


def bury(**found: object) -> None:
    Delivery.objects.filter(**found).update(attempts=5, dead_at=timezone.now())


def say(*command: str) -> str:
    out = StringIO()
    call_command(*command, stdout=out, stderr=out)
    return out.getvalue()


def test_ready_with_nothing_to_do(client):
    answer = client.get("/readyz")
    assert answer.status_code == 200
    assert answer.json() == {
        "status": "ready",
        "database": "ok",
        "queue": {"due": 0, "oldest_seconds": 0.0, "dead": 0},
    }
    assert "no-store" in answer["Cache-Control"]


@pytest.mark.parametrize(("seconds", "status", "code"), [(50, "ready", 200), (70, "behind", 503)])
def test_ready_until_something_due_has_waited_too_long(client, seconds, status, code):
    happen(3)
    bury(pk=Delivery.objects.order_by("id")[0].pk)
    wait(seconds)
    with listening():
        answer = client.get("/readyz")
    body = answer.json()
    assert (answer.status_code, body["status"], body["database"]) == (code, status, "ok")
    assert (body["queue"]["due"], body["queue"]["dead"]) == (2, 1)
    assert seconds <= body["queue"]["oldest_seconds"] < seconds + 10


def test_an_old_fact_that_was_told_just_now_has_not_waited(client):
    """Histories are told later: what counts is how long a delivery has been due."""
    happen()
    with listening():
        answer = client.get("/readyz")
    assert answer.status_code == 200
    assert answer.json()["queue"]["oldest_seconds"] < 10


def test_what_rests_done_and_dead_is_not_due(client):
    happen(3)
    first, second, third = Delivery.objects.order_by("id")
    Delivery.objects.filter(pk=first.pk).update(due_at=timezone.now() + timedelta(hours=1))
    wait(500, pk__in=[second.pk, third.pk])
    Delivery.objects.filter(pk=second.pk).update(done_at=timezone.now())
    bury(pk=third.pk)
    with listening():
        answer = client.get("/readyz")
    assert answer.status_code == 200
    assert answer.json()["queue"] == {"due": 0, "oldest_seconds": 0.0, "dead": 1}


def test_what_waits_for_a_consumer_of_another_release_is_nobodys_delay(client):
    happen(1, consumer="gone")
    wait(1000)
    answer = client.get("/readyz")
    assert (answer.status_code, answer.json()["queue"]["due"]) == (200, 1)
    call_command("watchdog", "--once")
    assert "gone: due 1, oldest 1000 s, dead 0 (nobody listens" in say("deliveries", "status")


def test_without_a_database_not_ready_but_alive(client):
    with database_away():
        answer = client.get("/readyz")
        assert client.get("/healthz").status_code == 200
    assert answer.status_code == 503
    assert answer.json() == {"status": "unavailable", "database": "unreachable"}


def test_readiness_reads_by_index():
    happen(1)
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")
        cursor.execute("EXPLAIN " + STATE)
        plan = "\n".join(row[0] for row in cursor.fetchall())
    assert "delivery_open" in plan
    assert "delivery_dead" in plan
    assert "Seq Scan" not in plan


def test_the_watchdog_barks_when_something_waits_too_long():
    happen()
    wait(50)
    with listening():
        call_command("watchdog", "--once")
        wait(70)
        with pytest.raises(SystemExit) as ended:
            call_command("watchdog", "--once")
    assert ended.value.code == 1


def test_the_watchdog_does_not_blame_workers_for_a_database_that_is_away():
    with database_away() as tried:
        call_command("watchdog", "--once")
    assert tried


def test_draining_by_hand_says_what_it_absorbed():
    events = happen(2)
    with listening():
        assert say("drain", "--consumer", NAME) == f"{NAME}: 2\n"
        assert say("drain", "--consumer", NAME) == f"{NAME}: 0\n"
        assert f"{NAME}: 0\n" in say("drain")
    assert effects() == ids(events)


def test_draining_for_nobody_is_refused():
    with pytest.raises(CommandError, match="no consumer is named nobody"):
        say("drain", "--consumer", "nobody")


def test_draining_once_without_a_database_fails_loudly():
    with database_away(), pytest.raises(OperationalError):
        say("drain")


def test_status_and_redrive_by_hand():
    happen(2)
    happen(1, consumer="other")
    bury()
    OrmQ.objects.all().delete()
    with listening(), listening(name="other"):
        assert say("deliveries", "status") == (
            f"{NAME}: due 0, oldest 0 s, dead 2\nother: due 0, oldest 0 s, dead 1\n"
        )
        assert say("deliveries", "redrive", "--consumer", NAME) == "redriven: 2\n"
        assert [task.group() for task in OrmQ.objects.all()] == [f"drain {NAME}"]
        assert say("deliveries", "redrive") == "redriven: 1\n"
    assert states() == [(0, False, False)] * 2


def test_replay_by_hand():
    happen(2)
    with listening():
        assert say("replay", "--consumer", NAME) == "due again: 2\n"
        assert say("replay", "--consumer", NAME, "--since", "2026-03-02") == "due again: 0\n"
        with pytest.raises(CommandError, match="no ISO 8601"):
            say("replay", "--consumer", NAME, "--since", "yesterday")
        with pytest.raises(CommandError, match="nobody"):
            say("replay", "--consumer", "nobody")
    with listening(outside=True):
        with pytest.raises(CommandError, match="--resend"):
            say("replay", "--consumer", NAME)
        assert say("replay", "--consumer", NAME, "--resend") == "due again: 2\n"


def test_the_admin_gives_dead_letters_a_new_try_under_the_webs_own_role(client, giver, settings):
    settings.STAFF_MFA_REQUIRED = False
    roles.create_roles()
    roles.grant()
    giver.is_staff = giver.is_superuser = True
    giver.save()
    client.force_login(giver)
    happen(2)
    bury()
    make_due()
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL ROLE foodcoord_web")
    chosen = {"action": "try_again", "_selected_action": [d.pk for d in Delivery.objects.all()]}
    with listening():
        answer = client.post("/admin/core/delivery/", chosen)
    with connection.cursor() as cursor:
        cursor.execute("RESET ROLE")
    assert answer.status_code == 302
    assert states() == [(0, False, False)] * 2


@pytest.mark.parametrize("model", ["domainevent", "delivery"])
def test_the_admin_finds_by_any_words(admin_client_of, model):
    for words in ("hello", "\0", "01a1faa0-6bc5-7382-bb52-65349038da98"):
        assert admin_client_of.get(f"/admin/core/{model}/", {"q": words}).status_code == 200


@pytest.fixture
def admin_client_of(client, giver, settings):
    settings.STAFF_MFA_REQUIRED = False
    giver.is_staff = giver.is_superuser = True
    giver.save()
    client.force_login(giver)
    return client


@pytest.mark.parametrize("model", ["ormq", "schedule", "success", "failure"])
def test_the_brokers_pages_are_not_there(admin_client_of, model):
    assert admin_client_of.get(f"/admin/django_q/{model}/").status_code == 404
