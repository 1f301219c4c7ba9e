"""A sender that is killed between the call and the note of it."""

import os
import signal
import socket
import subprocess
import sys

import pytest

from accounts.models import User
from core.events.drain import drain
from partners.models import WebhookAttempt
from partners.webhooks.sending import send_due
from tests.core.processes import ROOT, database_url
from tests.factories import make_listing, make_organization
from tests.partners.hooks import make_webhook, time_passes
from tests.partners.receiver import Call, Receiver, answers, verifies


@pytest.mark.django_db(transaction=True)
def test_what_a_killed_sender_called_is_called_again_with_the_same_id(
    giver: User, settings: object
) -> None:
    settings.WEBHOOK_PRIVATE_ADDRESSES = True  # type: ignore[attr-defined]
    senders: list[subprocess.Popen[bytes]] = []

    def kills(receiver: Receiver, line: socket.socket, call: Call) -> None:
        senders[0].send_signal(signal.SIGKILL)
        senders[0].wait(timeout=10)
        answers(200)(receiver, line, call)

    with Receiver(kills) as receiver:
        webhook, secret = make_webhook(make_organization(by=giver), receiver.url)
        make_listing(by=giver)
        drain("webhooks")
        senders.append(_sender())
        assert senders[0].wait(timeout=60) == -signal.SIGKILL

        (first,) = receiver.calls
        delivery = webhook.deliveries.get()
        assert (delivery.state, delivery.attempts) == ("planned", 1)
        assert send_due() == 0  # its lease still runs
        time_passes()
        assert send_due() == 1

    second = receiver.calls[1]
    assert (second.id, second.body) == (first.id, first.body)
    assert verifies(first, secret)
    assert verifies(second, secret)
    delivery.refresh_from_db()
    assert (delivery.state, delivery.attempts) == ("sent", 2)
    assert WebhookAttempt.objects.count() == 1


def _sender() -> "subprocess.Popen[bytes]":
    return subprocess.Popen(
        [sys.executable, "-m", "tests.partners.doomed_sender"],
        cwd=ROOT,
        env={
            **os.environ,
            "DATABASE_URL": database_url(),
            "DJANGO_SETTINGS_MODULE": "foodcoord.settings",
            "WEBHOOK_PRIVATE_ADDRESSES": "1",
        },
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
