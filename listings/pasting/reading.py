"""What a pasted table says, line by line, in whatever language its writer counts."""

import csv
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal, InvalidOperation
from functools import cache
from io import StringIO

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext as _

from catalog.enums import Unit
from catalog.folding import fold
from catalog.models import Food
from posts.forms import known_food, unknown_food

MOST = 100
COLUMNS = ("food", "quantity", "unit", "best_before", "note")
SEPARATORS = ("\t", ";", ",")


@dataclass
class Line:
    """One line: as it was typed, and what it means.

    Args:
        number: as an editor counts lines, from 1.
        typed: its cells, in the order of `COLUMNS`.
    """

    number: int
    typed: list[str]
    food: Food | None = None
    quantity: Decimal | None = None
    unit: str = ""
    best_before: date | None = None
    note: str = ""
    errors: list[str] = field(default_factory=list)


def read(text: str) -> list[Line]:
    """The lines of a pasted table; empty ones and a line of headings are left out."""
    rows = enumerate(csv.reader(StringIO(text), delimiter=_separator(text)), start=1)
    said = [(number, [cell.strip() for cell in row]) for number, row in rows if any(row)]
    if said and _is_heading(said[0][1]):
        said = said[1:]
    return [_line(number, cells) for number, cells in said]


def _separator(text: str) -> str:
    """A tab where a spreadsheet was copied, else what the first line is cut by."""
    first = text.strip().splitlines()[0] if text.strip() else ""
    return next((sign for sign in SEPARATORS if sign in first), "\t")


def _is_heading(cells: list[str]) -> bool:
    """A line whose second cell holds no number, and that names no food."""
    second = cells[1] if len(cells) > 1 else ""
    is_numbered = any(sign.isdigit() for sign in second)
    return not is_numbered and known_food("", cells[0]) is None


def _line(number: int, cells: list[str]) -> Line:
    typed = (cells + [""] * len(COLUMNS))[: len(COLUMNS)]
    line = Line(number, typed)
    name, quantity, unit, best_before, line.note = typed
    line.food = known_food("", name) if name else None
    if line.food is None:
        line.errors.append(unknown_food(name) if name else _("Say what food."))
    _read_quantity(line, quantity, unit)
    if best_before:
        _read_day(line, best_before)
    return line


def _read_quantity(line: Line, quantity: str, unit: str) -> None:
    """`3`, `3,5` or, both in one cell, `3 kg`."""
    head = quantity.replace("\N{NO-BREAK SPACE}", " ").lstrip("0123456789., ")
    number = quantity[: len(quantity) - len(head)].replace(" ", "").replace(",", ".")
    unit = unit or head
    try:
        line.quantity = Decimal(number)
    except InvalidOperation:
        line.errors.append(_("“%(text)s” is no quantity.") % {"text": quantity})
    usual = line.food.default_unit if line.food else ""
    line.unit = units_by_name().get(fold(unit), "") if unit else usual
    if not line.unit and (unit or line.food):
        line.errors.append(_("We know no unit called “%(text)s”.") % {"text": unit})


def _read_day(line: Line, text: str) -> None:
    """`2026-11-30`, or `30/11/2026` and `30.11.2026` as people in Europe write."""
    for parts in _orders(text):
        try:
            line.best_before = date(*parts)
            return
        except ValueError:
            continue
    line.errors.append(_("“%(day)s” is no day; write it as 2026-12-25.") % {"day": text})


def _orders(text: str) -> Iterator[tuple[int, int, int]]:
    parts = text.replace("/", "-").replace(".", "-").split("-")
    if len(parts) == 3 and all(part.isdecimal() and len(part) <= 4 for part in parts):
        first, middle, last = (int(part) for part in parts)
        yield (first, middle, last) if len(parts[0]) == 4 else (last, middle, first)


@cache
def units_by_name() -> dict[str, str]:
    """Each unit by its code and by its names in all languages, folded."""
    known = {fold(unit.value): unit.value for unit in Unit}
    for language, _name in settings.LANGUAGES:
        with translation.override(language):
            known |= {fold(str(unit.label)): unit.value for unit in Unit}
    return known
