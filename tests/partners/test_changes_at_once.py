"""`changes` while many write at once: nothing is missed, whoever commits late."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier, Event, Thread

import pytest
from django.db import OperationalError, connection, transaction
from rest_framework.test import APIClient

from accounts import services as accounts
from accounts.models import Organization, User
from commitments import services as commitments
from core.changes.reading import horizon
from core.errors import Refused
from listings import services as listings
from listings.models import Listing
from posts import services as posts
from requests_app import services as requests
from tests.factories import (
    access_token,
    make_commitment,
    make_listing,
    make_organization,
    make_request,
    make_user,
)
from tests.partners.mirrors import Mirror, everything
from tests.partners.test_changes import photo_of

Api = Callable[..., APIClient]
WRITERS = 50


def caller_for(user: User | None) -> APIClient:
    caller = APIClient()
    if user:
        caller.credentials(HTTP_AUTHORIZATION=f"Bearer {access_token(user)}")
    return caller


def write_some(number: int, by: User, other: User, shared: Listing, pantry: Organization) -> None:
    """A few commits of each kind; what the others forbid meanwhile is refused, and that is fine."""
    mine = make_listing(by=by, title=f"First of {number}")
    listings.update(listing=mine, by=by, title=f"Second of {number}")
    asked = make_request(by=by, organization=pantry if by == other else None)
    match number % 5:
        case 0:
            listings.withdraw(listing=mine, by=by)
            requests.withdraw(food_request=asked, by=by)
        case 1:
            with transaction.atomic():
                posts.set_hidden(mine, hidden=True, by=None)
        case 2:
            promise = make_commitment(by=other, listing=mine)
            commitments.accept(commitment=promise, by=by)
        case 3:
            photo_of(mine, by).delete()
            photo_of(mine, by)
        case 4:
            accounts.edit_organization(organization=pantry, by=other, description=f"By {number}")
    try:
        promise = make_commitment(by=by, listing=shared)
        commitments.cancel(commitment=promise, by=by)
    except (Refused, OperationalError):  # nothing was left of it, or somebody held it too long
        return


@pytest.mark.django_db(transaction=True)
def test_a_mirror_of_fifty_writers_is_exact(taker: User, stranger: User) -> None:
    pantry = make_organization(by=taker)
    shared = [make_listing(by=stranger) for _ in range(5)]
    writers = [make_user() for _ in range(4)]
    callers = {"nobody": None, "stranger": stranger, "writer": writers[0], "pantry": taker}
    mirrors = {name: Mirror(caller_for(user)) for name, user in callers.items()}
    start, done = Barrier(WRITERS + 1), Event()

    def write(number: int) -> None:
        try:
            start.wait(timeout=30)
            write_some(number, writers[number % 4], taker, shared[number % 5], pantry)
        finally:
            connection.close()

    def follow() -> int:
        """Poll for everybody, again and again, until all is written."""
        rounds = 0
        try:
            start.wait(timeout=30)
            while not done.is_set():
                rounds += 1
                for mirror in mirrors.values():
                    mirror.page(limit=7)
        finally:
            connection.close()
        return rounds

    with ThreadPoolExecutor(WRITERS + 1) as pool:
        follower = pool.submit(follow)
        try:
            for writer in [pool.submit(write, number) for number in range(WRITERS)]:
                writer.result(timeout=60)
        finally:
            done.set()
        assert follower.result(timeout=30) > 1

    for name, mirror in mirrors.items():
        mirror.pull()
        assert mirror.rows == everything(mirror.caller, signed_in=name != "nobody"), name
        assert len(mirror.rows) > 20
    assert Listing.objects.count() == WRITERS + len(shared)


@pytest.mark.django_db(transaction=True)
def test_who_commits_late_is_not_missed(api: Api, giver: User, stranger: User) -> None:
    """A transaction takes its id, and others write and commit before it writes and commits; one of
    them the very row that it changes afterwards."""
    listing = make_listing(by=giver, title="Old")
    mirror = Mirror(api(stranger))
    mirror.pull()
    has_an_id, may_go_on = Event(), Event()

    def slow() -> None:
        try:
            with transaction.atomic():
                first = make_listing(by=giver, title="Begun first")
                has_an_id.set()
                assert may_go_on.wait(timeout=20)
                listings.update(listing=first, by=giver, title="Committed last")
                listings.update(listing=Listing.objects.get(pk=listing.pk), by=giver, title="Late")
        finally:
            connection.close()

    thread = Thread(target=slow)
    thread.start()
    assert has_an_id.wait(timeout=20)
    before = horizon().changed_in
    listings.update(listing=listing, by=giver, title="Early")
    quick = make_listing(by=giver, title="Quick")
    assert mirror.pull() == []  # not certain yet what comes before it
    assert horizon().changed_in == before
    may_go_on.set()
    thread.join(timeout=20)

    items = mirror.pull()

    titles = {item["data"]["title"] for item in items}
    assert titles == {"Committed last", "Late", "Quick"}
    assert mirror.rows["listing", str(listing.pk)]["title"] == "Late"
    assert mirror.rows == everything(api(stranger), signed_in=True)
    assert str(quick.pk) in {item["id"] for item in items}


@pytest.mark.django_db(transaction=True)
def test_what_is_undone_was_never_there(api: Api, giver: User) -> None:
    mirror = Mirror(api())
    mirror.pull()
    with transaction.atomic():
        make_listing(by=giver)
        transaction.set_rollback(True)
    assert mirror.pull() == []
