"""Versions on the wire: `ETag` on answers, `If-Match` on writes (RFC 9110, 8.8.3 and 13.1.1).

A tag is the version of the row, which each change counts up by one. It is for not losing an
update; answers are never left out for it, since they also say who reads them and when.
"""

import re
from typing import TypeVar

from django.http import HttpResponseBase
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from rest_framework.request import Request

from core.errors import Invalid, Refused
from core.events.subjects import Subject

R = TypeVar("R", bound=HttpResponseBase)
MATCH_HEADER = "If-Match"
ANY = "*"
TAG = r'(?:W/)?"[\x21\x23-\x7e\x80-\xff]*"'
TAGS = re.compile(rf"[ \t,]*{TAG}(?:[ \t]*,[ \t]*(?:{TAG})?)*[ \t]*")


class PreconditionFailed(Refused):
    """The row has another version than the caller changed; `details` name the one it has."""

    status = 412
    code = "PRECONDITION_FAILED"

    def __init__(self, version: int | None) -> None:
        said = {"version": version, "etag": None if version is None else tag(version)}
        super().__init__(gettext_lazy("It was changed meanwhile. Look at it again."), said)


def tag(version: int) -> str:
    """The strong tag of a version."""
    return f'"{version}"'


def tagged(response: R, row: Subject) -> R:
    """The answer with the tag of the row it is about."""
    response["ETag"] = tag(row.version)
    return response


def wanted_tags(request: Request) -> list[str] | None:
    """The tags of `If-Match`, `["*"]` for any; None where the caller asks for none.

    Raises:
        Invalid: on `If-Match`, when it is neither `*` nor a list of tags.
    """
    asked = request.headers.get(MATCH_HEADER)
    if asked is None:
        return None
    if asked.strip() == ANY:
        return [ANY]
    if not TAGS.fullmatch(asked):
        raise Invalid(**{MATCH_HEADER: _("Give * or tags as in ETag, separated by commas.")})
    return re.findall(TAG, asked)


def require_match(wanted: list[str] | None, row: Subject | None) -> None:
    """Refuse a write to another version than the caller knows, and hold the row until it is done.

    Within the transaction of the write: what is compared here is what is written over.

    Args:
        wanted: from `wanted_tags`.
        row: any copy of what is written; None for what has no versions.

    Raises:
        PreconditionFailed: no tag is its version's. Weak ones never are.
    """
    if wanted is None:
        return
    version = None if row is None else held_version(row)
    if wanted != [ANY] and (version is None or tag(version) not in wanted):
        raise PreconditionFailed(version)


def held_version(row: Subject) -> int | None:
    """The version of a row as it is now, locked; None where it is gone."""
    rows = type(row)._default_manager.select_for_update()
    return rows.filter(pk=row.pk).values_list("version", flat=True).first()
