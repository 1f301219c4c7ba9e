"""Calling receivers, several at once, so that a slow one holds up nobody but itself.

The threads only call; everything that is read or written is the loop's, outside of any transaction
while calls are made.
"""

import time
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from dataclasses import dataclass

import structlog
from cryptography.fernet import InvalidToken
from django.conf import settings

from core import clock
from partners.models import WebhookDelivery
from partners.webhooks.calling import Outcome, post
from partners.webhooks.claims import Claim, claim
from partners.webhooks.content import body_of
from partners.webhooks.noting import note
from partners.webhooks.signing import secrets_of, signed

log = structlog.get_logger(__name__)

LOOK_AGAIN_SECONDS = 0.5


@dataclass(frozen=True)
class Letter:
    """A call, ready to be made by whoever knows nothing else."""

    url: str
    body: bytes
    headers: dict[str, str]

    def send(self) -> Outcome:
        return post(self.url, body=self.body, headers=self.headers)


def send_due(*, seconds: float | None = None) -> int:
    """Make every call that is due, each webhook's one after the other.

    Args:
        seconds: begin nothing new after this long; None goes on until nothing is due.

    Returns:
        How many were taken by their receivers.
    """
    deadline = None if seconds is None else time.monotonic() + seconds
    taken, running = 0, dict[Future[Outcome], Claim]()
    with ThreadPoolExecutor(settings.WEBHOOK_TURNS, "webhook") as pool:
        while True:
            if deadline is None or time.monotonic() < deadline:
                for held in claim(settings.WEBHOOK_TURNS - len(running)):
                    if letter := _letter(held):
                        running[pool.submit(letter.send)] = held
            if not running:
                return taken
            ended, _rest = wait(running, LOOK_AGAIN_SECONDS, FIRST_COMPLETED)
            for call in ended:
                outcome = call.result()
                note(running.pop(call), outcome)
                taken += outcome.is_taken


def _letter(held: Claim) -> Letter | None:
    delivery = WebhookDelivery.objects.with_event().filter(pk=held.delivery).first()
    if delivery is None:  # its webhook was deleted at this very moment
        return None
    now, body = clock.now(), body_of(delivery)
    try:
        signers = secrets_of(delivery.webhook, now)
    except InvalidToken:  # the site's key was changed: nothing can be signed until it is rotated
        log.exception("webhook_secret_lost", webhook=str(held.webhook))
        note(held, Outcome(None, 0, "secret_lost"))
        return None
    headers = {
        "Content-Type": "application/json",
        "User-Agent": f"FoodCoord-Webhooks/1 (+{settings.SITE_URL})",
        **signed(delivery.pk, now, body, signers),
    }
    if delivery.event and delivery.event.correlation_id:
        headers["X-Correlation-Id"] = delivery.event.correlation_id
    return Letter(delivery.webhook.url, body, headers)
