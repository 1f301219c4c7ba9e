from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from accounts.models import Organization, User
from commitments import services
from commitments.enums import Side, Travel
from commitments.models import Commitment
from commitments.places import places_for
from commitments.presenters.day import sheet_rows
from core import clock
from core.geo.models import ExactPlace
from tests.factories import make_commitment, make_listing, make_organization

pytestmark = pytest.mark.django_db
NOON = datetime(2026, 11, 20, 11, tzinfo=UTC)  # in Paris


@pytest.fixture
def pantry(giver: User) -> Organization:
    return make_organization(by=giver, name="Quay Pantry")


@pytest.fixture
def at_giver(client: Client, giver: User) -> Client:
    client.force_login(giver)
    return client


def agreed(giver: User, taker: User, start: datetime, **values: object) -> Commitment:
    with clock.at(NOON - timedelta(hours=1)):
        until = NOON + timedelta(days=3)
        listing = make_listing(by=giver, available_until=until, **values)  # type: ignore[arg-type]
        end = start + timedelta(hours=1)
        made = make_commitment(by=taker, listing=listing, handover_start=start, handover_end=end)
        return services.accept(commitment=made, by=giver)


def test_the_sheet_holds_what_is_agreed_for_the_day_in_order(at_giver, giver, taker) -> None:
    later = agreed(giver, taker, NOON + timedelta(hours=5), title="Pears", food="pear")
    sooner = agreed(giver, taker, NOON, title="Tomatoes", pickup_note="Ring twice")
    agreed(giver, taker, NOON + timedelta(days=1))
    rows = at_giver.get("/exchanges/day/?day=2026-11-20").context["rows"]
    assert [(row.url, row.title, row.deal, row.note) for row in rows] == [
        (sooner.get_absolute_url(), "Tomatoes", "You give 1 kg to Tom Taker", "Ring twice"),
        (later.get_absolute_url(), "Pears", "You give 1 kg to Tom Taker", ""),
    ]


def test_the_sheet_of_an_organization_is_its_own_alone(at_giver, giver, taker, pantry) -> None:
    agreed(giver, taker, NOON, title="Mine")
    agreed(giver, taker, NOON, title="The pantry's", organization=pantry)
    rows = at_giver.get("/exchanges/day/?day=2026-11-20&organization=quay-pantry").context["rows"]
    assert [row.title for row in rows] == ["The pantry's"]


@pytest.mark.parametrize(
    ("label", "where"),
    [("", "You collect it: 48.853000, 2.349900"), ("Quay 3", "You collect it: Quay 3")],
)
def test_a_sheet_says_where_to_go(client: Client, giver, taker, label, where) -> None:
    made = agreed(giver, taker, NOON, place=(48.853, 2.3499))
    assert made.handover_place_id is not None
    ExactPlace.objects.filter(pk=made.handover_place_id).update(label=label)
    client.force_login(taker)
    [row] = client.get("/exchanges/day/?day=2026-11-20").context["rows"]
    assert row.where == where


def test_a_note_for_picking_up_is_for_whoever_picks_up(giver, taker) -> None:
    made = agreed(giver, taker, NOON, pickup_note="Ring twice")
    sides: dict[UUID, Side | None] = {made.pk: Side.RECEIVER}
    places = places_for([made], sides)
    assert [row.note for row in sheet_rows([made], sides, places, "metric")] == ["Ring twice"]
    made.travel = Travel.DELIVER
    assert [row.note for row in sheet_rows([made], sides, places, "metric")] == [""]


def test_a_sheet_is_headed_by_whose_it_is_and_the_day_with_its_year(at_giver, giver, taker, pantry):
    agreed(giver, taker, NOON, organization=pantry)
    own = at_giver.get("/exchanges/day/?day=2026-11-20")
    assert own.context["title"] == "Friday 20 November 2026"
    theirs = at_giver.get("/exchanges/day/?day=2026-11-20&organization=quay-pantry")
    assert theirs.context["title"] == "Quay Pantry, Friday 20 November 2026"


def test_a_day_is_the_viewers_own(at_giver, giver, taker) -> None:
    just_after_midnight = datetime(2026, 11, 20, 23, 15, tzinfo=UTC)
    agreed(giver, taker, just_after_midnight)
    assert at_giver.get("/exchanges/day/?day=2026-11-20").context["rows"] == []
    assert len(at_giver.get("/exchanges/day/?day=2026-11-21").context["rows"]) == 1


def test_a_day_that_makes_no_sense_is_today(at_giver) -> None:
    today = at_giver.get("/exchanges/day/").context["day"]
    assert at_giver.get("/exchanges/day/?day=soon").context["day"] == today


def test_strangers_see_nothing_and_nobody_must_sign_in(
    client: Client, giver, taker, stranger, pantry
) -> None:
    agreed(giver, taker, NOON)
    anonymous = client.get("/exchanges/day/")
    assert anonymous["Location"] == "/accounts/login/?next=/exchanges/day/"
    client.force_login(stranger)
    assert client.get("/exchanges/day/?day=2026-11-20").context["rows"] == []
    assert client.get("/exchanges/day/?organization=quay-pantry").status_code == 404


@pytest.mark.parametrize("count", [1, 3])
def test_the_sheet_takes_the_same_queries_however_long(at_giver, giver, taker, count) -> None:
    for _ in range(count):
        agreed(giver, taker, NOON)
    with CaptureQueriesContext(connection) as taken:
        page = at_giver.get("/exchanges/day/?day=2026-11-20")
    assert len(page.context["rows"]) == count
    named = ("commitments_commitment", "core_exactplace")
    own = [
        query["sql"] for query in taken if any(f'FROM "{name}"' in query["sql"] for name in named)
    ]
    assert len(own) == 3  # the sheet, its places, and what waits for one in the head
