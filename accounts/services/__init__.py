"""The verbs of people and organizations: keyword-only, one transaction each."""

from accounts.services.agreeing import agree, has_agreed, revoke, to_agree_again
from accounts.services.erasing import erase, leaving
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
from accounts.services.sessions import end_session, end_sessions

__all__ = [
    "PROFILE_FIELDS",
    "add_member",
    "agree",
    "change_role",
    "change_settings",
    "create_organization",
    "create_person",
    "edit_organization",
    "end_session",
    "end_sessions",
    "erase",
    "forget_home",
    "has_agreed",
    "join",
    "leaving",
    "remove_member",
    "revoke",
    "set_active",
    "set_home",
    "show_home_at",
    "to_agree_again",
    "update_profile",
    "verify_organization",
]
