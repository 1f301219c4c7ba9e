"""Two workers at once, and two taps at once: still each once."""

from datetime import timedelta
from uuid import uuid4

import pytest
from pytest_django import Settings

from accounts.models import User
from core import clock
from core.events.drain import drain
from core.events.models import Delivery
from core.events.notices import request_notice
from matching.consume import CONSUMER
from matching.enums import AlertState
from matching.models import Alert, SavedSearch
from matching.services.searches import MOST_A_PERSON, SearchDraft, save_search
from matching.tasks import send_alerts
from tests.factories import make_listing, make_user
from tests.matching.conftest import absorb, make_search, told_people
from tests.races import all_at_once

pytestmark = pytest.mark.django_db(transaction=True)


def test_two_workers_at_once_find_each_recipient_once() -> None:
    people = [make_user() for _number in range(4)]
    for person in people:
        make_search(by=person)
    for _number in range(10):
        make_listing()

    all_at_once(4, lambda number: drain(CONSUMER))

    assert Alert.objects.count() == 40
    assert not Delivery.objects.filter(consumer=CONSUMER, done_at=None).exists()


def test_two_workers_at_once_tell_each_recipient_once_and_in_order() -> None:
    people = [make_user() for _number in range(6)]
    for person in people:
        make_search(by=person)
    make_listing()
    absorb()

    sent = all_at_once(4, lambda number: send_alerts())

    assert sum(sent) == 6
    assert told_people() == [str(person.pseudonym) for person in people]


def test_daily_cap_holds_among_workers(taker: User, settings: Settings) -> None:
    settings.ALERTS_A_DAY = 3
    make_search(by=taker)
    for _number in range(8):
        make_listing()
    absorb()

    all_at_once(4, lambda number: send_alerts())

    assert len(told_people()) == 3


def test_worker_that_dies_between_asking_and_noting_tells_nobody_twice(taker: User) -> None:
    """Asking and noting are one transaction; and what was asked before is not asked again."""
    make_search(by=taker)
    listing = make_listing()
    absorb()
    about = ("listing", listing.pk)
    request_notice("search_alert", to=taker.pseudonym, about=about)
    with clock.at(clock.now() + timedelta(seconds=5)):
        send_alerts()
    assert told_people() == [str(taker.pseudonym)]
    assert Alert.objects.get().state == AlertState.SENT


def test_searches_saved_at_once_are_never_more_than_allowed(taker: User) -> None:
    for _number in range(MOST_A_PERSON - 1):
        make_search(by=taker)
    draft = SearchDraft(kind="listing", cell=taker.home_cell, radius_km=5)

    all_at_once(4, lambda number: save_search(by=taker, search_id=uuid4(), draft=draft))

    assert SavedSearch.objects.of(taker).count() == MOST_A_PERSON
