"""Nothing about a person is kept without being declared: export and erasure walk the registry."""

from django.apps import apps
from django.db.models import ForeignObject, Model

from accounts.models import User
from core import privacy

# Rows that say what an account may do or are gone with its session, not who someone is.
NOT_PERSONAL = {"accounts.User_groups", "accounts.User_user_permissions"}
ACCOUNT_FIELDS = {"id", "version", "session_era", "is_staff", "is_active", "is_superuser"}
FLOORS = {"accounts", "account", "mfa", "usersessions", "admin", "auth", "sessions", "headless"}


def points_at_a_person(model: type[Model]) -> bool:
    keys = [field for field in model._meta.get_fields() if isinstance(field, ForeignObject)]
    return any(key.related_model is User for key in keys)


def test_every_model_that_points_at_a_person_is_declared():
    models = apps.get_models(include_auto_created=True)
    pointing = {m for m in models if m._meta.app_label in FLOORS and points_at_a_person(m)}
    declared = {entry.model for entry in privacy.registered()}
    undeclared = {model._meta.label for model in pointing - declared} - NOT_PERSONAL
    assert undeclared == set()


def test_every_field_of_a_person_is_declared():
    declared = next(entry for entry in privacy.registered() if entry.model is User)
    names = {field.name for field in User._meta.fields}
    assert names - set(declared.fields) == ACCOUNT_FIELDS


def test_declared_fields_exist():
    for entry in privacy.registered():
        names = {field.name for field in entry.model._meta.get_fields()}
        assert set(entry.fields) <= names, entry.model._meta.label
