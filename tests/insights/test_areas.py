"""Asking for figures that are no longer current."""

from datetime import timedelta

import pytest

from core import clock
from core.errors import Invalid
from core.events.models import Delivery, DomainEvent
from insights.areas import request_figures
from insights.models import Aggregate, InsightSignal, Snapshot
from tests.insights.events import P4, P5, PEOPLE, absorb, drain_now, noon, request, save
from tests.insights.histories import tables

pytestmark = pytest.mark.django_db


@pytest.fixture
def asker(giver):
    return giver


def test_wish_is_recorded_as_a_fact(asker):
    assert request_figures(cell=P5, window_days=14, by=asker) is True
    [wish] = DomainEvent.objects.filter(type="insight.requested", subject_type="area")
    assert (wish.actor, wish.cells, wish.payload) == (
        asker.pseudonym,
        [P4, P5],
        {"cell": P5, "window_days": 14},
    )
    assert Delivery.objects.of("areas").filter(event=wish).exists()


def test_one_wish_in_five_minutes_is_enough(asker, taker, today):
    with clock.at(noon(today)):
        assert request_figures(cell=P5, window_days=14, by=asker)
        assert not request_figures(cell=P5, window_days=14, by=taker)
        assert not request_figures(cell=P4, window_days=30, by=taker)
        assert request_figures(cell="9q8yy", window_days=30, by=taker)
    with clock.at(noon(today) + timedelta(minutes=5)):
        assert request_figures(cell=P5, window_days=14, by=taker)
    assert DomainEvent.objects.filter(subject_type="area").count() == 3


@pytest.mark.parametrize(
    ("cell", "window_days", "named"),
    [("u0", 7, "cell"), ("u05kq4x", 7, "cell"), ("aaaa", 7, "cell"), ("u05kq", 8, "window")],
)
def test_what_is_no_area_is_refused_by_name(asker, cell, window_days, named):
    with pytest.raises(Invalid) as refused:
        request_figures(cell=cell, window_days=window_days, by=asker)
    assert list(refused.value.details) == [named]
    assert not DomainEvent.objects.filter(subject_type="area").exists()


def test_expired_figures_come_back_when_asked_for(asker, today):
    """The workers have been down for days: what is there is too old to be shown."""
    long_ago = today - timedelta(days=9)
    with clock.at(noon(long_ago)):
        absorb(*[request(long_ago, grams=5000, by=person) for person in PEOPLE[:6]])
    assert not Aggregate.objects.shown().exists()
    assert not InsightSignal.objects.active().exists()
    request_figures(cell=P5, window_days=14, by=asker)
    drain_now("areas")
    windows = Aggregate.objects.shown().filter(cell=P5).order_by("window_days")
    assert list(windows.values_list("window_days", "as_of", "requested_g")) == [
        (14, today, 30000),
        (30, today, 30000),
    ]
    assert InsightSignal.objects.active().filter(cell=P5, kind="shortage").exists()
    assert Snapshot.objects.filter(cell=P5).exists()


def test_wish_for_what_is_current_changes_nothing(asker, today):
    absorb(*[request(today, grams=5000, by=person) for person in PEOPLE[:6]])
    before = tables()
    request_figures(cell=P5, window_days=7, by=asker)
    drain_now("areas")
    drain_now("explanations")
    assert tables() == before


def test_wish_for_an_empty_place_is_harmless(asker):
    request_figures(cell="zzzz", window_days=7, by=asker)
    drain_now("areas")
    assert Delivery.objects.of("areas").open().count() == 0


def test_api_takes_the_wish_and_names_what_is_wrong(api, asker):
    wished = api(asker).post("/api/v1/insights/requests", {"cell": "U05KQ", "window": 14})
    assert (wished.status_code, wished.json()["data"]) == (202, {"cell": P5, "window_days": 14})
    again = api(asker).post("/api/v1/insights/requests", {"cell": P5, "window": 14})
    assert again.status_code == 202
    assert DomainEvent.objects.filter(subject_type="area").count() == 1
    for body, named in (
        ({"cell": "a", "window": 14}, "cell"),
        ({"cell": P5, "window": 15}, "window"),
        ({"cell": P5}, "window"),
        ({"window": 14}, "cell"),
        ({"cell": "\x00", "window": 14}, "cell"),
    ):
        refused = api(asker).post("/api/v1/insights/requests", body)
        assert (refused.status_code, list(refused.json()["error"]["details"])) == (400, [named])


def test_api_takes_wishes_of_people_only(api):
    assert api().post("/api/v1/insights/requests", {"cell": P5, "window": 14}).status_code == 401
    assert not DomainEvent.objects.filter(subject_type="area").exists()


def test_page_says_that_figures_ran_out_and_takes_the_wish(client, asker, today):
    long_ago = today - timedelta(days=9)
    with clock.at(noon(long_ago)):
        absorb(*[request(long_ago, grams=5000, by=person) for person in PEOPLE[:6]])
    url = f"/insights/?cell={P5}&window=14"
    page = client.get(url).content.decode()
    assert "have run out" in page
    assert "Compute them again" not in page  # for those who have signed in
    client.force_login(asker)
    assert "Compute them again" in client.get(url).content.decode()
    done = client.post("/insights/requests/", {"cell": P5, "window": "14"})
    assert (done.status_code, done.headers["Location"]) == (302, url)
    drain_now("areas")
    page = client.get(url).content.decode()
    assert "have run out" not in page
    assert "30 kg" in page


def test_page_refuses_what_is_no_area(client, asker):
    client.force_login(asker)
    for body in ({}, {"cell": "a", "window": "14"}, {"cell": P5, "window": "8"}):
        done = client.post("/insights/requests/", body)
        assert (done.status_code, done.headers["Location"]) == (302, "/insights/")
    assert not DomainEvent.objects.filter(subject_type="area").exists()


def test_figures_far_behind_are_called_stale(client, asker, settings, today):
    absorb(*[request(today, grams=5000, by=person) for person in PEOPLE[:6]])
    url = f"/api/v1/summary?cell={P5}&window=14"
    assert client.get(url).json()["data"]["freshness"]["stale"] is False
    late = clock.now() - timedelta(seconds=settings.DELIVERY_STALE_SECONDS + 5)
    save(request(late, by=PEOPLE[0]))
    assert client.get(url).json()["data"]["freshness"]["stale"] is True
    page = client.get(f"/insights/?cell={P5}&window=14").content.decode()
    assert "further behind than usual" in page
    assert "30 kg" in page
