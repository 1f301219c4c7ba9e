"""What one cell says: numbers, days, moments, units and choices, as people write them.

Each reader takes the cell without space around it, and raises `Unread` with a sentence for whoever
wrote it. What can be read in two ways is refused: a guess would be wrong for some.
"""

import re
from collections.abc import Iterable
from datetime import MAXYEAR, MINYEAR, UTC, date, datetime, time
from decimal import Decimal, InvalidOperation
from functools import cache
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db.models import Choices
from django.utils import translation
from django.utils.translation import gettext as _

from catalog.folding import fold
from core.spreadsheets import FORMULA_STARTS
from listings.pasting.reading import units_by_name
from posts.evenings import end_of

SHOWN = 40
NUMBER = re.compile(r"[+-]?[0-9][0-9.,' \u00a0\u202f]*")
DAY = re.compile(r"(\d{1,4})[-/. ](\d{1,2})[-/. ](\d{1,4})")
HOUR = re.compile(r"(\d{1,2})(?:[:.h](\d{2}))?(?::\d{2})?\s*(h|am|pm)?", re.IGNORECASE)
DAY_FIRST = ("es", "fr")
COMMA = ("es", "fr")
YES = frozenset(["yes", "y", "true", "1", "x", "si", "s", "verdadero", "oui", "o", "vrai"])
NO = frozenset(["no", "n", "false", "0", "falso", "non", "faux"])
# Beside the names that units have on our own pages.
UNIT_WORDS = {
    "kg": "kilo kilos kgs kilogram kilogramo kilogramme quilo",
    "g": "gr grs gram grams gramo gramos gramme grammes",
    "l": "lt ltr litre liter liters litro litros litres",
    "ml": "mililitro millilitre",
    "piece": "pc pcs unit units each ud uds unidad pieza pza u un piece unite unites pce",
    "bunch": "bundle manojo atado botte bouquet",
    "dozen": "dz doz docena douzaine",
    "loaf": "loafs barra hogaza pain miche",
    "jar": "jars tarro bote frasco bocal pot",
    "tin": "can cans tins lata conserva boite boites conserve",
    "bag": "sack bags bolsa saco sac sachet",
    "box": "crate case boxes caja carton caisse",
    "tray": "trays bandeja barquette plateau",
    "portion": "serving servings meal meals racion porcion portion repas",
    "pack": "packet packets paquete pack paquet",
    "bottle": "bottles botella bouteille",
}


class Unread(Exception):
    """A cell that cannot be read; the message says why."""


def bare(cell: str) -> str:
    """A cell without the space around it, nor the apostrophe that our own exports put before what
    a spreadsheet would take for a formula."""
    text = cell.strip()
    if text.startswith("'") and text[1:].startswith(FORMULA_STARTS):
        return text[1:].strip()
    return text


def shown(text: str) -> str:
    """A value as a message quotes it."""
    short = " ".join(text.split())
    return short if len(short) <= SHOWN else f"{short[:SHOWN]}…"


def number(text: str, language: str) -> Decimal:
    """`3`, `2.5`, `2,5`, `1 000`, `1.000,5`.

    The last of two different signs is the decimal one. One sign alone is, too, unless three digits
    follow it: `1,000` is a thousand to some and one to others, and only clear where it is the
    decimal sign of the language.

    Raises:
        Unread: no number, or one that can be read in two ways.
    """
    if not NUMBER.fullmatch(text):
        raise Unread(_("“%(text)s” is no number.") % {"text": shown(text)})
    digits = re.sub(r"[' \u00a0\u202f]", "", text)
    signs = [sign for sign in digits if sign in ".,"]
    if len(set(signs)) == 2:
        mark = signs[-1]
        digits = digits.replace("," if mark == "." else ".", "")
    elif len(signs) == 1:
        mark = signs[0]
        _require_clear(text, digits, mark, language)
    else:
        mark = "."
        digits = re.sub("[.,]", "", digits) if _are_groups(digits) else digits
    try:
        return Decimal(digits.replace(mark, "."))
    except InvalidOperation as error:
        raise Unread(_("“%(text)s” is no number.") % {"text": shown(text)}) from error


def _are_groups(digits: str) -> bool:
    return re.fullmatch(r"[+-]?\d{1,3}(?:[.,]\d{3}){2,}", digits) is not None


def _require_clear(text: str, digits: str, mark: str, language: str) -> None:
    head, _mark, tail = digits.lstrip("+-").partition(mark)
    is_own = mark == ("," if language in COMMA else ".")
    if len(tail) == 3 and len(head) <= 3 and not head.startswith("0") and not is_own:
        said = _("“%(text)s” can be read as %(small)s or as %(large)s. Leave out “%(mark)s”.")
        small = f"{head}{',' if language in COMMA else '.'}{tail}"
        told = {"text": shown(text), "small": small, "large": head + tail, "mark": mark}
        raise Unread(said % told)


def amount(text: str, language: str) -> tuple[Decimal, str]:
    """A number, and the unit written behind it (empty without one): `2,5 kg`."""
    found = NUMBER.match(text)
    if found is None:
        raise Unread(_("“%(text)s” is no quantity.") % {"text": shown(text)})
    rest = text[found.end() :].strip()
    return number(found[0].strip(), language), unit(rest) if rest else ""


def unit(text: str) -> str:
    """A unit by its code, or its name in any of our languages."""
    if known := _units().get(fold(text)):
        return known
    raise Unread(_("We know no unit called “%(text)s”.") % {"text": shown(text)})


def day(text: str, language: str) -> date:
    """`2026-11-30`; or day, month and year, where that cannot be month, day and year.

    In Spanish and French the day comes first. In English it may be either, so a date that makes
    sense both ways is refused.

    Raises:
        Unread: no day, or two.
    """
    found = DAY.fullmatch(text.partition("T")[0].strip())
    if found is None:
        raise Unread(_no_day(text))
    first, middle, last = (int(part) for part in found.groups())
    if len(found[1]) == 4 and len(found[3]) <= 2:
        return _day_of(text, first, middle, last)
    if len(found[3]) != 4 or len(found[1]) > 2:
        raise Unread(_no_day(text))
    orders = [(last, middle, first)]
    if language not in DAY_FIRST:
        orders.append((last, first, middle))
    readings = {made for order in orders if (made := _made(*order))}
    if len(readings) == 2:
        one, other = sorted(readings)
        said = _("“%(text)s” can be read as %(one)s or as %(other)s. Write it like one of these.")
        raise Unread(said % {"text": shown(text), "one": one, "other": other})
    if not readings:
        raise Unread(_no_day(text))
    return readings.pop()


def moment(text: str, language: str, zone: str, *, is_end: bool) -> datetime:
    """A day, with or without an hour: `2026-11-30 14:00`, `30/11/2026 14h30`; an offset is kept.

    Args:
        text: of the cell.
        language: decides the order of day and month.
        zone: of times without an offset, IANA name.
        is_end: whether a day alone means its end; else its beginning.

    Raises:
        Unread: no moment, or one beyond our calendar.
    """
    try:
        return _on_the_calendar(_moment(text, language, zone, is_end=is_end))
    except OverflowError as error:
        raise _too_far() from error


def last_moment(on: date, zone: str) -> datetime:
    """The moment at which a day ends in a time zone.

    Raises:
        Unread: our calendar ends before it.
    """
    try:
        return _on_the_calendar(end_of(on, zone))
    except OverflowError as error:
        raise _too_far() from error


def _moment(text: str, language: str, zone: str, *, is_end: bool) -> datetime:
    try:
        whole = datetime.fromisoformat(text)
    except ValueError:
        whole = None
    if whole is not None and whole.tzinfo is not None:
        return whole.astimezone(UTC)
    if whole is not None and len(text) > len("2026-11-30"):
        return whole.replace(tzinfo=ZoneInfo(zone)).astimezone(UTC)
    date_text, _space, hour_text = text.replace("T", " ").partition(" ")
    on = day(date_text, language)
    if not hour_text.strip():
        start = datetime.combine(on, time(0), ZoneInfo(zone)).astimezone(UTC)
        return end_of(on, zone) if is_end else start
    return datetime.combine(on, _hour(hour_text.strip(), text), ZoneInfo(zone)).astimezone(UTC)


def flag(text: str) -> bool:
    """Yes or no, in any of our languages."""
    said = fold(text)
    if said in YES or said in NO:
        return said in YES
    raise Unread(_("“%(text)s” is neither yes nor no.") % {"text": shown(text)})


def choice(text: str, choices: type[Choices]) -> str:
    """One of a list, by its code or its name in any of our languages."""
    if (known := _names_of(choices).get(fold(text))) is not None:
        return known
    names = ", ".join(str(label) for label in choices.labels)
    raise Unread(
        _("“%(text)s” is none of: %(names)s.") % {"text": shown(text), "names": names[:300]}
    )


def several(text: str, choices: type[Choices]) -> list[str]:
    """Some of a list, separated by commas, semicolons, bars or slashes."""
    parts = [part.strip() for part in re.split(r"[,;|/]", text)]
    return sorted({choice(part, choices) for part in parts if part})


def degrees(text: str, most: int) -> float:
    """Degrees north or east, at most `most` of them."""
    try:
        value = float(text.replace(",", "."))
    except ValueError:
        value = float("nan")
    if not abs(value) <= most:
        raise Unread(_("“%(text)s” is no place on earth in degrees.") % {"text": shown(text)})
    return value


def _hour(text: str, whole: str) -> time:
    found = HOUR.fullmatch(text)
    hour, minute = (int(found[1]), int(found[2] or 0)) if found else (99, 0)
    half = (found[3] or "").lower() if found else ""
    if half in ("am", "pm") and hour <= 12:
        hour = hour % 12 + (12 if half == "pm" else 0)
    try:
        return time(hour, minute)
    except ValueError as error:
        said = _("“%(text)s” is no time; write it as 2026-12-25 14:00.")
        raise Unread(said % {"text": shown(whole)}) from error


def _day_of(text: str, year: int, month: int, number_of_day: int) -> date:
    if made := _made(year, month, number_of_day):
        return made
    raise Unread(_no_day(text))


def _made(year: int, month: int, number_of_day: int) -> date | None:
    try:
        return date(year, month, number_of_day)
    except ValueError:
        return None


def _on_the_calendar(moment: datetime) -> datetime:
    """A moment around which there is room to count: not in the first year there is, or the last."""
    if not MINYEAR < moment.year < MAXYEAR:
        raise _too_far()
    return moment


def _too_far() -> Unread:
    return Unread(_("This is too far away: at most ten years."))


def _no_day(text: str) -> str:
    return _("“%(day)s” is no day; write it as 2026-12-25.") % {"day": shown(text)}


@cache
def _units() -> dict[str, str]:
    words = {word: code for code, said in UNIT_WORDS.items() for word in said.split()}
    return {**words, **units_by_name()}


@cache
def _names_of(choices: type[Choices]) -> dict[str, str]:
    known = {fold(str(value)): str(value) for value in choices.values}
    for language in _languages():
        with translation.override(language):
            known |= {
                fold(str(label)): str(value)
                for value, label in zip(choices.values, choices.labels, strict=True)
            }
    return known


def _languages() -> Iterable[str]:
    return (code for code, _name in settings.LANGUAGES)
