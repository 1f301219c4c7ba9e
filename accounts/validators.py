"""What a preference or an opening hour may be; models, forms and the API share these."""

import re
from datetime import date
from functools import cache
from itertools import pairwise
from zoneinfo import available_timezones

from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from accounts.enums import Weekday
from core import clock
from core.geo import cells

FIRST_BIRTH_YEAR = 1900
NICKNAME = re.compile(r"[\w][\w .'’-]*")
MOST_SPECIAL_DAYS = 40
TIME_OF_DAY = re.compile(r"([01]\d|2[0-3]):[0-5]\d|24:00")


@cache
def timezone_names() -> frozenset[str]:
    return frozenset(available_timezones())


def validate_timezone(value: str) -> None:
    if value not in timezone_names():
        raise ValidationError(_("This time zone is not known."), code="timezone")


def validate_language(value: str) -> None:
    if value not in dict(settings.LANGUAGES):
        raise ValidationError(_("This language is not available."), code="language")


def validate_cell(value: str) -> None:
    if not cells.is_cell(value):
        raise ValidationError(_("This is not a geohash."), code="cell")


def validate_nickname(value: str) -> None:
    if not NICKNAME.fullmatch(value):
        raise ValidationError(
            _("A nickname has letters, digits, spaces, dots, hyphens and apostrophes."),
            code="nickname",
        )


def validate_tag(value: str) -> None:
    if not value.strip() or "," in value or not value.isprintable():
        raise ValidationError(_("Words are separated by commas."), code="tag")


def validate_birth_date(value: date) -> None:
    if not value.year >= FIRST_BIRTH_YEAR or value > clock.today():
        raise ValidationError(_("This is no date of birth."), code="birth_date")


def validate_opening_hours(value: object) -> None:
    """Accept `{"mon": [["09:00", "12:30"], …], …}`: local times, in order, not overlapping."""
    if not isinstance(value, dict) or not set(value) <= set(Weekday.values):
        raise ValidationError(
            _("Opening hours are given by weekday: mon, tue, wed, thu, fri, sat, sun."),
            code="opening_hours",
        )
    for spans in value.values():
        if not _in_order(spans):
            raise ValidationError(
                _("Each day holds pairs of times such as 09:00 and 12:30, in order."),
                code="opening_hours",
            )


def validate_special_days(value: object) -> None:
    """Accept `{"2026-12-25": [], "2026-12-24": [["09:00", "12:00"]], …}`: days with hours of their
    own; none at all says closed."""
    if not isinstance(value, dict) or len(value) > MOST_SPECIAL_DAYS:
        raise ValidationError(
            _("At most %(most)s special days, each with its hours.") % {"most": MOST_SPECIAL_DAYS},
            code="special_days",
        )
    for day, spans in value.items():
        if not _is_day(day):
            raise ValidationError(
                _("“%(day)s” is no day; write it as 2026-12-25.") % {"day": day},
                code="special_days",
            )
        if not _in_order(spans):
            raise ValidationError(
                _("Opening hours of a day are times such as 09:00, in order, and do not overlap."),
                code="special_days",
            )


def _is_day(text: object) -> bool:
    try:
        return isinstance(text, str) and date.fromisoformat(text).isoformat() == text
    except ValueError:
        return False


def _in_order(spans: object) -> bool:
    """Whether spans are pairs of clock times that follow each other."""
    if not isinstance(spans, list):
        return False
    times: list[str] = []
    for span in spans:
        if not (isinstance(span, list) and len(span) == 2):
            return False
        times += span
    return (
        len(times) <= 12
        and all(isinstance(time, str) and TIME_OF_DAY.fullmatch(time) for time in times)
        and all(earlier < later for earlier, later in pairwise(times))
    )
