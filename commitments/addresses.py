"""Whole addresses that leave the site: scanned, or read by a calendar app."""

from django.conf import settings
from django.urls import reverse

from commitments.codes import code_of
from commitments.enums import Verb
from commitments.models import Commitment


def scan_url(commitment: Commitment) -> str:
    """Where the giver confirms the hand-over, with the receiver's code filled in."""
    path = reverse("commitments:say", args=[commitment.pk, str(Verb.HAND_OVER)])
    return f"{settings.SITE_URL}{path}?code={code_of(commitment)}"


def feed_url(token: str) -> str:
    """Where a calendar app reads a person's exchanges."""
    return f"{settings.SITE_URL}{reverse('commitments:feed', args=[token])}"


def webcal_url(token: str) -> str:
    """The same, for a tap that subscribes."""
    return "webcal://" + feed_url(token).split("://", 1)[1]
