from __future__ import annotations

from django.contrib.auth.models import AnonymousUser
from django.utils.translation import gettext as _

from accounts.enums import Role
from accounts.errors import Suspended
from accounts.models import Block, Membership, Organization, User
from core.errors import NotAllowed

ACTING_ROLES = frozenset({Role.OWNER, Role.COORDINATOR})


def role_of(user: User | AnonymousUser, organization: Organization) -> Role | None:
    if not isinstance(user, User) or not user.is_active:
        return None
    role = (
        Membership.objects.filter(organization=organization, user=user)
        .values_list("role", flat=True)
        .first()
    )
    return Role(role) if role else None


def can_act_for(user: User | AnonymousUser, organization: Organization) -> bool:
    """List, ask and promise in its name: owners and coordinators."""
    return role_of(user, organization) in ACTING_ROLES


def can_edit(user: User | AnonymousUser, organization: Organization) -> bool:
    """Change what its page says: owners and coordinators."""
    return role_of(user, organization) in ACTING_ROLES


def can_manage_members(user: User | AnonymousUser, organization: Organization) -> bool:
    return role_of(user, organization) == Role.OWNER


def can_manage_programs(user: User | AnonymousUser, organization: Organization) -> bool:
    """Register programs, give them secrets and switch them off: owners and coordinators, but no
    program."""
    is_person = isinstance(user, User) and not user.is_program
    return is_person and role_of(user, organization) in ACTING_ROLES


def require_manager(user: User, organization: Organization) -> None:
    """Refuse whoever may not look after the organization's programs.

    Raises:
        NotAllowed: they may not.
    """
    if not can_manage_programs(user, organization):
        raise NotAllowed(_("Only owners and coordinators may look after programs."))


def can_see_members(user: User | AnonymousUser, organization: Organization) -> bool:
    return role_of(user, organization) is not None


def can_see_exact_place(user: User | AnonymousUser, organization: Organization) -> bool:
    return organization.place_is_public or role_of(user, organization) is not None


def in_whose_name(by: User, organization: Organization | None) -> Organization | None:
    """For whom somebody acts who says `organization`, or says none.

    People act for themselves where they say none. A program never does: all it does is its
    organization's, named or not.

    Raises:
        NotAllowed: a program that says another one.
    """
    if not by.is_program:
        return organization
    if organization is not None and organization.pk != by.speaks_for_id:
        raise NotAllowed(_("A program acts for its own organization only."))
    return by.speaks_for


def require_unsuspended(user: User) -> None:
    """Refuse whoever is suspended: the first line of each service that others would notice.

    Raises:
        Suspended: until when, and where to object.
    """
    if user.is_suspended:
        raise Suspended(user.suspended_until)


def is_blocked_between(one: User, other: User) -> bool:
    """Whether either of the two has blocked the other."""
    return Block.objects.between(one, other).exists()
