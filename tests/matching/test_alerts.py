"""Alerts that reach the right people in the right order, once."""

from datetime import timedelta
from typing import Any

import pytest
from pytest_django import Settings

from accounts.models import Block, Community, User
from accounts.services import set_home
from core import clock
from core.events.models import Delivery
from core.events.redelivery import replay
from core.geo.cells import encode
from listings import services as listings
from matching.consume import CONSUMER
from matching.enums import AlertState
from matching.models import Alert, SavedSearch
from matching.services.searches import change_search, delete_search
from matching.tasks import forget_old_alerts, send_alerts
from requests_app import services as requests
from tests.factories import make_listing, make_organization, make_request, make_user
from tests.matching.conftest import Received, absorb, make_search, told, told_people

pytestmark = pytest.mark.django_db(transaction=True)

FAR = encode(46.0, 4.835, 6)  # 26 km from Lyon


def pseudonyms(*people: User) -> list[str]:
    return [str(person.pseudonym) for person in people]


def later(minutes: float = 0, **more: float) -> Any:
    return clock.at(clock.now() + timedelta(minutes=minutes, **more))


def test_the_same_few_people_take_everything(received: Received) -> None:
    """Who received little lately hears of new food first; the others after the head start."""
    often, sometimes, never = make_user(), make_user(), make_user()
    for person in (often, sometimes, never):
        make_search(by=person)
    received(often, "9")
    received(sometimes, "2")
    listing = make_listing()

    absorb()
    send_alerts()
    assert told_people() == pseudonyms(never)

    with later(29):
        send_alerts()
    assert told_people() == pseudonyms(never)

    with later(31):
        send_alerts()
    assert told("search_alert") == [
        ("search_alert", str(person.pseudonym)) for person in (never, sometimes, often)
    ]
    assert Alert.objects.about(listing).filter(state=AlertState.SENT).count() == 3


def test_alert_reaches_the_right_people_in_the_right_order(received: Received, giver: User) -> None:
    """Five recipients, a request among searches, the community's own head start."""
    Community.objects.create(name="Lyon", cell="u05", head_start_minutes=120)
    people = [make_user() for _number in range(5)]
    for person, kilograms in zip(people, ["1", "2", "4", "8", ""], strict=True):
        if kilograms:
            received(person, kilograms)
        if person == people[1]:
            make_request(by=person)
        else:
            make_search(by=person, words="tomates")
    absorb()
    Alert.objects.all().delete()
    before = len(told())
    make_listing(by=giver)

    absorb()
    send_alerts()
    first = [people[4], people[0]]
    assert told_people()[before:] == pseudonyms(*first)

    with later(119):
        send_alerts()
    assert told_people()[before:] == pseudonyms(*first)
    with later(121):
        send_alerts()
    assert told_people()[before:] == pseudonyms(*first, people[1], people[2], people[3])
    assert ("match_found", str(people[1].pseudonym)) in told()[before:]


def test_what_was_received_long_ago_does_not_count(received: Received) -> None:
    old, fresh = make_user(), make_user()
    received(old, "9", days_ago=15)
    received(fresh, "1", days_ago=13)
    for person in (fresh, old):
        make_search(by=person)
    make_listing()

    absorb()
    send_alerts()

    assert told_people() == pseudonyms(old)


def test_where_all_received_alike_nobody_waits(received: Received) -> None:
    people = [make_user(), make_user()]
    for person in people:
        received(person, "2")
        make_search(by=person)
    make_listing()

    absorb()
    send_alerts()

    assert told_people() == pseudonyms(*people)


def test_what_an_organization_received_is_not_its_members_doing(received: Received) -> None:
    person = make_user()
    organization = make_organization(by=person)
    make_search(by=person)
    other = make_user()
    make_search(by=other)
    received(other, "3")
    request = make_request(by=person, organization=organization)
    absorb()
    Alert.objects.all().delete()
    make_listing()

    absorb()
    send_alerts()

    alert = Alert.objects.get(recipient=person)
    assert (alert.request_id, alert.to) == (request.pk, organization.pseudonym)
    assert told() == [("match_found", str(organization.pseudonym))]


@pytest.mark.parametrize(
    ("search", "found"),
    [
        ({}, True),
        ({"words": "tomato"}, True),
        ({"words": "Tomates"}, True),
        ({"words": "bread"}, False),
        ({"words": "from the garden"}, True),
        ({"diets": ["vegan"]}, True),
        ({"diets": ["vegan", "kosher"]}, False),
        ({"exclude_allergens": ["nuts"]}, False),
        ({"exclude_allergens": ["milk"]}, True),
        ({"kind": "request"}, False),
        ({"cell": FAR}, False),
        ({"cell": FAR, "radius_km": 50}, True),
    ],
)
def test_search_finds_what_its_filters_say(search: dict[str, Any], found: bool) -> None:
    make_search(by=make_user(), **search)
    make_listing(title="From the garden", diets=["vegan"], allergens=["nuts"])
    absorb()
    assert Alert.objects.exists() == found


def test_search_for_needs_hears_of_a_request_at_once(received: Received) -> None:
    grower, often = make_user(), make_user()
    received(often, "9")
    for person in (often, grower):
        make_search(by=person, kind="request")
    request = make_request()

    absorb()
    send_alerts()

    assert told_people("search_alert") == pseudonyms(grower, often)
    assert {alert.post_id for alert in Alert.objects.all()} == {request.pk}


def test_request_is_not_told_of_something_else_of_its_kind() -> None:
    make_request(food="cucumber", unit="kg")
    make_listing(food="tomato")
    absorb()
    assert not Alert.objects.exists()


def test_nobody_is_told_of_their_own_or_over_a_block(giver: User, taker: User) -> None:
    make_search(by=giver)
    make_search(by=taker)
    Block.objects.create(blocker=giver, blocked=taker)
    make_listing(by=giver)
    absorb()
    assert not Alert.objects.exists()


def test_block_made_while_one_waits_is_heeded(giver: User, taker: User) -> None:
    make_search(by=taker)
    make_listing(by=giver)
    absorb()
    Block.objects.create(blocker=taker, blocked=giver)
    send_alerts()
    assert told() == []
    assert Alert.objects.get().state == AlertState.UNWANTED


@pytest.mark.parametrize("ending", ["pause", "delete", "leave"])
def test_who_no_longer_wants_it_is_not_told(taker: User, ending: str) -> None:
    search = make_search(by=taker)
    make_listing()
    absorb()
    if ending == "pause":
        change_search(search=search, by=taker, active=False)
    elif ending == "delete":
        delete_search(search=search, by=taker)
    else:
        taker.is_active = False
        taker.save(update_fields=["is_active"])
    send_alerts()
    assert told() == []
    assert Alert.objects.get().state == AlertState.UNWANTED


def test_request_that_was_taken_back_is_not_told(taker: User) -> None:
    request = make_request(by=taker)
    make_listing()
    absorb()
    requests.withdraw(food_request=request, by=taker)
    send_alerts()
    assert told() == []


def test_what_is_gone_by_ones_turn_is_not_told(taker: User) -> None:
    make_search(by=taker)
    listing = make_listing()
    absorb()
    listings.withdraw(listing=listing, by=listing.owner)
    send_alerts()
    assert Alert.objects.get().state == AlertState.CLOSED


def test_expired_listing_given_more_time_is_news_to_who_was_not_told(taker: User) -> None:
    make_search(by=taker)
    listing = make_listing()
    absorb()
    with later(days=2):
        send_alerts()
        assert Alert.objects.get().state == AlertState.CLOSED
        listings.expire(listing=listing)
        end = clock.now() + timedelta(days=1)
        listings.extend(listing=listing, by=listing.owner, available_until=end)
        absorb()
        send_alerts()
    assert told_people() == pseudonyms(taker)


def test_daily_cap_holds_and_ends(taker: User, settings: Settings) -> None:
    settings.ALERTS_A_DAY = 2
    make_search(by=taker)
    for _number in range(3):
        make_listing()
    absorb()
    send_alerts()
    states = sorted(Alert.objects.values_list("state", flat=True))
    assert states == [AlertState.ENOUGH, AlertState.SENT, AlertState.SENT]
    with later(days=1, minutes=1):
        make_listing()
        absorb()
        send_alerts()
    assert len(told()) == 3


def test_no_more_than_so_many_are_told_of_one_post(settings: Settings, received: Received) -> None:
    settings.ALERTS_A_POST = 2
    people = [make_user() for _number in range(3)]
    for person, kilograms in zip(people, ("5", "3", "1"), strict=True):
        received(person, kilograms)
        make_search(by=person)
    make_listing()
    absorb()
    assert [alert.recipient for alert in Alert.objects.order_by("place")] == people[:0:-1]


def test_redelivery_and_replay_tell_nobody_twice(taker: User) -> None:
    make_search(by=taker)
    make_listing()
    absorb()
    send_alerts()
    Delivery.objects.filter(consumer=CONSUMER).update(done_at=None, attempts=0)
    absorb()
    replay(CONSUMER)
    absorb()
    send_alerts()
    assert Alert.objects.count() == 1
    assert told_people() == pseudonyms(taker)


def test_replay_brings_no_old_news(taker: User) -> None:
    make_listing()
    absorb()
    make_search(by=taker)
    replay(CONSUMER)
    absorb()
    assert not Alert.objects.exists()


def test_told_searches_say_when(taker: User) -> None:
    search = make_search(by=taker)
    make_listing()
    absorb()
    send_alerts()
    search.refresh_from_db()
    assert search.last_alert_at is not None


def test_old_alerts_are_forgotten(taker: User) -> None:
    make_search(by=taker)
    make_listing()
    absorb()
    with later(days=91):
        assert forget_old_alerts() == 1


def test_who_has_moved_keeps_the_place_that_was_saved(taker: User) -> None:
    search = make_search(by=taker)
    set_home(user=taker, lat=60.0, lon=10.0, precision=6)
    make_listing()
    absorb()
    assert Alert.objects.get().search == SavedSearch.objects.get(pk=search.pk)
