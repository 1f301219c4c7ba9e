"""Searches are served by the two indexes made for them, and lists by theirs, among many rows."""

from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import connection

from accounts.models import User
from core import clock
from posts.models import Post
from tests.factories import make_organization, make_user
from tests.posts.kinds import Kind, copies

pytestmark = pytest.mark.django_db

NEAREST = "SELECT id FROM {table} WHERE state = '{state}' ORDER BY location <-> point(0, 0) LIMIT 3"
NEAREST_OF_A_CATEGORY = (
    "SELECT id FROM {table} WHERE state = '{state}' "
    "AND int4range(category_id, category_id + 1) && int4range({category}, {category} + 1) "
    "ORDER BY location <-> point(0, 0) LIMIT 3"
)


@pytest.fixture
def post(kind: Kind) -> Post:
    made: Post = kind.make(by=make_user(home=(46.0, 4.0)))
    copies(made, 600)
    return made


def test_a_search_by_cell_reads_one_range_of_its_index(kind: Kind, post: Post) -> None:
    found: Any = post.rows().filter(state=kind.open, **{f"{kind.end}__gt": clock.now()})

    plan = found.in_cell(post.geohash[:4]).order_by("-created_at")[:30].explain()

    assert f"{kind.name}_by_cell" in plan
    assert f"geohash)::text >= '{post.geohash[:4]}'" in plan
    assert "Seq Scan" not in plan


@pytest.mark.parametrize("sql", [NEAREST, NEAREST_OF_A_CATEGORY])
def test_a_search_nearest_first_walks_its_index_in_order(kind: Kind, sql: str, post: Post) -> None:
    asked = sql.format(table=post._meta.db_table, state=kind.open, category=post.category_id)
    with connection.cursor() as cursor:
        cursor.execute(f"EXPLAIN {asked}")
        plan = "\n".join(row[0] for row in cursor.fetchall())

    assert f"Index Scan using {kind.name}_nearest" in plan
    assert "Order By: (location <->" in plan
    assert "Sort" not in plan


def test_the_open_list_is_read_newest_first_without_sorting(kind: Kind, post: Post) -> None:
    plan = post.rows().shown_to(post.owner).order_by("-created_at", "-id")[:30].explain()

    assert f"Index Scan using {kind.name}_newest" in plan
    assert "Sort" not in plan


def test_ones_own_are_found_by_index_for_oneself_and_ones_organizations(
    kind: Kind, post: Post, giver: User
) -> None:
    kind.make(by=giver, organization=make_organization(by=giver))

    plan = post.rows().of(giver).explain()

    assert f"{kind.name}_by_owner" in plan
    assert f"{kind.name}_by_organization" in plan
    assert "Seq Scan" not in plan


def test_the_schedule_finds_what_is_over_by_its_end(kind: Kind, post: Post) -> None:
    over = {f"{kind.end}__lte": clock.now()}

    assert f"{kind.name}_by_end" in post.rows().filter(state=kind.open, **over).explain()


def test_what_is_overdue_is_found_without_reading_everything(kind: Kind, post: Post) -> None:
    assert "Seq Scan" not in post.rows().overdue().explain()


def test_nobody_has_nothing(kind: Kind, post: Post) -> None:
    assert list(post.rows().of(AnonymousUser())) == []
