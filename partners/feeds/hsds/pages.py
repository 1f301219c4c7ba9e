"""Pages as the HSDS API has them, each with the address of the next.

HSDS counts pages (`page`, `per_page`), so harvesters may ask for one by its number. The address
in `next` holds where the page ended beside its number: who follows it skips and repeats nothing
when organizations come and go meanwhile.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from accounts.models import Organization
from core.api.cursors import decode_cursor, encode_cursor, read_limit
from core.errors import Invalid

PAGE_NUMBER = re.compile(r"[1-9][0-9]{0,5}")


@dataclass(frozen=True)
class HsdsPage:
    """One page; `following` is the cursor of the next, None on the last."""

    rows: list[Organization]
    total: int
    number: int
    per_page: int
    following: str | None

    def told(self, contents: list[Any], following: str | None) -> dict[str, Any]:
        """The page as JSON; `next` is ours, the other names are HSDS's."""
        return {
            "total_items": self.total,
            "total_pages": -(-self.total // self.per_page),
            "page_number": self.number,
            "size": len(contents),
            "first_page": self.number == 1,
            "last_page": self.following is None,
            "empty": not contents,
            "next": following,
            "contents": contents,
        }


def hsds_page(rows: QuerySet[Organization], said: Mapping[str, str]) -> HsdsPage:
    """The page that an address asks for, by id.

    Args:
        rows: unordered.
        said: `cursor`, or `page`; `limit`, or `per_page` as HSDS calls it.

    Raises:
        Invalid: on one of them.
    """
    per_page = _per_page(said)
    number, after = _position(said)
    total = rows.count()
    ordered = rows.order_by("id")
    if after:
        found = list(ordered.filter(id__gt=after)[: per_page + 1])
    else:
        start = (number - 1) * per_page
        found = list(ordered[start : start + per_page + 1])
    following = None
    if len(found) > per_page:
        following = encode_cursor([number + 1, found[per_page - 1].pk])
    return HsdsPage(found[:per_page], total, number, per_page, following)


def _per_page(said: Mapping[str, str]) -> int:
    try:
        return read_limit(said.get("limit") or said.get("per_page"))
    except Invalid as refused:
        name = "limit" if said.get("limit") else "per_page"
        raise Invalid(**{name: refused.details["limit"]}) from refused


def _position(said: Mapping[str, str]) -> tuple[int, UUID | None]:
    """The number of the page, and the id that it begins after where that is known."""
    cursor, page = said.get("cursor"), said.get("page")
    if cursor and page:
        raise Invalid(page=_("Give a page or a cursor, not both."))
    if cursor:
        return _read_cursor(cursor)
    if page and not PAGE_NUMBER.fullmatch(page):
        raise Invalid(page=_("Pages are counted from 1."))
    return int(page or 1), None


def _read_cursor(cursor: str) -> tuple[int, UUID]:
    number, after = decode_cursor(cursor, length=2)
    try:
        if type(number) is int and PAGE_NUMBER.fullmatch(str(number)):
            return number, UUID(after)
    except (ValueError, TypeError, AttributeError):
        pass
    raise Invalid(cursor=_("This cursor cannot be read. Start again without one."))
