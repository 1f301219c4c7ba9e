"""What is on offer until it is gone: no end, no hurry, and a question each fortnight."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client
from rest_framework.test import APIClient

from accounts.models import User
from commitments.windows import windows_for
from core import clock
from core.errors import TransitionForbidden
from core.events.models import DomainEvent
from listings import services, tasks
from listings.models import UNTIL_GONE, Listing
from listings.presenters import listing_card
from posts.links import extend_link
from tests.factories import make_listing
from tests.posts.kinds import LISTING, facts
from tests.posts.test_pages import new

pytestmark = pytest.mark.django_db
Api = Callable[..., APIClient]


@pytest.fixture
def standing(giver: User) -> Listing:
    return make_listing(by=giver, available_until=UNTIL_GONE)


@pytest.fixture
def garden(giver: User) -> Client:
    client = Client()
    client.force_login(giver)
    return client


def notices() -> list[str]:
    tasks.ask_still_there()
    found = DomainEvent.objects.filter(payload__kind="listing_still_there")
    return [event.payload["about"][1] for event in found]


def test_cards_pages_and_windows_say_so(
    standing: Listing, taker: User, garden: Client, api: Api
) -> None:
    card = listing_card(standing, taker)
    assert (card.when, card.urgent) == ("until it is gone", False)
    assert "until it is gone" in garden.get(standing.get_absolute_url()).text
    last = windows_for(standing)[-1]
    assert timedelta(days=7) <= last.end - clock.now() <= timedelta(days=8)
    items = api().get("/api/v1/feed?lat=45.764&lon=4.8357").json()["data"]["items"]
    assert [item["available_until"] for item in items] == [None]


def test_api_takes_and_tells_null(api: Api, giver: User, standing: Listing) -> None:
    address = f"/api/v1/listings/{standing.pk}"
    caller = api(giver)
    assert caller.get(address).json()["data"]["available_until"] is None

    caller.patch(address, {"available_until": "2030-01-02T18:00:00Z"}, format="json")
    assert caller.get(address).json()["data"]["available_until"] == "2030-01-02T18:00:00Z"
    extended = caller.post(f"{address}/extend", {"available_until": None}, format="json")
    assert extended.json()["data"]["available_until"] is None


def test_an_end_that_no_calendar_holds_is_refused(api: Api, giver: User, standing: Listing) -> None:
    address = f"/api/v1/listings/{standing.pk}"
    answered = api(giver).patch(address, {"available_until": "9999-12-31T23:59:00Z"}, format="json")
    assert list(answered.json()["error"]["details"]) == ["available_until"]


def test_form_edit_and_extension_offer_it(garden: Client) -> None:
    garden.post("/listings/new/", new(LISTING, when="gone"))
    listing = Listing.objects.get()
    assert bool(listing.is_until_gone) is True

    shown = garden.get(f"{listing.get_absolute_url()}edit/")
    assert shown.context["form"].initial["until_gone"] is True
    sent = {"quantity": "3", "available_from": "2026-01-01T08:00", "storage": "ambient"}
    garden.post(f"{listing.get_absolute_url()}edit/", {**sent, "until": "2030-01-02T18:00"})
    listing.refresh_from_db()
    assert bool(listing.is_until_gone) is False

    garden.post(f"{listing.get_absolute_url()}extend/", {"when": "gone"})
    listing.refresh_from_db()
    assert bool(listing.is_until_gone) is True
    garden.post(f"{listing.get_absolute_url()}edit/", {**sent, "until": "", "until_gone": "on"})
    listing.refresh_from_db()
    assert bool(listing.is_until_gone) is True


def test_it_never_expires(standing: Listing) -> None:
    with clock.at(clock.now() + timedelta(days=3000)):
        tasks.expire_listings()
        tasks.ask_before_end()
    standing.refresh_from_db()
    assert standing.state == "active"
    assert not DomainEvent.objects.filter(type="notification.requested").exists()


def test_its_owner_is_asked_each_fortnight_since_they_last_said_so(
    standing: Listing, giver: User
) -> None:
    made = standing.created_at
    with clock.at(made + timedelta(days=13, hours=23)):
        assert notices() == []
    with clock.at(made + timedelta(days=14)):
        assert notices() == [str(standing.pk)]
        assert len(notices()) == 1
        services.confirm_there(listing=standing, by=giver)
    with clock.at(made + timedelta(days=27)):
        assert len(notices()) == 1
    with clock.at(made + timedelta(days=28)):
        assert len(notices()) == 2
    with clock.at(made + timedelta(days=42)):
        assert len(notices()) == 3
        assert Listing.objects.open_now().filter(pk=standing.pk).exists()


def test_yes_is_one_tap_and_states_no_figure(standing: Listing, garden: Client) -> None:
    page = garden.get(standing.get_absolute_url())
    assert "There still is some" in page.text

    for _ in range(2):
        garden.post(f"{standing.get_absolute_url()}still-there/")

    standing.refresh_from_db()
    assert standing.still_there_at is not None
    assert facts(standing)[1:] == [(2, "listing.updated", {})]


def test_yes_from_the_mail(standing: Listing) -> None:
    link, anyone = extend_link(standing), Client()
    assert "Yes, there is" in anyone.get(link).text
    for _ in range(2):
        anyone.post(link)
    standing.refresh_from_db()
    assert (standing.version, standing.is_until_gone) == (2, True)
    assert anyone.get(link).context["is_done"] is True


def test_an_old_question_gives_no_time_to_what_has_an_end_since(
    standing: Listing, giver: User
) -> None:
    link, end = extend_link(standing), clock.now() + timedelta(days=1)
    services.update(listing=standing, by=giver, available_until=end)
    Client().post(link)
    standing.refresh_from_db()
    assert standing.available_until == end


def test_yes_is_for_its_own_side_and_over_the_api(
    standing: Listing, api: Api, giver: User, stranger: User
) -> None:
    address = f"/api/v1/listings/{standing.pk}/still-there"
    codes = [api(by).post(address).status_code for by in (None, stranger, giver)]
    assert codes == [401, 403, 200]
    garden = Client()
    page = f"{standing.get_absolute_url()}still-there/"
    assert garden.post(page).status_code == 302
    garden.force_login(stranger)
    assert garden.post(page).status_code == 403
    with pytest.raises(TransitionForbidden):
        services.confirm_there(listing=make_listing(by=giver), by=giver)
