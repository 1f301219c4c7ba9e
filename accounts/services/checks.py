"""Model validation in the words of services: `Invalid`, by field."""

from collections.abc import Iterable
from functools import partial
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import Model, UniqueConstraint

from core.errors import Invalid


def check(row: Model) -> None:
    """Check every field of a row about to be stored, and that what must be unique is.

    Check constraints are the database's last word, which fields say before in words of their own;
    Django would ask the database once for each.

    Raises:
        Invalid: what is wrong, by field.
    """
    unique = [one for one in row._meta.constraints if isinstance(one, UniqueConstraint)]
    asked = [
        partial(row.full_clean, validate_constraints=False),
        *(partial(one.validate, type(row), row) for one in unique),
    ]
    found: dict[str, list[Any]] = {}
    for ask in asked:
        try:
            ask()
        except ValidationError as error:
            found = error.update_error_dict(found)
    if found:
        raise Invalid(**ValidationError(found).message_dict)


def check_fields(row: Model, names: Iterable[str]) -> None:
    """Check these fields alone: what was stored before is not asked again.

    Raises:
        Invalid: what is wrong, by field.
    """
    others = {field.name for field in row._meta.fields} - set(names)
    try:
        row.clean_fields(exclude=others)
    except ValidationError as error:
        raise Invalid(**error.message_dict) from error
