"""One entry of a file, held against what a need list must say."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from partners.errors import UnusableEntry
from partners.lines.cleaning import clean

LONGEST_ID = 100
LONGEST_NAME = 120
MOST_LINES = 300
AHEAD = timedelta(days=1)  # clocks differ, and a day without a zone may be tomorrow's
_SLUG = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]{0,99}")
_LINE_END = re.compile(r"\r\n|[\n\r\v\f\x1c-\x1e\x85\u2028\u2029]")


@dataclass(frozen=True)
class Entry:
    """A need list as it was published.

    Args:
        source_id: the list's own.
        slug: of the food bank, in the source.
        name: of the food bank.
        found: when the list was found, in UTC.
        needs: lines of what is needed.
        excess: lines of what there is too much of.
        left_out: how many lines were too many to read.
    """

    source_id: str
    slug: str
    name: str
    found: datetime
    needs: tuple[str, ...]
    excess: tuple[str, ...]
    left_out: int = 0


def entry_of(element: Any, *, now: datetime) -> Entry:
    """An element of the array as a need list.

    Args:
        element: as JSON gave it.
        now: the moment, for telling a date that cannot be.

    Raises:
        UnusableEntry: a key is missing, or holds what it cannot.
    """
    if not isinstance(element, Mapping):
        raise UnusableEntry("no object")
    foodbank = _required(element, "foodbank")
    if not isinstance(foodbank, Mapping):
        raise UnusableEntry("`foodbank` is no object")
    needs, needs_over = _lines(_required(element, "needs"), "needs")
    excess, excess_over = _lines(element.get("excess"), "excess")
    return Entry(
        source_id=_id(_required(element, "id")),
        slug=_slug(_required(foodbank, "slug", "foodbank.slug")),
        name=_name(_required(foodbank, "name", "foodbank.name")),
        found=_found(_required(element, "found"), now),
        needs=needs,
        excess=excess,
        left_out=needs_over + excess_over,
    )


def _required(values: Mapping[Any, Any], key: str, called: str = "") -> Any:
    if key not in values:
        raise UnusableEntry(f"`{called or key}` is missing")
    return values[key]


def _id(value: Any) -> str:
    if isinstance(value, int) and not isinstance(value, bool) and abs(value) < 10**18:
        return str(value)
    if not isinstance(value, str) or not 0 < len(value) <= LONGEST_ID:
        raise UnusableEntry("`id` is no text of 1 to 100 characters")
    if clean(f"a{value}a") != f"a{value}a" or value != value.strip():
        raise UnusableEntry("`id` holds signs that no id has")
    return value


def _slug(value: Any) -> str:
    if not isinstance(value, str) or not _SLUG.fullmatch(value):
        raise UnusableEntry("`foodbank.slug` is no slug")
    return value.lower()


def _name(value: Any) -> str:
    name = clean(value[: 4 * LONGEST_NAME]) if isinstance(value, str) else ""
    if not name:
        raise UnusableEntry("`foodbank.name` is no name")
    return name if len(name) <= LONGEST_NAME else name[: LONGEST_NAME - 1].rstrip() + "…"


def _found(value: Any, now: datetime) -> datetime:
    """In UTC; a time without a zone is taken to be."""
    try:
        found = datetime.fromisoformat(value)
        found = found.replace(tzinfo=UTC) if found.tzinfo is None else found.astimezone(UTC)
    except (TypeError, ValueError, OverflowError) as error:
        raise UnusableEntry("`found` is no ISO date and time") from error
    if found > now + AHEAD:
        raise UnusableEntry("`found` lies in the future")
    return found


def _lines(value: Any, key: str) -> tuple[tuple[str, ...], int]:
    if value is None:
        return (), 0
    if not isinstance(value, str):
        raise UnusableEntry(f"`{key}` is no text")
    lines = [line for line in _LINE_END.split(value) if clean(line[:1000])]
    return tuple(lines[:MOST_LINES]), max(0, len(lines) - MOST_LINES)
