"""The verbs of people and organizations: keyword-only, one transaction each."""

from accounts.services.organizations import (
    add_member,
    change_role,
    create_organization,
    edit_organization,
    remove_member,
    verify_organization,
)
from accounts.services.people import (
    PROFILE_FIELDS,
    change_settings,
    create_person,
    forget_home,
    join,
    set_active,
    set_home,
    show_home_at,
    update_profile,
)

__all__ = [
    "PROFILE_FIELDS",
    "add_member",
    "change_role",
    "change_settings",
    "create_organization",
    "create_person",
    "edit_organization",
    "forget_home",
    "join",
    "remove_member",
    "set_active",
    "set_home",
    "show_home_at",
    "update_profile",
    "verify_organization",
]
