"""Times as people say them, in the viewer's zone and language: “until Sunday 18:00”."""

from dataclasses import dataclass
from datetime import datetime

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from core import clock

DAYS_BY_NAME = 6
CLOCK_TIME = "H:i"


@dataclass(frozen=True)
class Told:
    """A time or a span, ready for a page.

    Args:
        text: as people say it.
        iso: the moment that counts, for machines.
        exact: with weekday and date, for hovering and screen readers.
    """

    text: str
    iso: str
    exact: str


def moment(at: datetime) -> Told:
    """One moment: “today 18:00”, “Sunday 18:00”, “22 November, 18:00”."""
    return Told(_said(at), at.isoformat(), exact_text(at))


def until(end: datetime) -> Told:
    """Up to a moment: “until Sunday 18:00”."""
    return Told(_("until %(end)s") % {"end": _said(end)}, end.isoformat(), exact_text(end))


def span(start: datetime, end: datetime) -> Told:
    """From one moment to another; of one that has begun, until when: what is still ahead counts."""
    if start <= clock.now() < end:
        return until(end)
    text = f"{_said(start)} – {_said(end)}"
    if timezone.localtime(start).date() == timezone.localtime(end).date():
        text = f"{_said(start)}–{_clock_time(end)}"
    return Told(text, start.isoformat(), f"{exact_text(start)} – {exact_text(end)}")


def exact_text(at: datetime) -> str:
    """With weekday and year: “Sunday 22 November 2026, 18:00”."""
    local = timezone.localtime(at)
    return f"{date_format(local, 'l')} {date_format(local, 'DATE_FORMAT')}, {_clock_time(at)}"


def _said(at: datetime) -> str:
    local = timezone.localtime(at)
    days_ahead = (local.date() - timezone.localtime(clock.now()).date()).days
    if days_ahead in (0, 1, -1):
        day = [pgettext("day", "today"), pgettext("day", "tomorrow"), pgettext("day", "yesterday")]
        return f"{day[days_ahead]} {_clock_time(at)}"
    if 1 < days_ahead <= DAYS_BY_NAME:
        return f"{date_format(local, 'l')} {_clock_time(at)}"
    return f"{date_format(local, 'MONTH_DAY_FORMAT')}, {_clock_time(at)}"


def _clock_time(at: datetime) -> str:
    return date_format(timezone.localtime(at), CLOCK_TIME)
