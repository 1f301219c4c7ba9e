"""A new post: once under its id, at a place of its own."""

from dataclasses import replace
from datetime import UTC, timedelta, timezone
from decimal import Decimal
from uuid import uuid4

import pytest

from accounts import services as people
from accounts.models import User
from catalog.models import Food
from core import clock
from core.errors import IdempotencyMismatch, Invalid, NotAllowed
from core.events.models import DomainEvent
from core.geo.cells import Point
from core.geo.models import ExactPlace
from listings import services
from listings.models import Listing
from listings.services import ListingDraft
from tests.factories import LYON, make_organization, make_user
from tests.posts.kinds import Kind

pytestmark = pytest.mark.django_db
D = Decimal


@pytest.fixture
def draft(db: None) -> ListingDraft:
    now = clock.now()
    return ListingDraft(
        food=Food.objects.get(slug="tomato"),
        quantity=D(3),
        unit="kg",
        available_from=now,
        available_until=now + timedelta(hours=5),
        allergens=["celery", "milk"],
    )


def test_repeat_is_the_same_post(draft: ListingDraft, giver: User) -> None:
    listing_id = uuid4()
    first, is_new = services.create(by=giver, listing_id=listing_id, draft=draft)
    rows = Listing.objects.count(), ExactPlace.objects.count(), DomainEvent.objects.count()

    again, is_new_again = services.create(by=giver, listing_id=listing_id, draft=draft)

    assert (first, is_new, is_new_again) == (again, True, False)
    assert rows == (
        Listing.objects.count(),
        ExactPlace.objects.count(),
        DomainEvent.objects.count(),
    )


def test_repeat_is_known_by_what_it_says_not_by_how(draft: ListingDraft, giver: User) -> None:
    listing_id = uuid4()
    services.create(by=giver, listing_id=listing_id, draft=draft)
    tokyo = timezone(timedelta(hours=9))

    same = replace(
        draft,
        quantity=D("3.000"),
        available_until=draft.available_until.astimezone(tokyo),
        allergens=("milk", "celery"),
    )

    assert draft.available_until.tzinfo == UTC
    assert services.create(by=giver, listing_id=listing_id, draft=same)[1] is False


def test_repeat_after_its_time_is_still_the_same_post(draft: ListingDraft, giver: User) -> None:
    listing_id = uuid4()
    listing, _ = services.create(by=giver, listing_id=listing_id, draft=draft)

    with clock.at(draft.available_until + timedelta(days=1)):
        again = services.create(by=giver, listing_id=listing_id, draft=draft)

    assert again == (listing, False)


def test_other_content_under_the_id_is_refused(draft: ListingDraft, giver: User) -> None:
    listing_id = uuid4()
    services.create(by=giver, listing_id=listing_id, draft=draft)

    for other in (replace(draft, quantity=D(4)), replace(draft, title="Ripe")):
        with pytest.raises(IdempotencyMismatch):
            services.create(by=giver, listing_id=listing_id, draft=other)


def test_content_that_breaks_a_rule_under_a_used_id_is_other_content(
    draft: ListingDraft, giver: User
) -> None:
    listing_id = uuid4()
    services.create(by=giver, listing_id=listing_id, draft=draft)

    with pytest.raises(IdempotencyMismatch):
        services.create(by=giver, listing_id=listing_id, draft=replace(draft, quantity=D(0)))


def test_the_id_of_another_person_is_refused(
    draft: ListingDraft, giver: User, stranger: User
) -> None:
    listing_id = uuid4()
    services.create(by=giver, listing_id=listing_id, draft=draft)

    with pytest.raises(IdempotencyMismatch):
        services.create(by=stranger, listing_id=listing_id, draft=draft)


def test_without_a_place_it_stands_at_home_on_a_place_of_its_own(kind: Kind, giver: User) -> None:
    post = kind.make(by=giver)
    people.set_home(user=giver, lat=48.85, lon=2.35)

    post.refresh_from_db()
    assert post.exact_place.point == Point(*LYON)
    assert post.exact_place != giver.home


def test_for_an_organization_it_stands_there(kind: Kind, giver: User) -> None:
    organization = make_organization(by=giver, place=(43.3, 5.37))

    post = kind.make(by=giver, organization=organization)

    assert post.exact_place.point == organization.exact_place.point
    assert (post.owner, post.organization, post.cell) == (giver, organization, organization.cell)
    event = DomainEvent.objects.get(subject_id=post.pk)
    assert event.payload["participants"] == [str(organization.pseudonym)]
    assert event.actor == giver.pseudonym


def test_who_has_no_home_must_say_where(kind: Kind) -> None:
    with pytest.raises(Invalid) as refused:
        kind.make(by=make_user(home=None))

    assert refused.value.details == {"place": ["Say where: you have not set a home place yet."]}


def test_for_an_organization_of_others_is_refused(kind: Kind, stranger: User) -> None:
    with pytest.raises(NotAllowed):
        kind.make(by=stranger, organization=make_organization())


@pytest.mark.parametrize(
    ("values", "field", "message"),
    [
        ({"quantity": "0"}, "quantity", "Give a quantity above zero."),
        ({"quantity": "0.0001"}, "quantity", "Give at most three digits after the point."),
        (
            {"quantity": "1000000000"},
            "quantity",
            "Ensure that there are no more than 9 digits before the decimal point.",
        ),
        (
            {"unit": "loaf"},
            "unit",
            "This food is not measured in “loaf”. Use one of: box, g, kg, piece.",
        ),
    ],
)
def test_wrong_amounts_are_refused(
    kind: Kind, values: dict[str, str], field: str, message: str, giver: User
) -> None:
    with pytest.raises(Invalid) as refused:
        kind.make(by=giver, **values)

    assert refused.value.details == {field: [message]}
