from collections.abc import Callable
from datetime import UTC, date, datetime, time
from decimal import Decimal
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client

from accounts.models import Organization, User
from catalog.models import Food
from standing import services
from standing.models import Standing
from standing.services import StandingDraft
from tests.factories import make_organization

Start = Callable[..., Standing]
# A Monday, five days before clocks change in Europe.
MONDAY = datetime(2026, 3, 23, 9, tzinfo=UTC)


def draft(**values: Any) -> StandingDraft:
    """Bread, every Friday from nine to noon in Paris, posted two days before."""
    usual: dict[str, Any] = {
        "kind": "listing",
        "food": Food.objects.get(slug="bread"),
        "quantity": Decimal(8),
        "unit": "loaf",
        "weekday": 5,
        "opens": time(9),
        "closes": time(12),
        "timezone": "Europe/Paris",
        "first_day": date(2026, 3, 23),
    }
    return StandingDraft(**(usual | values))


def start(by: User, **values: Any) -> Standing:
    return services.start(by=by, standing_id=uuid4(), draft=draft(**values))[0]


@pytest.fixture
def pantry(giver: User) -> Organization:
    return make_organization(by=giver, name="Quay Pantry")


@pytest.fixture
def weekly(giver: User) -> Standing:
    return start(giver)


@pytest.fixture
def signed_in() -> Callable[[User], Client]:
    def client(user: User) -> Client:
        browser = Client()
        browser.force_login(user)
        return browser

    return client
