from datetime import timedelta

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import connection
from django.test.utils import CaptureQueriesContext

from commitments import services
from commitments.context_processors import waiting
from core import clock
from tests.factories import make_commitment, make_listing, make_organization

pytestmark = pytest.mark.django_db
URL = "/exchanges/"


@pytest.fixture
def gina(client, giver):
    client.force_login(giver)
    return client


def shown(page) -> list[str]:
    return [card.text for card in page.context["cards"]]


def counts(page) -> dict[str, int]:
    return {tab["name"]: tab["count"] for tab in page.context["tabs"]}


def current(page) -> object:
    return next(tab["name"] for tab in page.context["tabs"] if tab["current"])


@pytest.fixture
def one_of_each(giver, taker):
    """One waiting, one for today, one for another day, one sent, one done."""
    listing = make_listing(by=giver, quantity="20", available_until=clock.now() + timedelta(days=9))
    make_commitment(by=taker, listing=listing, quantity="1")
    soon = make_commitment(
        by=taker, listing=listing, quantity="2", handover_end=clock.now() + timedelta(hours=2)
    )
    in_days = clock.now() + timedelta(days=3)
    later = make_commitment(
        by=taker,
        listing=listing,
        quantity="3",
        handover_start=in_days,
        handover_end=in_days + timedelta(hours=2),
    )
    for commitment in (soon, later):
        services.accept(commitment=commitment, by=giver)
    make_commitment(by=giver, listing=make_listing(by=taker), quantity="0.5")
    done = make_commitment(by=taker, listing=listing, quantity="4")
    services.decline(commitment=done, by=giver)


@pytest.fixture(autouse=True)
def _before_noon():
    """So that “today” has hours left."""
    with clock.at(clock.now().replace(hour=9, minute=0)):
        yield


@pytest.mark.parametrize(
    ("tab", "cards"),
    [
        ("waiting", ["You give 1 kg to Tom Taker"]),
        ("today", ["You give 2 kg to Tom Taker"]),
        ("agreed", ["You give 2 kg to Tom Taker", "You give 3 kg to Tom Taker"]),
        ("sent", ["You get 0.5 kg from Tom Taker"]),
        ("done", ["You give 4 kg to Tom Taker"]),
    ],
)
def test_each_tab_shows_its_own(gina, one_of_each, tab, cards):
    page = gina.get(URL, {"show": tab})
    assert shown(page) == cards
    assert counts(page) == {"waiting": 1, "today": 1, "agreed": 2, "sent": 1, "done": 1}
    assert current(page) == tab


def test_first_tab_with_something_in_it_opens(gina, accepted):
    assert current(gina.get(URL)) == "today"


def test_without_anything_the_page_says_what_to_do(gina):
    page = gina.get(URL)
    assert current(page) == "waiting"
    assert "Nothing waits for you" in page.content.decode()
    assert counts(page) == dict.fromkeys(["waiting", "today", "agreed", "sent", "done"], 0)


@pytest.mark.parametrize(
    ("tab", "text"),
    [
        ("today", "Nothing is planned for today"),
        ("agreed", "Nothing is agreed yet"),
        ("sent", "You have not proposed anything"),
        ("done", "Nothing is done yet"),
        ("nonsense", "Nothing waits for you"),
    ],
)
def test_every_empty_tab_says_so(gina, tab, text):
    assert text in gina.get(URL, {"show": tab}).content.decode()


def test_promise_whose_time_is_over_waits(gina, accepted):
    with clock.at(accepted.handover_end):
        page = gina.get(URL)
    assert (current(page), counts(page)["agreed"], counts(page)["today"]) == ("waiting", 0, 0)
    assert "Did you hand it over to Tom Taker?" in page.content.decode()


def test_stated_hand_over_can_be_confirmed_where_it_waits(client, taker, fulfilled):
    client.force_login(taker)
    page = client.get("/exchanges/?show=waiting").content.decode()
    for verb in ("confirm", "dispute"):
        assert f"/exchanges/{fulfilled.pk}/{verb}/" in page
    client.post(f"/exchanges/{fulfilled.pk}/confirm/")
    assert client.get("/exchanges/?show=waiting").context["cards"] == []


def test_what_waits_can_be_answered_at_once(gina, proposed):
    page = gina.get(URL).content.decode()
    assert f'formaction="/exchanges/{proposed.pk}/accept/"' in page
    assert f'formaction="/exchanges/{proposed.pk}/decline/"' in page


def test_what_was_sent_cannot_be_answered(client, taker, proposed):
    client.force_login(taker)
    page = client.get(URL)
    assert current(page) == "sent"
    assert "formaction" not in page.content.decode()


def test_own_organizations_exchanges_are_there(client, taker, listing):
    pantry = make_organization(by=taker, name="Pantry of the Quay")
    make_commitment(by=taker, listing=listing, organization=pantry)
    client.force_login(taker)
    assert shown(client.get(URL)) == ["You get 1 kg from Gina Giver"]


def test_stranger_sees_none_of_it(client, stranger, one_of_each):
    client.force_login(stranger)
    assert shown(client.get(URL)) == []
    assert shown(client.get(URL, {"show": "done"})) == []


def test_nobody_is_asked_to_sign_in(client, db):
    answer = client.get(URL)
    assert (answer.status_code, answer["Location"]) == (302, "/accounts/login/?next=/exchanges/")


def test_more_goes_on_where_the_page_ended(gina, giver, taker):
    listing = make_listing(by=giver, quantity="2000")
    for number in range(1, 22):
        end = clock.now() + timedelta(hours=1, minutes=10 * number)
        make_commitment(by=taker, listing=listing, quantity=str(number), handover_end=end)
    first = gina.get(URL)
    assert shown(first) == [f"You give {number} kg to Tom Taker" for number in range(1, 21)]
    fragment = gina.get(URL + first.context["more_url"], HTTP_HX_REQUEST="true")
    assert shown(fragment) == ["You give 21 kg to Tom Taker"]
    assert "<html" not in fragment.content.decode()
    whole = gina.get(URL + first.context["more_url"])
    assert "<html" in whole.content.decode()


def test_unreadable_cursor_shows_the_first_page(gina, proposed):
    assert shown(gina.get(URL, {"cursor": "nonsense"})) == ["You give 2 kg to Tom Taker"]


def test_three_cards_take_as_many_queries_as_one(gina, giver, taker):
    listing = make_listing(by=giver, quantity="20")
    pantry = make_organization(by=taker)

    def count() -> int:
        with CaptureQueriesContext(connection) as queries:
            gina.get(URL, {"show": "waiting"})
        return len(queries)

    make_commitment(by=taker, listing=listing, organization=pantry)
    for_one = count()
    for _ in range(2):
        make_commitment(by=taker, listing=listing, organization=pantry)
    assert count() == for_one == 8


def test_people_cannot_put_markup_on_the_page(gina, giver, taker):
    listing = make_listing(by=giver, title="<script>alert(1)</script>")
    make_commitment(
        by=taker, listing=listing, travel="meet", meeting_point="<img src=x onerror=alert(1)>"
    )
    page = gina.get(URL).content.decode()
    assert "<script>alert(1)" not in page
    assert "<img src=x" not in page


def test_badge_counts_what_waits_on_every_page(gina, proposed):
    page = gina.get("/exchanges/?show=done")
    assert page.context["waiting_count"] == 1
    assert "(1 waiting for you)" in page.content.decode()


def test_badge_takes_one_query_and_only_where_it_is_shown(gina, client, proposed, rf, giver):
    request = rf.get("/")
    request.user = giver
    with CaptureQueriesContext(connection) as queries:
        count = waiting(request)["waiting_count"]
    assert len(queries) == 0
    with CaptureQueriesContext(connection) as queries:
        assert str(count) == "1"
        assert bool(count) is True
    assert len(queries) == 1


def test_nobody_has_no_badge(client, rf):
    request = rf.get("/")
    request.user = AnonymousUser()
    assert waiting(request) == {}
