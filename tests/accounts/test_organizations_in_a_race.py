"""Organizations made and left by many at once: real threads, a connection each."""

import pytest

from accounts import services
from accounts.models import Membership, Organization
from core.errors import Refused
from core.geo.models import ExactPlace
from tests.factories import make_organization, make_user
from tests.races import all_at_once

pytestmark = pytest.mark.django_db(transaction=True)


def test_ten_of_one_name_get_ten_addresses(giver):
    made = all_at_once(10, lambda n: make_organization(by=giver, name="Same Name"))
    assert len({organization.slug for organization in made}) == 10
    assert (Organization.objects.count(), ExactPlace.objects.count()) == (10, 11)


def test_two_owners_who_leave_at_once_leave_one_behind(giver, taker):
    pantry = make_organization(by=giver)
    services.add_member(organization=pantry, by=giver, email=taker.email, role="owner")
    memberships = list(pantry.memberships.select_related("user", "organization"))

    def leave(n):
        services.remove_member(membership=memberships[n], by=memberships[n].user)

    left = all_at_once(2, leave)
    assert [type(answer) for answer in left if answer] == [Refused]
    assert Membership.objects.filter(role="owner").count() == 1


def test_one_person_is_added_once(giver):
    pantry = make_organization(by=giver)
    person = make_user()
    all_at_once(
        8,
        lambda n: services.add_member(
            organization=pantry, by=giver, email=person.email, role="member"
        ),
    )
    assert Membership.objects.filter(user=person).count() == 1
