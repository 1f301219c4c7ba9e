"""What one could share or grow: suggestions with their reasons, only for who wants them."""

from datetime import UTC, datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.models import User
from core import clock
from insights.models import InsightSignal
from insights.reads.guidance import suggestions_for
from tests.factories import make_user
from tests.insights.derived import a_forecast
from tests.insights.events import P4, P5, PEOPLE, absorb, request

pytestmark = pytest.mark.django_db
SOUTH = (-33.8688, 151.2093)
JULY = datetime(2026, 7, 15, 12, tzinfo=UTC)


@pytest.fixture
def grower(giver: User, signal: InsightSignal) -> User:
    """At home where vegetables are short."""
    assert giver.home_cell.startswith(P5)
    return giver


def page(client, user: User | None = None) -> str:
    if user:
        client.force_login(user)
    answer = client.get(reverse("insights:guidance"))
    assert answer.status_code == 200
    return " ".join(answer.content.decode().split())


def test_what_is_short_is_suggested_with_its_reasons(client, grower, signal):
    shown = page(client, grower)
    assert "Short around Lyon" in shown
    assert "Vegetables" in shown
    assert f'href="{signal.get_absolute_url()}"' in shown
    assert "30 kg" in shown
    assert "definitions/#confidence" in shown


def test_foods_are_those_of_the_season_where_the_home_is(grower):
    with clock.at(JULY):
        InsightSignal.objects.update(expires_at=datetime(2100, 1, 1, tzinfo=UTC))
        north = suggestions_for(grower, "en")[0]
        southerner = make_user(home=SOUTH)
        InsightSignal.objects.update(cell=southerner.home_cell[:5])
        south = suggestions_for(southerner, "en")[0]
    assert north.share
    assert all(7 in food.season_north for food in north.share)
    assert all(7 not in food.season_north for food in north.grow)
    assert all({8, 9, 10} & set(food.season_north) for food in north.grow)
    assert all(7 in food.season_south for food in south.share)
    assert {food.slug for food in north.share} != {food.slug for food in south.share}


def test_likely_shortage_is_suggested_as_a_forecast(client, grower):
    a_forecast(P4, "fruit")
    a_forecast(P4, "bread-bakery", outlook="even")
    shown = page(client, grower)
    assert "Fruit: in the next 14 days probably more is asked for than offered." in shown
    assert "This is a forecast and can be wrong." in shown
    assert "Bread" not in shown
    assert [each.category.slug for each in suggestions_for(grower, "en")] == ["vegetables", "fruit"]


def test_what_is_short_already_is_not_forecast_as_well(grower):
    a_forecast(P4, "vegetables")
    assert len(suggestions_for(grower, "en")) == 1


def test_nothing_short_says_so(client, giver):
    assert "Nothing is short near you right now" in page(client, giver)


def test_signed_out_is_told_what_to_do(client, signal):
    shown = page(client)
    assert "Sign in to see what is short near you" in shown
    assert f"/accounts/login/?next={reverse('insights:guidance')}" in shown


def test_without_a_home_is_told_what_to_do(client, signal):
    shown = page(client, make_user(home=None))
    assert "Where is your garden, or your kitchen?" in shown
    assert f'href="{reverse("accounts:profile")}"' in shown


def test_it_is_switched_off_and_on(client, grower):
    link = f'href="{reverse("insights:guidance")}"'
    places = [reverse("insights:overview"), reverse("listings:create"), reverse("listings:mine")]
    client.force_login(grower)
    assert [link in client.get(url).content.decode() for url in places] == [True] * 3
    answer = client.post(reverse("insights:guidance_switch"), {"guidance": "off"}, follow=True)
    assert "Suggestions are switched off" in answer.content.decode()
    assert [link in client.get(url).content.decode() for url in places] == [False] * 3
    grower.refresh_from_db()
    assert (grower.guidance, suggestions_for(grower, "en")) == (False, [])
    client.post(reverse("insights:guidance_switch"), {"guidance": "on"})
    assert "Short around Lyon" in page(client)


def test_switch_is_for_who_is_signed_in(client):
    answer = client.post(reverse("insights:guidance_switch"), {"guidance": "off"})
    assert (answer.status_code, answer.url.partition("?")[0]) == (302, "/accounts/login/")


def test_api_tells_the_same(api, grower, signal):
    a_forecast(P4, "fruit")
    data = api(grower).get("/api/v1/me/guidance").json()["data"]
    assert (data["guidance"], data["home_cell"]) == (True, grower.home_cell)
    vegetables, fruit = data["items"]
    assert (vegetables["signal"]["id"], vegetables["forecast"]) == (str(signal.pk), None)
    assert (fruit["signal"], fruit["forecast"]["outlook"]) == (None, "scarce")
    api(grower).patch("/api/v1/me", {"guidance": False}, format="json")
    assert api(grower).get("/api/v1/me/guidance").json()["data"] == {
        "guidance": False,
        "home_cell": grower.home_cell,
        "items": [],
    }


def test_api_is_for_oneself(api):
    assert api().get("/api/v1/me/guidance").status_code == 401


def test_suggestions_cost_the_same_however_many(giver, today):
    costs = []
    a_forecast(P4, "legumes")
    for categories in (["vegetables"], ["fruit", "berries"]):
        for category in categories:
            people = PEOPLE[:6]
            absorb(*[request(today, 5_000, by=each, category=category) for each in people])
        with CaptureQueriesContext(connection) as queries:
            found = suggestions_for(giver, "en")
        costs.append((len(found), len(queries)))
    assert costs == [(2, 8), (4, 8)]
