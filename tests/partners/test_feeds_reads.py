"""How the feeds read: as many queries for a hundred rows as for one, each by an index."""

from typing import Any
from uuid import uuid4

import pytest
from django.db import connection
from django.db.models import QuerySet
from django.test.utils import CaptureQueriesContext

from catalog.models import Category
from core.geo.cells import Point
from core.geo.models import new_place
from listings.models import Listing
from partners.feeds.areas import read_area
from partners.feeds.rows import light_posts, public_organizations
from posts.models import Post
from posts.shapes import NEWEST_FIRST
from requests_app.models import FoodRequest
from tests.factories import make_listing, make_organization, make_request, make_user
from tests.partners.feeds import BBOX, EVERY_FEED, read
from tests.posts.kinds import copies

pytestmark = pytest.mark.django_db
# A count of organizations for HSDS; two kinds of posts where both are told.
QUERIES = {
    "listings.geojson": 2,
    "requests.geojson": 2,
    "organizations.geojson": 3,
    "area.atom": 4,
    "area.json": 4,
    "organizations.hsds.json": 4,
}


def fill(times: int) -> None:
    """Organizations with an open door and with none, and what they and others post."""
    for number in range(times):
        pantry = make_organization(name=f"Pantry {number}", place_is_public=True)
        pantry.accepts.set(Category.objects.all()[:3])
        by = pantry.members.get()
        make_listing(by=by, organization=pantry)
        make_request(by=by, organization=pantry, food="carrot")
        make_listing(by=by)


@pytest.mark.parametrize("name", EVERY_FEED)
def test_three_rows_take_as_many_queries_as_one(name: str) -> None:
    found = []
    for times in (1, 2):
        fill(times)
        with CaptureQueriesContext(connection) as asked:
            assert read(name).status_code == 200
        found.append(len(asked))
    assert found == [QUERIES[name]] * 2


def test_no_person_no_note_and_no_exact_place_of_a_post_is_read() -> None:
    fill(1)
    for name in EVERY_FEED:
        with CaptureQueriesContext(connection) as asked:
            read(name)
        for query in asked:
            assert "accounts_user" not in query["sql"]
            assert "pickup_note" not in query["sql"]
            assert '"note"' not in query["sql"]
            if "core_exactplace" in query["sql"]:
                assert name.startswith("organizations")


@pytest.fixture(params=[Listing, FoodRequest])
def model(request: Any) -> type[Post]:
    """A kind of post, 2,000 of them all over the world."""
    kind: type[Post] = request.param
    by = make_user(home=(46.0, 4.0))
    pantry = make_organization(by=by)
    make = make_listing if kind is Listing else make_request
    copies(make(by=by, organization=pantry), 2000)
    return kind


def plan_of(rows: QuerySet[Any]) -> str:
    return rows.order_by(*NEWEST_FIRST)[:31].explain()


def test_posts_are_read_by_an_index(model: type[Post]) -> None:
    """Of a cell by its range, of a box by cell or by place, of everywhere newest first."""
    cell, nearest, newest = (
        f"{model.subject_type}_{by}" for by in ("by_cell", "nearest", "newest")
    )
    asked: list[tuple[dict[str, str], tuple[str, ...]]] = [
        ({"cell": "u05k"}, (cell,)),
        ({"bbox": BBOX}, (cell, nearest)),
        ({"bbox": "-121,-61,-119,-59"}, (cell, nearest)),
        ({}, (newest,)),
    ]
    for area, indexes in asked:
        plan = plan_of(light_posts(model, read_area(area) if area else None))
        assert any(index in plan for index in indexes), (area, plan)
        assert f"Seq Scan on {model._meta.db_table}" not in plan


def test_organizations_are_found_by_their_index() -> None:
    made = make_organization()
    many(made, 2000)
    within = public_organizations(read_area({"cell": "u05k"})).order_by("id")[:31].explain()
    assert "organization_by_cell" in within
    everywhere = public_organizations(None).order_by("id")[:31].explain()
    assert "accounts_organization_pkey" in everywhere


def many(organization: Any, number: int) -> None:
    """Copies of its row, in a few statements; without their events, which nobody asks for here."""
    places, rows = [], []
    for index in range(number):
        place = new_place(Point(-60 + index % 50 * 2.0, -120 + index * 0.1))
        values = {f.attname: getattr(organization, f.attname) for f in organization._meta.fields}
        row = type(organization)(**values)
        row.pk, row.pseudonym, row.slug = uuid4(), uuid4(), f"copy-{index}"
        row.take_place(place, precision=6)
        places.append(place)
        rows.append(row)
    type(organization.exact_place).objects.bulk_create(places)
    type(organization).objects.bulk_create(rows)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE accounts_organization")
