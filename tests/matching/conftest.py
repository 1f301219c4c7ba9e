"""Somebody new, somebody who received much, and how to let them receive."""

from collections.abc import Callable
from datetime import timedelta
from decimal import Decimal
from typing import Any
from uuid import uuid4

import pytest

from accounts.models import User
from commitments import services as commitments
from commitments.models import Commitment
from core import clock
from core.events.drain import drain
from core.events.models import DomainEvent
from matching.consume import CONSUMER
from matching.models import SavedSearch
from matching.services.searches import SearchDraft, save_search
from tests.factories import make_commitment, make_listing

Received = Callable[..., Commitment]


@pytest.fixture
def received() -> Received:
    """`received(person, "4")`: that many kilograms of tomatoes, handed over so many days ago."""

    def hand_over(person: User, quantity: str, *, days_ago: float = 1) -> Commitment:
        with clock.at(clock.now() - timedelta(days=days_ago)):
            listing = make_listing(quantity=quantity)
            commitment = make_commitment(by=person, listing=listing, quantity=quantity)
            commitments.accept(commitment=commitment, by=listing.owner)
            commitments.hand_over(commitment=commitment, by=listing.owner)
        return commitment

    return hand_over


def make_search(*, by: User, **values: Any) -> SavedSearch:
    """For food on offer around home, ten kilometres."""
    values.setdefault("kind", "listing")
    values.setdefault("cell", by.home_cell)
    values.setdefault("radius_km", 10)
    draft = SearchDraft(**values)
    return save_search(by=by, search_id=uuid4(), draft=draft)[0]


def absorb() -> int:
    """Let matching take in what has happened."""
    return drain(CONSUMER)


def told(kind: str | None = None) -> list[tuple[str, str]]:
    """Of whom it was asked that they be told, in order: the kind of news and the pseudonym."""
    asked = DomainEvent.objects.filter(type="notification.requested").order_by("occurred_at", "id")
    found = [(event.payload["kind"], event.payload["to"]) for event in asked]
    return [pair for pair in found if kind in (None, pair[0])]


def told_people(kind: str | None = None) -> list[str]:
    return [to for _kind, to in told(kind)]


ONE = Decimal(1)
