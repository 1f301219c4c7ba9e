from uuid import uuid4

import pytest

from core.events.models import DomainEvent
from core.events.notices import request_notice

pytestmark = pytest.mark.django_db


def test_notice_asked_twice_is_recorded_once() -> None:
    to, about = uuid4(), ("listing", uuid4())
    assert request_notice("listing_ending", to=to, about=about, occasion="2026-11-20") is True
    assert request_notice("listing_ending", to=to, about=about, occasion="2026-11-20") is False
    event = DomainEvent.objects.get(type="notification.requested")
    assert event.payload == {
        "kind": "listing_ending",
        "to": str(to),
        "about": ["listing", str(about[1])],
    }


def test_notice_of_another_occasion_or_person_is_another() -> None:
    to, about = uuid4(), ("listing", uuid4())
    assert request_notice("listing_ending", to=to, about=about, occasion="2026-11-20") is True
    assert request_notice("listing_ending", to=to, about=about, occasion="2026-11-21") is True
    assert request_notice("listing_ending", to=uuid4(), about=about, occasion="2026-11-20") is True
    assert DomainEvent.objects.filter(type="notification.requested").count() == 3
