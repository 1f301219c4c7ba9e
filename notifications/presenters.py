"""What the pages of notifications show, as ready strings."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.urls import reverse

from accounts.models import User
from core import moments
from notifications.models import Notification
from notifications.telling import Told, tell


@dataclass(frozen=True)
class Row:
    """One line of the list; `is_gone` leads nowhere."""

    id: str
    title: str
    text: str
    action: str
    open_url: str
    when: str
    when_iso: str
    when_title: str
    is_unread: bool
    is_gone: bool


def rows(notifications: Sequence[Notification], reader: User) -> list[Row]:
    """A page of the list, for its recipient."""
    told = {each.id: each for each in tell(notifications, reader)}
    return [_row(row, told[row.pk]) for row in notifications if row.pk in told]


def _row(row: Notification, told: Told) -> Row:
    when = moments.moment(row.created_at)
    return Row(
        id=str(row.pk),
        title=told.title,
        text=told.text,
        action=told.action,
        open_url=reverse("notifications:open", args=[row.pk]),
        when=when.text,
        when_iso=when.iso,
        when_title=when.exact,
        is_unread=row.read_at is None,
        is_gone=told.is_gone,
    )
