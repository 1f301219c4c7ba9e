"""What organizations and their people do."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _

from accounts.enums import OrganizationKind, Role
from accounts.models import Membership, Organization, User
from accounts.permissions import can_edit, can_manage_members, require_unsuspended
from accounts.services.checks import check, check_fields
from accounts.services.programs import end_program
from catalog.models import Category
from core import clock
from core.errors import Invalid, NotAllowed, Refused
from core.events import log
from core.geo.cells import Point
from core.geo.models import ExactPlace, Precision, new_place
from core.idempotency import create_once, fingerprint

PAGE_FIELDS = (
    "name",
    "kind",
    "description",
    "opening_hours",
    "special_days",
    "place_is_public",
)
SLUG_LENGTH = 72
RESERVED_SLUGS = frozenset({"new"})


@transaction.atomic
def create_organization(
    *,
    by: User,
    organization_id: UUID,
    name: str,
    kind: str,
    place: Point,
    address: str = "",
    precision: int = Precision.NEIGHBOURHOOD,
    place_is_public: bool | None = None,
    description: str = "",
    opening_hours: Mapping[str, Any] | None = None,
    special_days: Mapping[str, Any] | None = None,
    accepts: Sequence[Category] = (),
) -> tuple[Organization, bool]:
    """Create an organization (`organization.created`).

    Args:
        by: becomes its first owner.
        organization_id: the client's own id; sent twice with the same content it makes one.
        place: where its door is.
        address: of that place.
        precision: of the public cell, 5 or 6.
        place_is_public: whether everyone sees the exact place; by default as the kind has it.
        opening_hours: weekday → pairs of local times, see `validate_opening_hours`.
        special_days: day → pairs of local times, none for closed, see `validate_special_days`.
        accepts: categories it takes.

    Returns:
        The organization, and whether it is new.

    Raises:
        NotAllowed: `by` is a program.
        Suspended: they may not show anything new.
        Invalid: a field breaks a rule.
        IdempotencyMismatch: the id holds other content.
    """
    require_unsuspended(by)
    if by.is_program:
        raise NotAllowed(_("A program cannot own an organization."))
    accepted = sorted(category.slug for category in accepts)
    now = clock.now()
    organization = Organization(
        id=organization_id,
        slug=_free_slug(name, organization_id),
        name=name,
        kind=kind,
        description=description,
        opening_hours=dict(opening_hours or {}),
        special_days=dict(special_days or {}),
        place_is_public=_public_by_default(kind) if place_is_public is None else place_is_public,
        fingerprint=fingerprint(
            by.pk, name, kind, [place.lat, place.lon], address, precision,
            place_is_public, description, opening_hours or {}, special_days or {}, accepted,
        ),
        created_at=now, updated_at=now, last_verified=now,
    )  # fmt: skip
    exact = new_place(place, address)
    check(exact)
    organization.take_place(exact, precision=precision)
    check_fields(organization, [*PAGE_FIELDS, "public_precision", "slug"])
    organization, is_new = _inserted(organization, exact)
    if is_new:
        organization.accepts.set(accepts)
        Membership.objects.create(organization=organization, user=by, role=Role.OWNER)
        _record("organization.created", organization, by, {"kind": kind, "fields": []})
    return organization, is_new


@transaction.atomic
def edit_organization(
    *,
    organization: Organization,
    by: User,
    place: Point | None = None,
    address: str | None = None,
    precision: int | None = None,
    accepts: Iterable[Category] | None = None,
    **changes: Any,
) -> Organization:
    """Change what the page of an organization says, which verifies it too.

    Args:
        organization: which; read again under a lock.
        by: an owner or coordinator.
        place: moves it; None leaves it where it is.
        address: of the place.
        precision: of the public cell, 5 or 6.
        accepts: categories it takes from now on.
        changes: values of `PAGE_FIELDS`.

    Returns:
        The organization as stored.

    Raises:
        NotAllowed: `by` is neither owner nor coordinator.
        Suspended: nothing of theirs can change for others.
        Invalid: a field breaks a rule.
    """
    locked = _locked(organization)
    if not can_edit(by, locked):
        raise NotAllowed(_("Only owners and coordinators may change this."))
    require_unsuspended(by)
    changed = [n for n in PAGE_FIELDS if n in changes and getattr(locked, n) != changes[n]]
    values = {name: changes[name] for name in changed}
    if place or address is not None or precision:
        values |= _moved(locked, place, address, precision)
        changed.append("place")
    for name, value in values.items():
        setattr(locked, name, value)
    check_fields(locked, [*changed, "public_precision"])
    if accepts is not None:
        locked.accepts.set(accepts)
        changed.append("accepts")
    now = clock.now()
    locked.change(**values, updated_at=now, last_verified=now)
    _record("organization.updated", locked, by, {"kind": locked.kind, "fields": sorted(changed)})
    return locked


def verify_organization(*, organization: Organization, by: User) -> Organization:
    """Say that all the page says still holds.

    Raises:
        NotAllowed: `by` is neither owner nor coordinator.
    """
    return edit_organization(organization=organization, by=by)


@transaction.atomic
def add_member(*, organization: Organization, by: User, email: str, role: str) -> Membership:
    """Take in a person by e-mail address.

    Args:
        organization: which; locked meanwhile, as in all that changes its people.
        by: an owner.
        email: of a person with an account.
        role: `Role`.

    Raises:
        NotAllowed: `by` is no owner.
        Invalid: nobody has this address, the person is a member already, or no such role.
    """
    locked = _locked_by_owner(organization, by)
    person = User.objects.people().active().with_email(email).first()
    if person is None:
        raise Invalid(email=_("Nobody here uses this address. Ask them to sign up first."))
    membership = Membership(organization=locked, user=person, role=role)
    if Membership.objects.filter(organization=locked, user=person).exists():
        raise Invalid(email=_("This person is a member already."))
    check(membership)
    membership.save()
    members_changed(locked, by)
    return membership


@transaction.atomic
def change_role(*, membership: Membership, by: User, role: str) -> Membership:
    """Give a member another role. Harmless twice.

    Raises:
        NotAllowed: `by` is no owner.
        Refused: the last owner would be none, or it is a program.
        Invalid: no such role.
    """
    locked = _locked_by_owner(membership.organization, by)
    membership.refresh_from_db()
    if membership.role == role:
        return membership
    if membership.user.is_program:
        raise Refused(_("A program has one role. Change what it may do among the programs."))
    if membership.role == Role.OWNER:
        _keep_an_owner(locked, without=membership)
    membership.role = role
    check_fields(membership, ["role"])
    membership.save(update_fields=["role"])
    members_changed(locked, by)
    return membership


@transaction.atomic
def remove_member(*, membership: Membership, by: User) -> None:
    """Part ways: an owner removes a member, or a member leaves. Harmless twice.

    A program that is removed is switched off for good.

    Raises:
        NotAllowed: `by` is neither an owner nor the member.
        Refused: the last owner would leave.
    """
    organization = membership.organization
    if membership.user_id == by.pk:
        locked = _locked(organization)
    else:
        locked = _locked_by_owner(organization, by)
    current = Membership.objects.filter(pk=membership.pk).select_related("user").first()
    if current is None:
        return
    if current.role == Role.OWNER:
        _keep_an_owner(locked, without=current)
    if current.user.is_program:
        end_program(current.user, by=by)
    current.delete()
    members_changed(locked, by)


def _locked(organization: Organization) -> Organization:
    rows = Organization.objects.select_for_update(of=("self",)).select_related("exact_place")
    locked: Organization = rows.get(pk=organization.pk)
    return locked


def _locked_by_owner(organization: Organization, by: User) -> Organization:
    locked = _locked(organization)
    if not can_manage_members(by, locked):
        raise NotAllowed(_("Only owners may change who belongs to it."))
    require_unsuspended(by)
    return locked


def _keep_an_owner(organization: Organization, *, without: Membership) -> None:
    if not organization.memberships.owners().exclude(pk=without.pk).exists():
        raise Refused(_("An organization needs an owner. Make someone else an owner first."))


def _moved(
    organization: Organization, place: Point | None, address: str | None, precision: int | None
) -> dict[str, Any]:
    """Write the exact place and return what the organization itself stores of it."""
    exact = organization.exact_place
    if place:
        moved = new_place(place)
        exact.latitude, exact.longitude = moved.latitude, moved.longitude
    if address is not None:
        exact.label = address
    check(exact)
    exact.save()
    organization.take_place(exact, precision=precision or organization.public_precision)
    return {
        "geohash": organization.geohash,
        "location": organization.location,
        "public_precision": organization.public_precision,
    }


def members_changed(organization: Organization, by: User) -> None:
    organization.change(updated_at=clock.now())
    payload = {"kind": organization.kind, "fields": ["members"]}
    _record("organization.updated", organization, by, payload)


def _record(
    event_type: str, organization: Organization, by: User, payload: Mapping[str, Any]
) -> None:
    log.record(
        event_type,
        subject=organization,
        actor=by.pseudonym,
        payload=payload,
        cells=organization.cell_ancestry,
    )


def _public_by_default(kind: str) -> bool:
    return kind in OrganizationKind.values and OrganizationKind(kind).is_public_place


def _inserted(organization: Organization, place: ExactPlace) -> tuple[Organization, bool]:
    try:
        return create_once(organization, place)
    except IntegrityError:  # another of this name was made at this very moment
        organization.slug = _own_slug(organization.name, organization.pk)
        return create_once(organization, place)


def _free_slug(name: str, organization_id: UUID) -> str:
    """The name in a web address; with the end of its id when another holds it."""
    slug = slugify(name)[:SLUG_LENGTH]
    taken = Organization.objects.filter(slug=slug).exclude(pk=organization_id).exists()
    if slug and slug not in RESERVED_SLUGS and not taken:
        return slug
    return _own_slug(name, organization_id)


def _own_slug(name: str, organization_id: UUID) -> str:
    return f"{slugify(name)[:SLUG_LENGTH] or 'organization'}-{organization_id.hex[-6:]}"
