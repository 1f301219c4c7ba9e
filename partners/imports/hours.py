"""Opening hours in one cell: `mon 9:00-12:00, 14:00-18:00; sat-sun 10:00-13:00`."""

import re
from functools import cache

from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils import translation
from django.utils.translation import gettext as _

from accounts.enums import Weekday
from accounts.forms.organization import HoursField
from accounts.validators import validate_opening_hours
from catalog.folding import fold
from partners.imports.values import Unread, shown

Spans = list[list[str]]
DAYS = list(Weekday.values)
LONGEST = 2_000  # characters; the longest weeks that can be kept have half of them
PART = re.compile(r"\s*([^\d\s:–-]+)\.?(?:\s*[-–]\s*([^\d\s:–-]+)\.?)?\s*:?\s*(\d.*)")


def opening_hours(text: str) -> dict[str, Spans]:
    """Spans of times by weekday, as organizations keep them.

    Raises:
        Unread: a day or a time that is none.
    """
    # Neither long nor with long runs of spaces: patterns take their time with both.
    parts = [" ".join(part.split()) for part in re.split(r"[;\n|]", text)]
    if sum(map(len, parts)) > LONGEST:
        raise _unread(text)
    hours: dict[str, Spans] = {}
    for part in filter(None, parts):
        found = PART.fullmatch(part)
        if found is None:
            raise _unread(part)
        first, last = _day(found[1]), _day(found[2] or found[1])
        spans = _spans(found[3], part)
        for day in _days(first, last):
            hours[day] = sorted([*hours.get(day, []), *spans])
    try:
        validate_opening_hours(hours)
    except ValidationError as error:
        raise Unread(" ".join(error.messages)) from error
    return hours


def _spans(text: str, part: str) -> Spans:
    try:
        spans: Spans = HoursField().to_python(text.replace(" to ", "-"))
    except ValidationError as error:
        raise _unread(part) from error
    return spans


def _days(first: str, last: str) -> list[str]:
    start, end = DAYS.index(first), DAYS.index(last)
    return [DAYS[(start + n) % 7] for n in range((end - start) % 7 + 1)]


def _day(word: str) -> str:
    if day := _names().get(fold(word)):
        return day
    raise Unread(_("“%(text)s” is no day of the week.") % {"text": shown(word)})


@cache
def _names() -> dict[str, str]:
    """Each weekday by its code and its names, and by their first letters where that is enough."""
    known: dict[str, set[str]] = {}
    for day in Weekday:
        known.setdefault(day.value, set()).add(day.value)
        for language, _name in settings.LANGUAGES:
            with translation.override(language):
                name = fold(str(day.label))
            for length in (2, 3, 4, len(name)):
                known.setdefault(name[:length], set()).add(day.value)
    return {word: next(iter(days)) for word, days in known.items() if len(days) == 1}


def _unread(part: str) -> Unread:
    said = _("“%(text)s” are no opening hours; write them as mon 9:00-12:30, 14:00-18:00.")
    return Unread(said % {"text": shown(part)})
