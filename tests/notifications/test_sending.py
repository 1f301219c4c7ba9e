"""Planned → sent, over a real connection to a mail server; never twice but after a death."""

import os
import signal
import subprocess
import sys
from collections.abc import Callable
from datetime import timedelta
from email.message import EmailMessage
from uuid import uuid4

import pytest
from django.core.management import call_command
from django.utils import timezone
from pytest_django import Settings

from accounts.enums import ContactPreference
from accounts.models import User
from core import clock
from notifications import services
from notifications.models import Dispatch, Notification
from notifications.sending import send_due
from notifications.telling import Told
from posts.links import extend_link
from tests.core.processes import ROOT, database_url
from tests.factories import make_commitment, make_listing
from tests.notifications.mail_server import MailServer

pytestmark = pytest.mark.django_db
Ask = Callable[..., None]
Read = Callable[[User], list[Told]]


def part(mail: EmailMessage, kind: str) -> str:
    body = mail.get_body((kind,))
    assert body is not None
    return str(body.get_content()).replace("\r\n", "\n")


def make_due() -> None:
    Dispatch.objects.update(due_at=timezone.now() - timedelta(minutes=1))


@pytest.fixture
def planned(giver: User, taker: User, told: Read) -> Dispatch:
    """Tom asks Gina for a kilogram; a mail to her is planned."""
    make_commitment(by=taker, listing=make_listing(by=giver))
    told(giver)
    return Dispatch.objects.get()


def test_mail_is_text_and_html_with_its_id_and_a_way_out(
    planned: Dispatch, mail_server: MailServer
) -> None:
    assert send_due() == 1
    [mail] = mail_server.mails
    assert (mail["To"], mail["From"]) == (
        "giver@example.org",
        "FoodCoord <hello@foodcoord.example>",
    )
    assert mail["Subject"] == "Tomato: Tom Taker asks you for it"
    assert mail["Message-ID"] == f"<{planned.pk}@food.example>"
    assert mail["Auto-Submitted"] == "auto-generated"
    assert mail["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert (
        mail["List-Unsubscribe"]
        .strip()
        .startswith("<https://food.example/notifications/unsubscribe/")
    )
    assert mail.get_content_type() == "multipart/alternative"
    row = Notification.objects.get()
    link = f"https://food.example/exchanges/{row.about_id}/"
    assert f"\nAnswer: {link}\n" in part(mail, "plain")
    assert part(mail, "plain").startswith("Tom Taker would like 1 kg from you, ")
    assert f'href="{link}"' in part(mail, "html")
    assert '<html lang="en">' in part(mail, "html")
    planned.refresh_from_db()
    assert (planned.state, planned.attempts, planned.provider_id) == (
        "sent",
        1,
        f"<{planned.pk}@food.example>",
    )


def test_mail_is_in_the_language_and_zone_of_who_reads_it(
    giver: User, taker: User, told: Read, mail_server: MailServer
) -> None:
    giver.language, giver.timezone = "fr", "Pacific/Auckland"
    giver.save(update_fields=["language", "timezone"])
    commitment = make_commitment(by=taker, listing=make_listing(by=giver))
    told(giver)
    send_due()
    [mail] = mail_server.mails
    assert "Tomate" in mail["Subject"]
    assert '<html lang="fr">' in part(mail, "html")
    with timezone.override("Pacific/Auckland"):
        local = timezone.localtime(commitment.handover_start)
    assert f"{local:%H:%M}" in part(mail, "plain")


def test_second_round_sends_nothing(planned: Dispatch, mail_server: MailServer) -> None:
    assert (send_due(), send_due()) == (1, 0)
    make_due()
    assert send_due() == 0
    assert len(mail_server.mails) == 1


def test_refused_mail_is_tried_again_and_fails_after_the_last_attempt(
    planned: Dispatch, mail_server: MailServer, settings: Settings
) -> None:
    settings.DISPATCH_MAX_ATTEMPTS = 2
    mail_server.refuse()
    send_due()
    planned.refresh_from_db()
    assert (planned.state, planned.attempts) == ("planned", 1)
    assert planned.last_error == "smtplib.SMTPRecipientsRefused"
    assert planned.due_at > timezone.now() + timedelta(seconds=10)
    make_due()
    send_due()
    planned.refresh_from_db()
    assert (planned.state, planned.attempts) == ("failed", 2)
    mail_server.refuse(False)
    assert services.retry(Dispatch.objects.all()) == 1
    assert send_due() == 1
    assert services.retry(Dispatch.objects.all()) == 0


def test_one_that_fails_does_not_hold_up_the_next(
    planned: Dispatch, taker: User, ask: Ask, mail_server: MailServer
) -> None:
    planned.notification.recipient.email = "not an address\n"  # type: ignore[union-attr]
    planned.notification.recipient.save(update_fields=["email"])  # type: ignore[union-attr]
    ask("moderated", taker)
    assert send_due() == 1
    assert [mail["To"] for mail in mail_server.mails] == ["taker@example.org"]


def test_kind_switched_off_after_planning_is_not_sent(
    planned: Dispatch, giver: User, mail_server: MailServer
) -> None:
    services.change_preferences(user=giver, choices={"proposal_received": {"email": False}})
    send_due()
    planned.refresh_from_db()
    assert (planned.state, planned.skipped) == ("skipped", "off")
    assert mail_server.mails == []


def test_kind_that_is_off_is_not_even_planned(
    giver: User, taker: User, told: Read, mail_server: MailServer
) -> None:
    off = {"proposal_received": {"site": False, "email": False, "push": False}}
    services.change_preferences(user=giver, choices=off)
    make_commitment(by=taker, listing=make_listing(by=giver))
    assert told(giver) == []
    assert Dispatch.objects.count() == 0


def test_who_wants_to_be_reached_on_the_site_gets_no_mail(
    giver: User, taker: User, told: Read
) -> None:
    giver.contact_preference = ContactPreference.SITE
    giver.save(update_fields=["contact_preference"])
    make_commitment(by=taker, listing=make_listing(by=giver))
    assert len(told(giver)) == 1
    assert Dispatch.objects.count() == 0


def test_decision_of_a_moderator_is_always_mailed_and_has_no_way_out(
    giver: User, ask: Ask, mail_server: MailServer
) -> None:
    giver.contact_preference = ContactPreference.SITE
    giver.save(update_fields=["contact_preference"])
    ask("moderated", giver)
    assert send_due() == 1
    [mail] = mail_server.mails
    assert mail["Subject"] == "A moderator has decided something about you"
    assert mail["List-Unsubscribe"] is None


@pytest.mark.parametrize("reason", ["read", "stale", "closed", "gone"])
def test_what_is_no_news_any_more_is_not_sent(
    planned: Dispatch, giver: User, mail_server: MailServer, reason: str
) -> None:
    row = Notification.objects.get()
    if reason == "read":
        services.mark_read(notification=row)
    if reason == "stale":
        Notification.objects.update(created_at=clock.now() - timedelta(hours=25))
    if reason == "closed":
        User.objects.filter(pk=giver.pk).update(is_active=False)
    if reason == "gone":
        Notification.objects.update(about_id=uuid4())
    send_due()
    planned.refresh_from_db()
    assert (planned.state, planned.skipped) == ("skipped", reason)
    assert mail_server.mails == []


def test_mail_about_an_end_holds_the_link_that_extends(
    giver: User, ask: Ask, mail_server: MailServer
) -> None:
    listing = make_listing(by=giver)
    with clock.at(now := clock.now()):
        ask("listing_ending", giver, ("listing", listing.pk))
        send_due()
        link = f"https://food.example{extend_link(listing)}"
    assert now
    [mail] = mail_server.mails
    assert f"Keep it open with one tap: {link}\n" in part(mail, "plain")
    assert f'href="{link}"' in part(mail, "html")


def test_command_sends(planned: Dispatch, mail_server: MailServer) -> None:
    call_command("send_notifications")
    assert len(mail_server.mails) == 1


@pytest.mark.faults
@pytest.mark.django_db(transaction=True)
def test_killed_between_send_and_mark_repeats_once_under_the_same_id(
    giver: User, ask: Ask, mail_server: MailServer
) -> None:
    ask("moderated", giver)
    dispatch = Dispatch.objects.get()
    victim = sender(mail_server)
    mail_server.when_taken(lambda: os.kill(victim.pid, signal.SIGKILL))
    victim.communicate(timeout=60)
    assert victim.returncode == -signal.SIGKILL
    dispatch.refresh_from_db()
    assert (dispatch.state, dispatch.attempts, len(mail_server.mails)) == ("planned", 1, 1)
    mail_server.when_taken(None)
    assert run_to_end(mail_server) == "sent: 0\n"  # it is still the dead one's
    make_due()
    assert run_to_end(mail_server) == "sent: 1\n"
    make_due()
    assert run_to_end(mail_server) == "sent: 0\n"
    ids = [mail["Message-ID"] for mail in mail_server.mails]
    assert ids == [f"<{dispatch.pk}@food.example>"] * 2


def sender(server: MailServer) -> "subprocess.Popen[str]":
    """`manage.py send_notifications` in a process of its own."""
    host, port = server.address
    environment = {
        **os.environ,
        "DATABASE_URL": database_url(),
        "EMAIL_URL": f"smtp://{host}:{port}",
        "SITE_URL": "https://food.example",
        "LOG_LEVEL": "ERROR",
    }
    return subprocess.Popen(
        [sys.executable, "manage.py", "send_notifications"],
        cwd=ROOT,
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def run_to_end(server: MailServer) -> str:
    out, err = sender(server).communicate(timeout=60)
    assert err == ""
    return out
