"""One page of changes: what to write into a copy, and what to take out of it."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from rest_framework.request import Request

from core.changes.reading import Noted, changes_after
from partners.changes.cursors import Cursor
from partners.changes.kinds import KINDS, kinds_for

SCANNED = 1_000
"""Places of the book read for one page: most of what is old is nothing to the caller."""

Ids = dict[str, set[UUID]]


@dataclass(frozen=True)
class Page:
    """Items to apply in order, the cursor after them, and whether there is more already."""

    items: list[dict[str, Any]]
    cursor: Cursor
    more: bool


def page_after(request: Request, cursor: Cursor, *, limit: int) -> Page:
    """What happened after a place, for this caller.

    A row that they see is told as it is now. One that they do not see is told as gone, where they
    may have seen it since their mirror began.

    Args:
        request: whose eyes count.
        cursor: where they are.
        limit: items at most; fewer do not mean that there are no more.
    """
    noted = changes_after(cursor.place, subject_types=kinds_for(request), limit=SCANNED)
    seen = _seen(request, noted)
    lost = _lost(request, [n for n in noted if n.changed_in >= cursor.began], seen)
    told, last = _cut(noted, seen, lost, limit)
    items = _items(request, told, seen)
    place = cursor.place if last is None else last
    more = len(noted) == SCANNED or (last is not None and last != noted[-1])
    return Page(items, Cursor(place, cursor.began, cursor.epoch), more)


def _seen(request: Request, noted: Sequence[Noted]) -> Ids:
    """Of what was noted, what the caller sees."""
    return {
        kind: set(KINDS[kind].visible(request).filter(pk__in=ids).values_list("pk", flat=True))
        for kind, ids in _by_kind(noted).items()
    }


def _lost(request: Request, noted: Sequence[Noted], seen: Ids) -> Ids:
    """Of what was noted, what the caller sees no more, or nobody: the row is gone, or it was for
    them to see once."""
    lost: Ids = {}
    for kind, ids in _by_kind(noted).items():
        unseen = ids - seen[kind]
        could_see = KINDS[kind].could_see
        if could_see is None or not unseen:
            continue
        rows = could_see(request)
        there = set(rows.model._default_manager.filter(pk__in=unseen).values_list("pk", flat=True))
        once = set(rows.filter(pk__in=unseen).values_list("pk", flat=True))
        lost[kind] = once | (unseen - there)
    return lost


def _cut(
    noted: Sequence[Noted], seen: Ids, lost: Ids, limit: int
) -> tuple[list[Noted], Noted | None]:
    """What is told on one page, and the last place that it covers."""
    told: list[Noted] = []
    last: Noted | None = None
    for place in noted:
        kind, pk = place.subject_type, place.subject_id
        if pk in seen[kind] or pk in lost.get(kind, ()):
            if len(told) == limit:
                break
            told.append(place)
        last = place
    return told, last


def _items(request: Request, told: Sequence[Noted], seen: Ids) -> list[dict[str, Any]]:
    """Each as the caller sees it now. What has just gone out of sight is noted again further on."""
    shown = {
        kind: KINDS[kind].rows_shown(request, list(ids & seen[kind]))
        for kind, ids in _by_kind(told).items()
        if ids & seen[kind]
    }
    items = []
    for place in told:
        kind, pk = place.subject_type, place.subject_id
        item = {"type": kind, "id": pk}
        if pk not in seen[kind]:
            items.append({**item, "op": "delete", "data": None})
        elif (data := shown[kind].get(pk)) is not None:
            items.append({**item, "op": "upsert", "data": data})
    return items


def _by_kind(noted: Sequence[Noted]) -> Ids:
    found: Ids = defaultdict(set)
    for place in noted:
        found[place.subject_type].add(place.subject_id)
    return dict(found)
