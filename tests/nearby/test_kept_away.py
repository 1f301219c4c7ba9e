"""What a moderator has hidden, and what a block keeps from two people, is nowhere in the feed."""

from collections.abc import Callable
from uuid import UUID

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from rest_framework.test import APIClient

from accounts.models import Block, User
from core import clock
from core.geo import cells
from listings.models import Listing
from nearby.enums import Kind
from nearby.feed.density import by_cell
from nearby.feed.filters import Filters
from posts.models import Post
from posts.services import state_fact
from requests_app.models import FoodRequest
from tests.factories import make_listing, make_organization, make_request
from tests.nearby.feed_reads import ANYBODY, ANYTHING, HERE, ids, look, look_in

pytestmark = pytest.mark.django_db
CELL = cells.encode(HERE.lat, HERE.lon, 6)


def hide(*posts: Post) -> None:
    """As it stands after a moderator hid it; the verb is tested where it lives."""
    for post in posts:
        post.change(hidden_at=clock.now(), updated_at=clock.now())
        state_fact(post, "updated", actor=None)


def found(viewer: User) -> set[UUID]:
    """By place, by cell and on the map, which agree."""
    nearest = ids(look(viewer=viewer))
    assert set(ids(look_in(CELL, viewer=viewer))) == set(nearest)
    counts = by_cell(viewer=viewer, filters=ANYTHING, here=HERE, radius_km=10)
    assert sum(counts.values()) == len(nearest)
    return set(nearest)


def test_hidden_posts_are_in_no_feed(giver: User, taker: User) -> None:
    shown = make_listing(by=giver)
    hide(make_listing(by=giver), make_request(by=giver))
    assert found(taker) == {shown.pk}
    assert ids(look(viewer=ANYBODY)) == [shown.pk]
    assert found(giver) == {shown.pk}


@pytest.mark.parametrize("giver_blocks", [True, False], ids=["blocked", "blocker"])
def test_posts_of_the_other_side_of_a_block_are_in_no_feed(
    giver: User, taker: User, stranger: User, giver_blocks: bool
) -> None:
    pair = (giver, taker) if giver_blocks else (taker, giver)
    Block.objects.create(blocker=pair[0], blocked=pair[1])
    listing, request = make_listing(by=giver), make_request(by=giver)
    theirs = make_listing(by=taker)
    assert found(taker) == {theirs.pk}
    assert found(giver) == {listing.pk, request.pk}
    assert found(stranger) == {listing.pk, request.pk, theirs.pk}


def test_a_block_keeps_no_organization_away(giver: User, taker: User) -> None:
    Block.objects.create(blocker=taker, blocked=giver)
    pantry = make_organization(by=giver)
    posted = make_listing(by=giver, organization=pantry)
    assert found(taker) == {posted.pk}


def test_each_kind_alone_keeps_them_away_too(giver: User, taker: User) -> None:
    Block.objects.create(blocker=giver, blocked=taker)
    make_listing(by=giver)
    make_request(by=giver)
    for kind in Kind:
        assert ids(look(viewer=taker, filters=Filters(kind=kind))) == []
        assert ids(look_in(CELL, viewer=taker, filters=Filters(kind=kind))) == []


def test_the_home_page_and_its_map_show_as_if_nothing_were_there(giver: User, taker: User) -> None:
    client = Client()
    client.force_login(taker)
    # The form's token and the nonce differ from page to page.
    nothing = [
        line for line in client.get("/").content.decode().split("\n") if "csrf" not in line.lower()
    ]
    make_listing(by=giver)
    make_request(by=giver)
    hide(make_listing(by=taker))
    Block.objects.create(blocker=giver, blocked=taker)
    now = [
        line for line in client.get("/").content.decode().split("\n") if "csrf" not in line.lower()
    ]
    assert now == nothing


def test_the_api_answers_as_if_nothing_were_there(
    api: Callable[..., APIClient], giver: User, taker: User
) -> None:
    caller = api(taker)
    near = {"lat": HERE.lat, "lon": HERE.lon}
    nothing = caller.get("/api/v1/feed", near).json()["data"]
    make_listing(by=giver)
    Block.objects.create(blocker=giver, blocked=taker)
    hide(make_listing(by=make_organization().members.get()))
    assert caller.get("/api/v1/feed", near).json()["data"] == nothing


@pytest.mark.parametrize("model", [Listing, FoodRequest])
def test_an_old_link_to_them_is_not_there(model: type[Post], giver: User, taker: User) -> None:
    client = Client()
    client.force_login(taker)
    make = make_listing if model is Listing else make_request
    blocked, hidden = make(by=giver), make()
    hide(hidden)
    Block.objects.create(blocker=giver, blocked=taker)
    for post in (blocked, hidden):
        assert client.get(post.get_absolute_url()).status_code == 404


def test_it_costs_no_query(giver: User, taker: User) -> None:
    make_listing(by=giver)
    Block.objects.create(blocker=giver, blocked=taker)
    with CaptureQueriesContext(
        connection,
    ) as seen:
        look(viewer=taker)
    assert len(seen) == 1
