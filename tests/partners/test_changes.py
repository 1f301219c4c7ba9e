"""`changes`: a copy that follows it is what plain reading says, for whoever reads."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from rest_framework.test import APIClient

from accounts import services as accounts
from accounts.models import Membership, Organization, User
from accounts.querysets import STALE_AFTER
from accounts.services import blocking
from commitments import services as commitments
from core import clock, tasks
from core.api.buckets import Plan
from core.api.cursors import encode_cursor
from core.changes.lapses import note_lapsed
from core.changes.models import Change
from listings import services as listings
from photos.enums import PhotoState
from photos.models import Photo
from posts import services as posts
from tests.factories import make_commitment, make_listing, make_organization, make_request
from tests.partners.mirrors import CHANGES, Mirror, everything

Api = Callable[..., APIClient]


@dataclass(frozen=True)
class Program:
    """What a program's token leaves on a request."""

    scopes: frozenset[str]
    throttle_key: str = "client:1"

    @property
    def plan(self) -> Plan:
        return Plan(100, 200, 10_000)


SOME_ID = UUID("00000000-0000-4000-8000-000000000000")


def program(user: User, *scopes: str) -> APIClient:
    caller = APIClient()
    caller.force_authenticate(user, token=Program(frozenset(scopes)))  # type: ignore[arg-type]
    return caller


def told(items: list[dict[str, Any]]) -> list[tuple[str, str, str]]:
    return sorted((item["type"], item["op"], item["id"]) for item in items)


def photo_of(listing: Any, owner: User) -> Photo:
    return Photo.objects.create(
        id=uuid4(), owner=owner, album=listing.pk, state=PhotoState.READY, source=uuid4(),
        content_type="image/webp", size=1, created_at=clock.now(), issued_at=clock.now(),
    )  # fmt: skip


@pytest.mark.django_db(transaction=True)
def test_each_kind_of_change_reaches_each_kind_of_caller(
    api: Api, giver: User, taker: User, stranger: User
) -> None:
    pantry = make_organization(by=giver)
    listing, hidden, ended = (make_listing(by=giver) for _ in range(3))
    listings.withdraw(listing=ended, by=giver)
    household, public = make_request(by=taker), make_request(by=giver, organization=pantry)
    mirrors = {
        "nobody": Mirror(api()),
        "stranger": Mirror(api(stranger)),
        "owner": Mirror(api(giver)),
        "taker": Mirror(api(taker)),
        "program": Mirror(
            program(giver, "listings:read", "requests:read", "organizations:read", "changes:read")
        ),
    }

    def same() -> None:
        """What came to each, and that it makes each copy as it should be."""
        for name, mirror in mirrors.items():
            mirror.pull()
            truth = everything(mirror.caller, signed_in=name != "nobody")
            if name == "program":
                truth = {key: row for key, row in truth.items() if key[0] != "commitment"}
            assert mirror.rows == truth, name

    same()
    assert ("listing", str(ended.pk)) in mirrors["owner"].rows
    assert ("listing", str(ended.pk)) not in mirrors["stranger"].rows
    assert ("request", str(household.pk)) not in mirrors["nobody"].rows

    commitment = make_commitment(by=taker, listing=listing)
    commitments.accept(commitment=commitment, by=giver)
    same()
    assert "place" in mirrors["taker"].rows["listing", str(listing.pk)]
    assert "place" not in mirrors["stranger"].rows["listing", str(listing.pk)]

    moderator = User.objects.get(pk=stranger.pk)
    with transaction.atomic():
        posts.set_hidden(hidden, hidden=True, by=moderator)
    picture = photo_of(listing, giver)
    accounts.change_settings(user=giver, changes={"display_name": "Gina Renamed"})
    same()
    assert ("listing", str(hidden.pk)) not in mirrors["nobody"].rows
    assert mirrors["owner"].rows["listing", str(hidden.pk)]["owner"]["name"] == "Gina Renamed"
    assert len(mirrors["nobody"].rows["listing", str(listing.pk)]["photos"]) == 1

    picture.delete()
    with transaction.atomic():
        posts.set_hidden(hidden, hidden=False, by=moderator)
    accounts.edit_organization(organization=pantry, by=giver, name="Renamed pantry")
    commitments.cancel(commitment=commitment, by=taker)
    same()
    seen = mirrors["nobody"].rows["request", str(public.pk)]
    assert seen["owner"]["name"] == "Renamed pantry"

    assert all(mirror.page() == [] and not mirror.more for mirror in mirrors.values())
    tasks.purge()
    assert Change.objects.count() == len({*Change.objects.values_list("subject_id")})
    same()


@pytest.mark.django_db(transaction=True)
def test_what_time_takes_out_of_sight_is_told(
    api: Api, giver: User, taker: User, stranger: User
) -> None:
    """Also of what the tasks that close things leave as it is: promised wholly, say."""
    soon = clock.now() + timedelta(minutes=10)
    listing = make_listing(by=giver, quantity="1", available_until=clock.now() + timedelta(hours=5))
    make_commitment(by=taker, listing=listing)
    request = make_request(by=taker, needed_by=soon)
    pantry = make_organization(by=giver)
    mirror = Mirror(api(stranger))
    mirror.pull()
    note_lapsed()

    with clock.at(soon + timedelta(minutes=1)):
        note_lapsed()
        note_lapsed()
        assert told(mirror.pull()) == [("request", "delete", str(request.pk))]
    with clock.at(listing.available_until + timedelta(minutes=1)):
        note_lapsed()
        assert told(mirror.pull()) == [("listing", "delete", str(listing.pk))]
    with clock.at(pantry.last_verified + STALE_AFTER + timedelta(minutes=1)):
        note_lapsed()
        assert told(mirror.pull()) == [("organization", "delete", str(pantry.pk))]


@pytest.mark.django_db(transaction=True)
def test_pages_are_as_long_as_asked_and_cost_the_same(
    api: Api, giver: User, taker: User, django_assert_num_queries: Any
) -> None:
    pantry = make_organization(by=giver)

    def world(count: int) -> None:
        for _ in range(count):
            listing = make_listing(by=giver)
            make_request(by=giver, organization=pantry)
            make_commitment(by=taker, listing=listing)

    def cost(limit: int) -> int:
        with CaptureQueriesContext(
            connection,
        ) as queries:
            items = Mirror(api(taker), since=begin).page(limit)
        assert {item["type"] for item in items} == {"listing", "request", "commitment"}
        return len(queries)

    mirror = Mirror(api(taker))
    mirror.pull()
    begin = mirror.since
    world(1)
    for_one = cost(500)
    world(12)
    assert cost(500) == for_one

    mirror.pages = 0
    items = mirror.pull(limit=4)
    assert mirror.pages == 10  # 39 things
    assert len(items) == 39
    assert mirror.rows == everything(api(taker), signed_in=True)
    assert mirror.page() == []


@pytest.mark.django_db(transaction=True)
def test_a_mirror_begins_anew_when_what_it_may_see_has_changed(
    api: Api, giver: User, taker: User, stranger: User
) -> None:
    listing, pantry = make_listing(by=giver), make_organization(by=giver)

    def begun(caller: APIClient) -> Callable[[], int]:
        mirror = Mirror(caller)
        mirror.pull()
        return lambda: caller.get(CHANGES, {"since": mirror.since}).status_code

    refused = begun(api(stranger))
    blocking.block(by=stranger, person=giver)
    assert refused() == 410
    again = Mirror(api(stranger))
    again.pull()
    assert ("listing", str(listing.pk)) not in again.rows
    listings.update(listing=listing, by=giver, title="Blocked ones hear nothing of it")
    assert again.pull() == []

    joined = begun(api(taker))
    Membership.objects.create(organization=pantry, user=taker, role="coordinator")
    assert joined() == 410

    granted = begun(program(giver, "listings:read"))
    assert granted() == 200
    other = Mirror(program(giver, "listings:read"))
    other.pull()
    wider = program(giver, "listings:read", "requests:read")
    assert wider.get(CHANGES, {"since": other.since}).status_code == 410
    answer = api(giver).get(CHANGES, {"since": other.since})
    assert (answer.status_code, answer.json()["error"]["code"]) == (410, "RESYNC_REQUIRED")


@pytest.mark.django_db(transaction=True)
def test_nothing_is_said_of_what_was_never_to_be_seen(api: Api, giver: User, taker: User) -> None:
    early = make_listing(by=giver)
    listings.withdraw(listing=early, by=giver)
    nobody = Mirror(api())
    assert nobody.pull() == []

    request = make_request(by=taker)
    commitment = make_commitment(by=giver, request=request)
    brief = make_listing(by=giver)
    listings.withdraw(listing=brief, by=giver)

    assert told(nobody.pull()) == [("listing", "delete", str(brief.pk))]
    stranger = Mirror(program(giver))
    assert stranger.pull() == []
    assert commitment.version == 1


@pytest.mark.django_db
@pytest.mark.parametrize(
    "since",
    [
        "x",
        encode_cursor([1]),
        encode_cursor([-1, "listing", SOME_ID, 1, "e"]),
        encode_cursor([1, "food", SOME_ID, 1, "e"]),
        encode_cursor([1, "listing", "x", 1, "e"]),
        encode_cursor([2**63, "listing", SOME_ID, 1, "e"]),
        encode_cursor([True, "listing", SOME_ID, 1, "e"]),
        encode_cursor([1, ["listing"], SOME_ID, 1, "e"]),
    ],
)
def test_a_cursor_that_cannot_be_read_is_refused(api: Api, since: str) -> None:
    answer = api().get(CHANGES, {"since": since})
    assert answer.status_code == 400
    assert list(answer.json()["error"]["details"]) == ["since"]


@pytest.mark.django_db
def test_a_page_has_one_to_five_hundred_items_and_always_a_cursor(api: Api) -> None:
    assert api().get(CHANGES, {"limit": 0}).status_code == 400
    assert api().get(CHANGES, {"limit": 501}).status_code == 400
    meta = api().get(CHANGES).json()["meta"]
    assert meta["next"]
    assert meta["more"] is False
    assert Organization.objects.count() == 0
