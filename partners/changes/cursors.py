"""Where a mirror is: how far it has read, since when it goes, and as whom."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _
from rest_framework.request import Request

from accounts.models import Block, Membership, User
from core.api.cursors import decode_cursor, encode_cursor
from core.changes.reading import BEGINNING, Horizon, Noted
from core.errors import Invalid, Refused
from core.idempotency import fingerprint
from partners.changes.kinds import KINDS, kinds_for

LARGEST = 2**63 - 1
PARTS = 5


class ResyncRequired(Refused):
    """What the caller may see has changed as a whole, so no difference can be told."""

    status = 410
    code = "RESYNC_REQUIRED"

    def __init__(self) -> None:
        super().__init__(gettext_lazy("What you may see has changed. Start again without `since`."))


@dataclass(frozen=True)
class Cursor:
    """A place in the book of changes.

    Args:
        place: the last change that was told.
        began: the first transaction that was not certain when this mirror was begun. What was
            changed before and cannot be seen was never told, so it is no loss.
        epoch: what the caller could see then, as a fingerprint.
    """

    place: Noted
    began: int
    epoch: str

    def written(self) -> str:
        place = self.place
        parts = (place.changed_in, place.subject_type, place.subject_id, self.began, self.epoch)
        return encode_cursor(parts)


def read_cursor(text: str | None, *, now: Horizon, epoch: str) -> Cursor:
    """The place that a caller names, or the beginning.

    Raises:
        Invalid: on `since`, when it cannot be read.
        ResyncRequired: it is of another epoch, or of a database that is no more.
    """
    if not text:
        return Cursor(BEGINNING, now.changed_in, epoch)
    cursor = _read(text)
    if cursor.epoch != epoch or max(cursor.place.changed_in, cursor.began) > now.changed_in:
        raise ResyncRequired
    return cursor


def epoch_of(request: Request, server: int) -> str:
    """Whatever decides as a whole what the caller sees, and in which words: when it changes, a
    mirror has to begin anew. In as many queries for any number of blocks and memberships."""
    user, known = request.user, list[Any]()
    if isinstance(user, User):
        blocks = sorted(map(str, Block.objects.partners_of(user)))
        roles = Membership.objects.filter(user=user).values_list("organization_id", "role")
        known = [str(user.pk), blocks, sorted((str(pk), role) for pk, role in roles)]
        known += [sorted(user.diets), sorted(user.avoided_allergens)]
    return fingerprint(server, kinds_for(request), get_language(), known)[:32]


def _read(text: str) -> Cursor:
    try:
        changed_in, kind, subject, began, epoch = decode_cursor(text, length=PARTS)
        numbers = [changed_in, began]
        if not all(type(n) is int and 0 <= n <= LARGEST for n in numbers):
            raise ValueError(numbers)
        if kind not in ("", *KINDS) or not isinstance(epoch, str):
            raise ValueError(kind)
        return Cursor(Noted(changed_in, kind, UUID(str(subject))), began, epoch)
    except (Invalid, ValueError, TypeError) as error:
        raise Invalid(since=_("This cursor cannot be read. Start again without one.")) from error
