from typing import Any

from django.apps import apps as current_apps
from django.apps.registry import Apps

from catalog.models import Food
from catalog.services import load_catalog


def load_after_migrate(using: str, apps: Apps | None = None, **kwargs: Any) -> None:
    """Receiver of `post_migrate`: the catalog is there wherever its tables are."""
    if _tables_are_current(apps or current_apps):
        load_catalog(using=using)


def _tables_are_current(state: Apps) -> bool:
    """False on the way through older migrations, where today's columns are not there yet."""
    try:
        migrated = state.get_model("catalog", "Food")
    except LookupError:
        return False
    return {f.name for f in migrated._meta.fields} == {f.name for f in Food._meta.fields}
