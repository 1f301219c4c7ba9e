"""Nothing about a person is kept without being declared: export and erasure walk the registry."""

from typing import Any

from django.apps import apps
from django.core.exceptions import FieldDoesNotExist
from django.db.models import EmailField, Field, ForeignKey, GenericIPAddressField, Model

from accounts.models import User
from core import privacy
from core.geo.models import ExactPlace

PERSONAL_TYPES = (EmailField, GenericIPAddressField)
PERSONAL_NAMES = ("pseudonym", "phone", "email", "display_name", "user_agent")

# What needs no entry, and why.
ALLOWED = {
    "accounts.User_groups.user": "what an account may do",
    "accounts.User_user_permissions.user": "what an account may do",
    "accounts.Organization.exact_place": "an organization's place, not a person's",
    "accounts.Organization.pseudonym": "an organization's, not a person's",
    "accounts.ApiClient.account": "a program's own account, no person's",
    "allauth_idp_oidc.Client.owner": "a program's key belongs to no person: always empty",
    "allauth_idp_oidc.Token.user": "a program's own account, no person's",
    "pghistory.MiddlewareEvents.user": "no table: how histories are read",
    "insights.DayParticipant.pseudonym": "a pseudonym by itself; erasure ends whom it names",
}


def personal(field: Field[Any, Any]) -> bool:
    if isinstance(field, ForeignKey):
        return field.related_model in (User, ExactPlace)
    return isinstance(field, PERSONAL_TYPES) or field.name in PERSONAL_NAMES


def personal_fields() -> set[tuple[type[Model], str]]:
    models = apps.get_models(include_auto_created=True)
    return {(m, f.name) for m in models for f in m._meta.local_fields if personal(f)}


def declared_fields() -> set[tuple[type[Model], str]]:
    """A declared field, or the key by which its entry finds the person."""
    declared = set()
    for entry in privacy.registered():
        declared |= {(entry.model, name) for name in (*entry.fields, entry.owner.split("__")[0])}
    return declared


def test_every_personal_field_is_declared_or_allowed():
    missing = personal_fields() - declared_fields()
    assert {f"{m._meta.label}.{name}" for m, name in missing} - ALLOWED.keys() == set()


def test_what_is_allowed_is_there_and_not_declared():
    missing = personal_fields() - declared_fields()
    assert ALLOWED.keys() - {f"{m._meta.label}.{name}" for m, name in missing} == set()


def test_every_entry_leads_to_a_person():
    for entry in privacy.registered():
        model = entry.model
        for name in entry.owner.split("__") if entry.owner else []:
            related = model._meta.get_field(name).related_model
            assert isinstance(related, type)
            model = related
        assert model is User, entry.model._meta.label


def test_every_declared_field_is_there():
    wrong = []
    for entry in privacy.registered():
        for name in entry.fields:
            try:
                entry.model._meta.get_field(name)
            except FieldDoesNotExist:
                wrong.append(f"{entry.model._meta.label}.{name}")
    assert wrong == []
