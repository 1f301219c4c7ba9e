"""Keyset pages: a cursor is where the last page ended, so that nothing is skipped or repeated."""

import base64
import binascii
import re
from collections.abc import Sequence
from typing import Any, TypeVar, cast

import orjson
from django.core.exceptions import ValidationError
from django.db.models import DateTimeField, Field, Model, Q, QuerySet
from django.utils.translation import gettext as _

from core.errors import Invalid

M = TypeVar("M", bound=Model)
DEFAULT_LIMIT = 30
MAX_LIMIT = 100
UTC_OFFSET = "+00:00"
LIMIT = re.compile(r"[0-9]{1,3}")


def encode_cursor(values: Sequence[Any]) -> str:
    """An opaque, URL-safe name for a position."""
    return base64.urlsafe_b64encode(orjson.dumps(list(values), default=str)).decode().rstrip("=")


def decode_cursor(cursor: str, *, length: int) -> list[Any]:
    """The position a cursor names.

    Args:
        cursor: from `meta.next`.
        length: how many values it must hold.

    Raises:
        Invalid: on `cursor`.
    """
    try:
        padded = cursor + "=" * (-len(cursor) % 4)
        values = orjson.loads(base64.b64decode(padded.encode(), altchars=b"-_", validate=True))
    except (binascii.Error, ValueError) as error:
        raise _unreadable() from error
    if not isinstance(values, list) or len(values) != length:
        raise _unreadable()
    return values


def read_limit(text: str | None) -> int:
    """How many items a caller wants: 1 to 100, 30 by default.

    Raises:
        Invalid: on `limit`.
    """
    if text is None:
        return DEFAULT_LIMIT
    if LIMIT.fullmatch(text) and 1 <= int(text) <= MAX_LIMIT:
        return int(text)
    raise Invalid(limit=_("Give a whole number from 1 to %(max)s.") % {"max": MAX_LIMIT})


def keyset_page(
    rows: QuerySet[M], *, order: Sequence[str], limit: int, cursor: str | None
) -> tuple[list[M], str | None]:
    """One page of a queryset.

    Args:
        rows: unordered.
        order: field names that together are unique, each with `-` for descending.
        limit: rows a page.
        cursor: from the page before; None or empty for the first.

    Returns:
        The rows, and the cursor of the next page or None.

    Raises:
        Invalid: on `cursor`.
    """
    names = [field.lstrip("-") for field in order]
    if cursor:
        rows = rows.filter(_after(order, _typed(rows, names, cursor)))
    page = list(rows.order_by(*order)[: limit + 1])
    if len(page) <= limit:
        return page, None
    last = page[limit - 1]
    return page[:limit], encode_cursor([_plain(getattr(last, name)) for name in names])


def _typed(rows: QuerySet[M], names: Sequence[str], cursor: str) -> list[Any]:
    """The cursor's values as their columns hold them.

    Only a cursor that these values would be given again is taken: the database meets no others.
    """
    values = decode_cursor(cursor, length=len(names))
    try:
        pairs = zip(names, values, strict=True)
        typed = [_read(_column(rows, name), value) for name, value in pairs]
        again = encode_cursor([_plain(value) for value in typed])
    except (ValidationError, ValueError, TypeError, OverflowError) as error:
        raise _unreadable() from error
    same = decode_cursor(again, length=len(names)) == values
    if not same or None in values or any("\0" in v for v in values if isinstance(v, str)):
        raise _unreadable()
    return typed


def _read(field: Field[Any, Any], value: Any) -> Any:
    if isinstance(field, DateTimeField) and not str(value).endswith(UTC_OFFSET):
        raise ValueError(value)  # a time of no zone would be read, with a warning, in some zone
    return field.to_python(value)


def _column(rows: QuerySet[M], name: str) -> Field[Any, Any]:
    computed = rows.query.annotations.get(name)
    field = computed.output_field if computed else rows.model._meta.get_field(name)
    return cast("Field[Any, Any]", field)


def _after(order: Sequence[str], values: Sequence[Any]) -> Q:
    condition = Q()
    for index, field in enumerate(order):
        equal = {name.lstrip("-"): values[i] for i, name in enumerate(order[:index])}
        comparison = f"{field[1:]}__lt" if field.startswith("-") else f"{field}__gt"
        condition |= Q(**equal, **{comparison: values[index]})
    return condition


def _plain(value: Any) -> Any:
    return value.isoformat() if hasattr(value, "isoformat") else value


def _unreadable() -> Invalid:
    return Invalid(cursor=_("This cursor cannot be read. Start again without one."))
