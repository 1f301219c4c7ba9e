from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest
from django.contrib.auth.models import AnonymousUser

from accounts import services
from accounts.enums import Role
from accounts.errors import Suspended
from accounts.models import Membership, Organization, User
from accounts.permissions import (
    can_act_for,
    can_edit,
    can_manage_members,
    can_see_exact_place,
    can_see_members,
)
from accounts.services.suspending import suspend
from core import clock
from core.errors import IdempotencyMismatch, Invalid, NotAllowed, Refused
from core.events.models import DomainEvent
from core.geo.cells import Point
from core.geo.models import ExactPlace
from tests.factories import LYON, make_organization, make_user


@pytest.fixture
def pantry(giver: User) -> Organization:
    return make_organization(by=giver, name="Pantry of the Quay", address="12 Quay")


def last_event(organization: Organization) -> DomainEvent:
    return DomainEvent.objects.filter(subject_id=organization.pk).latest("subject_version")


def test_creator_owns_it(pantry, giver):
    assert list(Membership.objects.values_list("user_id", "role")) == [(giver.pk, "owner")]


def test_creation_is_stated_without_name_or_address(pantry, giver):
    event = last_event(pantry)
    assert (event.type, event.actor, event.payload) == (
        "organization.created",
        giver.pseudonym,
        {"kind": "pantry", "fields": []},
    )
    assert event.cells == pantry.cell_ancestry


@pytest.mark.parametrize(
    ("kind", "public"),
    [("pantry", True), ("kitchen", True), ("school", True), ("shop", True), ("farm", False)],
)
def test_kind_decides_whether_the_place_is_public(giver, kind, public):
    assert make_organization(by=giver, kind=kind).place_is_public is public


def test_choice_wins_over_the_kind(giver):
    assert make_organization(by=giver, place_is_public=False).place_is_public is False


def test_same_id_and_content_make_one(giver):
    organization_id = uuid4()
    wanted = {
        "by": giver,
        "organization_id": organization_id,
        "name": "Twice",
        "kind": "farm",
        "place": Point(*LYON),
    }
    first, is_new = services.create_organization(**wanted)
    again, is_new_again = services.create_organization(**wanted)
    assert (again.pk, is_new, is_new_again) == (first.pk, True, False)
    assert (Organization.objects.count(), ExactPlace.objects.count()) == (1, 2)


def test_same_id_with_other_content_is_refused(giver, taker):
    first = make_organization(by=giver)
    with pytest.raises(IdempotencyMismatch):
        services.create_organization(
            by=taker,
            organization_id=first.pk,
            name=first.name,
            kind=first.kind,
            place=Point(*LYON),
        )


def test_names_may_repeat_and_addresses_do_not(giver):
    first = make_organization(by=giver, name="Café des Voisins")
    second = make_organization(by=giver, name="Café des Voisins")
    assert first.slug == "cafe-des-voisins"
    assert second.slug == f"cafe-des-voisins-{second.pk.hex[-6:]}"


@pytest.mark.parametrize(("name", "start"), [("食堂", "organization-"), ("New", "new-")])
def test_name_without_a_usable_address_gets_one(giver, name, start):
    organization = make_organization(by=giver, name=name)
    assert organization.slug == f"{start}{organization.pk.hex[-6:]}"


def test_edit_changes_and_verifies(pantry, giver):
    with clock.at(datetime(2027, 1, 1, tzinfo=UTC)):
        edited = services.edit_organization(
            organization=pantry, by=giver, name="Pantry", description="Open to all"
        )
    assert (edited.name, edited.description) == ("Pantry", "Open to all")
    assert edited.last_verified == datetime(2027, 1, 1, tzinfo=UTC)
    assert last_event(pantry).payload == {"kind": "pantry", "fields": ["description", "name"]}


def test_place_stays_unless_it_is_changed(pantry, giver):
    edited = services.edit_organization(organization=pantry, by=giver, address="14 Quay")
    assert edited.exact_place.label == "14 Quay"
    assert edited.exact_place.point == Point(*LYON)
    assert edited.geohash == pantry.geohash
    moved = services.edit_organization(organization=pantry, by=giver, place=Point(48.85, 2.35))
    assert (moved.exact_place.label, moved.cell) == ("14 Quay", "u09tvk")


def test_stranger_and_member_cannot_edit(pantry, giver, taker, stranger):
    services.add_member(organization=pantry, by=giver, email=taker.email, role=Role.MEMBER)
    for person in (taker, stranger):
        with pytest.raises(NotAllowed):
            services.edit_organization(organization=pantry, by=person, name="Mine")


def test_last_owner_stays(pantry, giver, taker):
    own = pantry.memberships.get(user=giver)
    services.add_member(organization=pantry, by=giver, email=taker.email, role=Role.COORDINATOR)
    for refused in (
        lambda: services.remove_member(membership=own, by=giver),
        lambda: services.change_role(membership=own, by=giver, role=Role.MEMBER),
    ):
        with pytest.raises(Refused, match="needs an owner"):
            refused()
    assert pantry.memberships.get(user=giver).role == "owner"


def test_second_owner_lets_the_first_leave(pantry, giver, taker):
    services.add_member(organization=pantry, by=giver, email=taker.email, role=Role.OWNER)
    services.remove_member(membership=pantry.memberships.get(user=giver), by=giver)
    assert list(pantry.memberships.values_list("user_id", "role")) == [(taker.pk, "owner")]


def test_member_is_added_by_address_whatever_its_capitals(pantry, giver, taker):
    membership = services.add_member(
        organization=pantry, by=giver, email="Taker@Example.org", role=Role.MEMBER
    )
    assert membership.user_id == taker.pk
    assert last_event(pantry).payload == {"kind": "pantry", "fields": ["members"]}


def test_unknown_address_and_second_membership_are_refused(pantry, giver):
    for email in ("nobody@example.org", giver.email):
        with pytest.raises(Invalid) as refused:
            services.add_member(organization=pantry, by=giver, email=email, role=Role.MEMBER)
        assert list(refused.value.details) == ["email"]


def test_only_owners_manage_members(pantry, giver, taker, stranger):
    services.add_member(organization=pantry, by=giver, email=taker.email, role=Role.COORDINATOR)
    own = pantry.memberships.get(user=giver)
    for person in (taker, stranger):
        for attempt in (
            lambda by: services.add_member(
                organization=pantry, by=by, email="person@example.org", role=Role.OWNER
            ),
            lambda by: services.change_role(membership=own, by=by, role=Role.MEMBER),
            lambda by: services.remove_member(membership=own, by=by),
        ):
            with pytest.raises(NotAllowed):
                attempt(person)


def test_member_may_leave(pantry, giver, taker):
    membership = services.add_member(
        organization=pantry, by=giver, email=taker.email, role=Role.MEMBER
    )
    services.remove_member(membership=membership, by=taker)
    assert pantry.memberships.count() == 1


ROLES = ["owner", "coordinator", "member", "stranger", "anonymous"]


@pytest.mark.parametrize(
    ("permission", "allowed"),
    [
        (can_act_for, ["owner", "coordinator"]),
        (can_edit, ["owner", "coordinator"]),
        (can_manage_members, ["owner"]),
        (can_see_members, ["owner", "coordinator", "member"]),
        (can_see_exact_place, ["owner", "coordinator", "member"]),
    ],
)
def test_who_may(permission, allowed, giver, stranger):
    garden = make_organization(by=giver, kind="garden")
    people = {"owner": giver, "stranger": stranger, "anonymous": AnonymousUser()}
    for role in (Role.COORDINATOR, Role.MEMBER):
        people[role] = make_user()
        services.add_member(organization=garden, by=giver, email=people[role].email, role=role)
    assert [role for role in ROLES if permission(people[role], garden)] == allowed


def test_inactive_owner_may_nothing(pantry, giver):
    giver.is_active = False
    assert can_act_for(giver, pantry) is False


def test_unverified_for_a_year_is_hidden_from_all_but_its_people(giver, stranger):
    with clock.at(clock.now() - timedelta(days=366)):
        stale = make_organization(by=giver)
    fresh = make_organization(by=giver)
    assert list(Organization.objects.visible_to(stranger)) == [fresh]
    assert list(Organization.objects.visible_to(AnonymousUser())) == [fresh]
    assert set(Organization.objects.visible_to(giver)) == {stale, fresh}


def test_of_lists_memberships_of_one_person(pantry, giver, stranger):
    assert list(Organization.objects.of(giver)) == [pantry]
    assert list(Organization.objects.of(stranger)) == []
    assert list(Organization.objects.of(AnonymousUser())) == []


def test_nearest_comes_first_across_the_antimeridian(giver):
    for name, place in (
        ("west of the line", (-16.8, 179.9)),
        ("east of the line", (-16.8, -179.9)),
        ("far", (-16.8, 170.0)),
    ):
        make_organization(by=giver, name=name, place=place)
    found = Organization.objects.with_metres_from(Point(-16.8, -179.95))
    assert [organization.name for organization in found.nearest_first()] == [
        "east of the line",
        "west of the line",
        "far",
    ]


def test_suspended_people_neither_create_nor_change_organizations(giver, taker):
    """What others would notice waits; leaving is always possible."""
    pantry = make_organization(by=giver, name="Quay Pantry")
    services.add_member(organization=pantry, by=giver, email=taker.email, role="owner")
    suspend(user=giver, until=None, by=None)
    giver.refresh_from_db()
    membership = pantry.memberships.get(user=taker)
    for verb in (
        lambda: make_organization(by=giver),
        lambda: services.edit_organization(organization=pantry, by=giver, name="Other"),
        lambda: services.verify_organization(organization=pantry, by=giver),
        lambda: services.change_role(membership=membership, by=giver, role="member"),
    ):
        with pytest.raises(Suspended):
            verb()
    services.remove_member(membership=pantry.memberships.get(user=giver), by=giver)
    assert [m.user for m in pantry.memberships.all()] == [taker]
