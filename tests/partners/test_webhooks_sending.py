"""Receivers that fail, hang and lie get each event at least once, in order, with a signature."""

from collections.abc import Iterator
from datetime import timedelta
from uuid import uuid4

import pytest
from django_q.models import OrmQ
from pytest_django import Settings

from accounts.models import Organization, User
from core import clock
from core.correlation import correlated
from core.events.drain import drain
from core.events.models import DomainEvent
from listings import services as listings
from partners.models import Webhook, WebhookAttempt, WebhookDelivery
from partners.webhooks import services, tasks
from partners.webhooks.claims import claim
from partners.webhooks.sending import send_due
from tests.factories import make_listing, make_organization
from tests.partners.hooks import make_webhook, send_until_quiet, time_passes
from tests.partners.receiver import (
    Receiver,
    answers,
    babbles,
    drips,
    drops,
    hangs,
    is_late,
    verifies,
)

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _quick(settings: Settings) -> None:
    settings.WEBHOOK_PRIVATE_ADDRESSES = True
    settings.WEBHOOK_CONNECT_SECONDS = 0.2
    settings.WEBHOOK_TOTAL_SECONDS = 0.3


@pytest.fixture
def pantry(giver: User) -> Organization:
    return make_organization(by=giver)


@pytest.fixture
def receiver() -> Iterator[Receiver]:
    with Receiver() as listening:
        yield listening


def test_judged_a_bad_receiver_gets_each_event_at_least_once_in_order_and_signed(
    pantry: Organization, receiver: Receiver, giver: User
) -> None:
    _webhook, secret = make_webhook(pantry, receiver.url)
    receiver.manners = [
        *(answers(500), hangs, drops, is_late(0.5), drips, babbles, answers(204)),
        *(answers(302, f"Location: {receiver.url}/elsewhere"), answers(503), answers(200)),
    ]
    one, other = make_listing(by=giver), make_listing(by=giver)
    for title in ("a", "b", "c"):
        listings.update(listing=one, by=giver, title=title)
    listings.withdraw(listing=one, by=giver)
    listings.update(listing=other, by=giver, title="d")

    send_until_quiet()

    events = DomainEvent.objects.filter(subject_type="listing").order_by("pk")
    heard = {(call.subject, call.version) for call in receiver.calls}
    assert heard == {(str(event.subject_id), event.subject_version) for event in events}
    assert len(heard) == 7
    assert len(receiver.calls) == 7 + 8
    for subject in (one, other):
        versions = [call.version for call in receiver.calls if call.subject == str(subject.pk)]
        assert versions == sorted(versions)
    assert all(verifies(call, secret) for call in receiver.calls)
    assert {call.path for call in receiver.calls} == {"/hook?at=1"}
    by_event: dict[str, set[str]] = {}
    for call in receiver.calls:
        by_event.setdefault(call.told["data"]["event"], set()).add(call.id)
    assert all(len(each) == 1 for each in by_event.values())
    attempts = WebhookAttempt.objects.order_by("pk").values_list("status", "error")
    errors = {error for status, error in attempts if status is None}
    assert {"timeout", "RemoteDisconnected", "BadStatusLine"} == errors
    statuses = {status for status, _error in attempts if status}
    assert statuses == {200, 204, 302, 500, 503}


def test_a_call_says_what_it_is_and_carries_the_wishs_id(
    pantry: Organization, receiver: Receiver, giver: User
) -> None:
    make_webhook(pantry, receiver.url)
    with correlated("the-wish"):
        listing = make_listing(by=giver)
    event = DomainEvent.objects.get(subject_id=listing.pk)

    send_until_quiet()

    (call,) = receiver.calls
    assert call.headers["content-type"] == "application/json"
    assert call.headers["user-agent"].startswith("FoodCoord-Webhooks/1 (+http")
    assert call.headers["x-correlation-id"] == "the-wish"
    assert call.id == str(WebhookDelivery.objects.get().pk)
    assert call.told == {
        "type": "listing.created",
        "timestamp": event.occurred_at.isoformat().replace("+00:00", "Z"),
        "data": {
            "event": str(event.pk),
            "subject_type": "listing",
            "subject": str(listing.pk),
            "version": 1,
            "state": "active",
            "cells": event.cells,
        },
    }


def test_a_later_version_waits_for_an_earlier_one_that_is_not_even_planned(
    pantry: Organization, receiver: Receiver, giver: User
) -> None:
    """Batches may be absorbed in any order."""
    make_webhook(pantry, receiver.url)
    listing = make_listing(by=giver)
    listings.update(listing=listing, by=giver, title="a")
    first = DomainEvent.objects.get(subject_id=listing.pk, subject_version=1)
    waiting = first.deliveries.filter(consumer="webhooks")
    waiting.update(due_at=clock.now() + timedelta(hours=1))
    drain("webhooks")
    assert send_due() == 0

    waiting.update(due_at=clock.now() - timedelta(hours=1))
    send_until_quiet()

    assert [call.version for call in receiver.calls] == [1, 2]


def test_a_dead_letter_of_ours_does_not_hold_up_what_follows(
    pantry: Organization, receiver: Receiver, giver: User
) -> None:
    make_webhook(pantry, receiver.url)
    listing = make_listing(by=giver)
    listings.update(listing=listing, by=giver, title="a")
    first = DomainEvent.objects.get(subject_id=listing.pk, subject_version=1)
    first.deliveries.filter(consumer="webhooks").update(dead_at=clock.now())

    send_until_quiet()

    assert [call.version for call in receiver.calls] == [2]


def test_a_slow_receiver_holds_up_nobody_else(
    pantry: Organization, receiver: Receiver, giver: User, settings: Settings
) -> None:
    settings.WEBHOOK_TOTAL_SECONDS = patience = 3.0
    with Receiver(hangs) as slow:
        make_webhook(pantry, slow.url)
        make_webhook(pantry, receiver.url)
        for _ in range(5):
            make_listing(by=giver)
        drain("webhooks")

        send_due()

        assert len(receiver.calls) == 5
        assert max(call.at for call in receiver.calls) < slow.calls[0].at + patience
        # Its own wait until it has rested; when one is taken then, all follow.
        assert len(slow.calls) == 1
        time_passes()
        send_due()
        assert len(slow.calls) == 6


def test_one_webhook_is_called_by_one_sender_at_a_time(
    pantry: Organization, receiver: Receiver, giver: User
) -> None:
    webhook, _secret = make_webhook(pantry, receiver.url)
    make_listing(by=giver)
    make_listing(by=giver)
    drain("webhooks")

    (held,) = claim(8)

    assert held.webhook == webhook.pk
    assert claim(8) == []
    time_passes()
    assert len(claim(8)) == 1


def test_waits_grow_from_seconds_to_an_hour(
    pantry: Organization, receiver: Receiver, giver: User, settings: Settings
) -> None:
    make_webhook(pantry, receiver.url)
    receiver.manners = [answers(500)] * 8
    make_listing(by=giver)
    drain("webhooks")
    for usual in (5, 30, 120, 600, 1800, 3600, 3600):
        send_due()
        delivery = WebhookDelivery.objects.get()
        wait = (delivery.due_at - clock.now()).total_seconds()
        assert 0.7 * usual - 1 < wait < 1.3 * usual
        time_passes()


def test_after_three_days_a_delivery_is_given_up_and_the_next_goes_out(
    pantry: Organization, receiver: Receiver, giver: User
) -> None:
    """Others were taken meanwhile: the webhook stays on."""
    webhook, _secret = make_webhook(pantry, receiver.url)
    receiver.manners = [answers(500)]
    listing = make_listing(by=giver)
    listings.update(listing=listing, by=giver, title="a")
    drain("webhooks")
    first, second = webhook.deliveries.order_by("event_id")
    webhook.deliveries.filter(pk=first.pk).update(
        first_tried_at=clock.now() - timedelta(hours=73), attempts=50
    )

    send_due()

    first.refresh_from_db()
    second.refresh_from_db()
    assert (first.state, second.state) == ("failed", "sent")
    webhook.refresh_from_db()
    assert webhook.is_active
    assert webhook.failing_since is None


def test_a_receiver_that_takes_nothing_for_three_days_is_left_alone_and_its_people_are_told(
    pantry: Organization, receiver: Receiver, giver: User
) -> None:
    webhook, _secret = make_webhook(pantry, receiver.url)
    receiver.manners = [answers(500)]
    make_listing(by=giver)
    make_listing(by=giver)
    drain("webhooks")
    Webhook.objects.update(failing_since=clock.now() - timedelta(hours=73))

    send_due()

    webhook.refresh_from_db()
    assert (webhook.state, webhook.disabled_because) == ("disabled", "failing")
    assert set(webhook.deliveries.values_list("state", flat=True)) == {"skipped"}
    assert told(giver) == [("webhook_disabled", "failing")]
    make_listing(by=giver)
    send_until_quiet()
    assert len(receiver.calls) == 1


def test_410_switches_off_at_once(pantry: Organization, receiver: Receiver, giver: User) -> None:
    webhook, _secret = make_webhook(pantry, receiver.url)
    receiver.manners = [answers(410)]
    make_listing(by=giver)
    make_listing(by=giver)

    send_until_quiet()

    webhook.refresh_from_db()
    assert (webhook.state, webhook.disabled_because) == ("disabled", "gone")
    assert sorted(webhook.deliveries.values_list("state", flat=True)) == ["failed", "skipped"]
    assert told(giver) == [("webhook_disabled", "gone")]
    services.enable(webhook=webhook, by=giver)
    make_listing(by=giver)
    send_until_quiet()
    assert [call.told["type"] for call in receiver.calls] == ["listing.created"] * 2


def test_a_deleted_webhooks_call_in_hand_leaves_nothing(
    pantry: Organization, receiver: Receiver, giver: User
) -> None:
    webhook, _secret = make_webhook(pantry, receiver.url)
    make_listing(by=giver)
    drain("webhooks")
    claim(1)
    time_passes()
    services.forget(webhook=webhook, by=giver)

    assert send_due() == 0
    assert not WebhookAttempt.objects.exists()


def test_task_sends_and_rings_again_only_for_what_could_go_out(
    pantry: Organization, receiver: Receiver, giver: User
) -> None:
    make_webhook(pantry, receiver.url)
    receiver.manners = [answers(500)]
    listing = make_listing(by=giver)
    listings.update(listing=listing, by=giver, title="a")
    drain("webhooks")
    rings = queued()

    tasks.send_due()

    assert queued() == rings  # the second waits for the first, which waits
    time_passes()
    tasks.send_due()
    assert [call.version for call in receiver.calls] == [1, 1, 2]


def test_old_deliveries_and_attempts_are_forgotten(
    pantry: Organization, receiver: Receiver, giver: User
) -> None:
    webhook, _secret = make_webhook(pantry, receiver.url)
    make_listing(by=giver)
    send_until_quiet()
    make_listing(by=giver)
    drain("webhooks")
    with clock.at(clock.now() + timedelta(days=31)):
        tasks.purge()

    assert [each.state for each in webhook.deliveries.all()] == ["planned"]
    assert not WebhookAttempt.objects.exists()


def told(person: User) -> list[tuple[str, str]]:
    drain("notifications")
    rows = person.notifications.order_by("pk").filter(kind="webhook_disabled")
    return [(row.kind, row.facts["because"]) for row in rows]


def queued() -> int:
    return int(OrmQ.objects.count())


def test_unknown_secret_is_no_call(
    pantry: Organization, receiver: Receiver, giver: User, settings: Settings
) -> None:
    """The site's key was changed, and the old one is gone: nothing unsigned goes out."""
    webhook, _secret = make_webhook(pantry, receiver.url)
    make_listing(by=giver)
    drain("webhooks")
    settings.SECRET_KEY = uuid4().hex

    assert send_due() == 0

    assert receiver.calls == []
    assert webhook.deliveries.get().last_error == "secret_lost"
    fresh = services.rotate(webhook=webhook, by=giver)
    time_passes()
    assert send_due() == 1
    assert verifies(receiver.calls[0], fresh)
