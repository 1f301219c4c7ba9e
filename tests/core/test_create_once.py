"""Creates under the client's own id: one row, however often and however many at once."""

from contextlib import suppress
from threading import Event, Thread
from uuid import UUID, uuid4

import pytest
from django.db import IntegrityError, connection, transaction

from core.errors import IdempotencyMismatch
from core.events.log import record
from core.geo.models import ExactPlace
from core.idempotency import create_once, once_per_key, repeated
from listings.models import Listing
from tests.factories import make_listing
from tests.races import all_at_once

committing = pytest.mark.django_db(transaction=True)


def copy_of(listing: Listing, **changed: object) -> Listing:
    """Unsaved, with a place of its own that is not saved either."""
    other = Listing.objects.select_related("exact_place").get(pk=listing.pk)
    place = ExactPlace(latitude=other.exact_place.latitude, longitude=other.exact_place.longitude)
    other.exact_place, other._state.adding = place, True
    for name, value in changed.items():
        setattr(other, name, value)
    return other


@pytest.mark.django_db
def test_a_repeat_is_the_row_that_was_made():
    listing = make_listing()
    again, created = create_once(copy_of(listing))
    assert (again.pk, created) == (listing.pk, False)
    assert Listing.objects.count() == 1


@pytest.mark.django_db
def test_other_content_under_the_id_is_refused():
    listing = make_listing()
    with pytest.raises(IdempotencyMismatch):
        create_once(copy_of(listing, fingerprint="other"))


@pytest.mark.django_db
def test_what_another_constraint_refuses_surfaces_as_itself_and_leaves_nothing():
    listing = make_listing()
    wrong = copy_of(listing, id=uuid4(), remaining=-1)
    with pytest.raises(IntegrityError, match="violates check constraint"):
        create_once(wrong, wrong.exact_place)
    assert Listing.objects.count() == 1
    assert not ExactPlace.objects.filter(pk=wrong.exact_place.pk).exists()


@pytest.mark.django_db
def test_an_id_that_nobody_used_is_no_repeat():
    assert repeated(Listing, uuid4(), "x") is None


@committing
def test_creates_at_once_make_one_row_and_leave_no_place_behind():
    listing = make_listing()
    new_id = uuid4()
    rows = [copy_of(listing, id=new_id) for _ in range(20)]

    def create(n):
        with transaction.atomic():
            row, created = create_once(rows[n], rows[n].exact_place)
            if created:
                record("listing.created", subject=row, actor=None, payload={})
        return created

    assert sorted(all_at_once(20, create)) == [False] * 19 + [True]
    assert Listing.objects.filter(pk=new_id).count() == 1
    assert ExactPlace.objects.filter(pk__in=[row.exact_place.pk for row in rows]).count() == 1


@committing
def test_a_copy_that_waited_for_a_first_that_failed_runs_itself():
    actor, inside, runs = UUID(int=1), Event(), []

    def fail():
        inside.set()
        Event().wait(0.5)
        raise LookupError

    def first():
        with suppress(LookupError):
            once_per_key(actor=actor, key="key", asked={}, write=fail)
        connection.close()

    thread = Thread(target=first)
    thread.start()
    assert inside.wait(10)
    assert once_per_key(actor=actor, key="key", asked={}, write=lambda: runs.append(1)) is True
    thread.join()
    assert runs == [1]
