"""The personal calendar: secret, revocable, bounded."""

from datetime import timedelta

import pytest

from commitments import services
from commitments.models import CalendarFeed, Commitment
from core import clock
from tests.factories import make_commitment, make_listing

pytestmark = pytest.mark.django_db
PAGE = "/exchanges/calendar/"


def feed(token: str) -> str:
    return f"{PAGE}{token}.ics"


def test_lesson_calendar_feeds_with_years_of_history_are_bounded(
    client, accepted, giver, taker, django_assert_num_queries
):
    token = services.renew_calendar(by=taker)
    with clock.at(accepted.handover_end + timedelta(days=29)):
        assert client.get(feed(token)).content.decode().count("BEGIN:VEVENT") == 1
    with clock.at(accepted.handover_end + timedelta(days=31)):
        assert client.get(feed(token)).content.decode().count("BEGIN:VEVENT") == 0
    listing = make_listing(by=giver, quantity="9")
    for _ in range(2):
        services.accept(commitment=make_commitment(by=taker, listing=listing), by=giver)
    with django_assert_num_queries(3):
        assert client.get(feed(token)).content.decode().count("BEGIN:VEVENT") == 3


def test_exact_place_only_while_it_may_be_seen(client, accepted, giver, taker):
    token = services.renew_calendar(by=taker)
    assert "LOCATION:45.764043" in client.get(feed(token)).content.decode()
    services.hand_over(commitment=accepted, by=giver)
    page = client.get(feed(token)).content.decode()
    assert ("BEGIN:VEVENT" in page, "LOCATION" in page) == (True, False)


def test_proposals_and_what_came_to_nothing_are_not_in_it(client, proposed, taker):
    token = services.renew_calendar(by=taker)
    assert "BEGIN:VEVENT" not in client.get(feed(token)).content.decode()


def test_unchanged_calendar_is_not_sent_again(client, accepted, taker):
    token = services.renew_calendar(by=taker)
    first = client.get(feed(token))
    again = client.get(feed(token), HTTP_IF_NONE_MATCH=first["ETag"])
    assert (again.status_code, again.content) == (304, b"")
    assert first["Content-Type"] == "text/calendar; charset=utf-8"


def test_page_makes_renews_and_revokes(client, taker):
    assert client.get(PAGE).status_code == 302
    client.force_login(taker)
    assert "BEGIN" not in client.get(PAGE).content.decode()
    client.post(PAGE, {"renew": ""})
    first = client.get(PAGE).context["url"]
    client.post(PAGE, {"renew": ""})
    second = client.get(PAGE).context["url"]
    assert first != second
    tokens = [address.rsplit("/", 1)[1].removesuffix(".ics") for address in (first, second)]
    assert [client.get(feed(token)).status_code for token in tokens] == [404, 200]
    client.post(PAGE, {"revoke": ""})
    assert client.get(feed(tokens[1])).status_code == 404
    assert CalendarFeed.objects.count() == 0


def test_row_does_not_hold_the_token(taker):
    token = services.renew_calendar(by=taker)
    row = CalendarFeed.objects.get()
    assert token not in (row.nonce, row.token_hash)


def test_over_the_api(api, client, taker, stranger):
    address = "/api/v1/me/calendar"
    assert api().get(address).status_code == 401
    assert api(taker).get(address).json()["data"] == {"url": None}
    url = api(taker).post(address).json()["data"]["url"]
    assert api(taker).get(address).json()["data"] == {"url": url}
    assert api(stranger).get(address).json()["data"] == {"url": None}
    assert api(taker).delete(address).json()["data"] == {"url": None}


def test_calendar_of_a_closed_account_and_of_nobody_is_404(client, taker):
    token = services.renew_calendar(by=taker)
    taker.is_active = False
    taker.save()
    assert client.get(feed(token)).status_code == 404
    assert client.get(feed("a" * 40)).status_code == 404
    assert Commitment.objects.count() == 0
