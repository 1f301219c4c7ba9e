"""Model validation in the words of services: `Invalid`, by field."""

from collections.abc import Iterable

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
    try:
        row.full_clean(validate_constraints=False)
        for constraint in row._meta.constraints:
            if isinstance(constraint, UniqueConstraint):
                constraint.validate(type(row), row)
    except ValidationError as error:
        raise Invalid(**error.message_dict) from error


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
