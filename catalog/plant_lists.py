"""Reading lists of plants that others wrote: two columns, scientific name and common names.

Such lists are dirty: no header, half the names missing, letters lost on the way, sentences where
a name should be. What can be understood is; what can't is reported by line, and nothing stops.
"""

import csv
import re
import unicodedata
from collections import deque
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from io import TextIOWrapper
from typing import BinaryIO, TextIO

from catalog.folding import fold

LONGEST_NAME = 100
LONGEST_LINE = 20_000
MOST_LINES_A_ROW = 5
SCIENTIFIC_HEADINGS = {"scientific name", "scientific names", "scientific", "binomial name"}
COMMON_HEADINGS = {"common name", "common names", "name", "names", "common"}

# `Acerola (Malpighia glabra; Malpighiaceae), also called …`: a common name that brings its
# scientific one, and maybe a remark.
COMMON_WITH_SCIENTIFIC = re.compile(
    r"(?P<common>[^();]+?) *"
    r"\((?P<scientific>[A-Z][a-z]+ (?:× ?)?[a-z][a-z-]+(?: (?:var|ssp|subsp|f)\.? [a-z-]+)?)"
    r"(?: *[;,][^()]*)?\)(?:[,;. ].*)?"
)
# A genus, then words; a comma or a semicolon starts a sentence or a second plant.
SCIENTIFIC = re.compile(r"[^\W\d_][\w.'’×-]*(?: \(?[\w.'’×-]+\)?)*")
COMMON = re.compile(r"[\w'’ʻ`][^\x00-\x1f<>{}\[\]|\\=:@#^~*?�]*")
LOST_REMARK = re.compile(r" *\([^()]*\?[^()]*\)")
BETWEEN_NAMES = re.compile(r"[,;\n](?![^()]*\))")
UNDECODED = re.compile(r"[\udc80-\udcff]")

Report = Callable[[int, str], None]


@dataclass(frozen=True)
class Plant:
    """One row understood: a scientific name, common names, or both."""

    line: int
    scientific_name: str
    names: tuple[str, ...]


class Unreadable(Exception):
    """Why a row cannot be taken."""


def read_plants(file: BinaryIO, reject: Report, leave_out: Report) -> Iterator[Plant]:
    """The rows of a CSV file, one after the other, never more than a few lines in memory.

    Args:
        file: UTF-8, with or without a byte order mark and a heading.
        reject: told the line and the reason for each row that is left out.
        leave_out: told the line and the name where one common name of a good row is unusable.
    """
    text = TextIOWrapper(file, encoding="utf-8-sig", errors="surrogateescape", newline=None)
    swapped = False
    for number, cells in _rows(text, reject):
        headings = [fold(cell) for cell in cells]
        if number == 1 and SCIENTIFIC_HEADINGS & set(headings):
            swapped = headings[0] in COMMON_HEADINGS
            continue
        try:
            plant, unusable = _plant(number, cells[::-1] if swapped else cells)
        except Unreadable as error:
            reject(number, str(error))
            continue
        for name in unusable:
            leave_out(number, name)
        yield plant


def _rows(text: TextIO, reject: Report) -> Iterator[tuple[int, list[str]]]:
    """Cells of each row and the line it starts on; a quoted cell may span a few lines."""
    lines = _lines(text, reject)
    again: deque[tuple[int, str]] = deque()
    while taken := _take(lines, again):
        number, text_of_row = taken[0][0], "".join(line for _, line in taken)
        try:
            if text_of_row.count('"') % 2:
                raise csv.Error("a quote is not closed")
            cells = next(csv.reader([text_of_row], strict=True), [])
        except csv.Error as error:
            reject(number, f"not readable as CSV: {error}")
            # Only its first line is surely bad: the others are read on their own.
            again.extendleft(reversed(taken[1:]))
            continue
        if text_of_row.strip():
            yield number, cells


def _take(lines: Iterator[tuple[int, str]], again: deque[tuple[int, str]]) -> list[tuple[int, str]]:
    """The lines of one row: more than one while a quote is open."""
    taken: list[tuple[int, str]] = []
    quotes = 0
    while not taken or (quotes % 2 and len(taken) < MOST_LINES_A_ROW):
        line = again.popleft() if again else next(lines, None)
        if line is None:
            break
        taken.append(line)
        quotes += line[1].count('"')
    return taken


def _lines(text: TextIO, reject: Report) -> Iterator[tuple[int, str]]:
    number = 0
    while line := text.readline(LONGEST_LINE):
        number += 1
        too_long = len(line) == LONGEST_LINE and not line.endswith("\n")
        if too_long:
            while (rest := text.readline(LONGEST_LINE)) and not rest.endswith("\n"):
                pass
            reject(number, "the line is too long")
        elif UNDECODED.search(line):
            reject(number, "not UTF-8")
        else:
            yield number, line


def _plant(number: int, cells: list[str]) -> tuple[Plant, list[str]]:
    """The plant of a row, and those of its common names that are unusable."""
    while len(cells) > 2 and not cells[-1].strip():
        cells = cells[:-1]
    if len(cells) > 2:
        raise Unreadable(f"{len(cells)} columns where two are expected")
    scientific, common = [*cells, ""][:2]
    own, scientific = _scientific(scientific)
    if not scientific and not own:
        own, scientific = _named_with_scientific(_clean(common))
        common = "" if own else common
    found = [_clean(name).strip('"“” ') for name in BETWEEN_NAMES.split(common)]
    found = [LOST_REMARK.sub("", name) for name in found]
    names = [name for name in found if name]
    usable = [name for name in names if _usable(name)]
    if own:
        usable.insert(0, own)
    if not scientific and not usable:
        raise Unreadable("no name that can be read")
    unusable = [name for name in names if name not in usable]
    return Plant(number, scientific, tuple(usable)), unusable


def _scientific(cell: str) -> tuple[str, str]:
    """The common name hidden in a first column, and the scientific name; either may be empty."""
    if "\n" in cell.strip():
        raise Unreadable("a line break in the scientific name")
    name = _clean(cell)
    if not name:
        return "", ""
    if "?" in name or "\N{REPLACEMENT CHARACTER}" in name:
        raise Unreadable(f"letters are lost in “{name}”")
    common, scientific = _named_with_scientific(name)
    if common:
        return common, scientific
    if len(name) > LONGEST_NAME or not SCIENTIFIC.fullmatch(name):
        raise Unreadable(f"not a scientific name: “{name[:LONGEST_NAME]}”")
    return "", name


def _named_with_scientific(name: str) -> tuple[str, str]:
    match = COMMON_WITH_SCIENTIFIC.fullmatch(name)
    if match and _usable(match["common"]):
        return match["common"], match["scientific"]
    return "", ""


def _usable(name: str) -> bool:
    return (
        2 <= len(name) <= LONGEST_NAME
        and COMMON.fullmatch(name) is not None
        and any(char.isalpha() for char in name)
    )


def _clean(text: str) -> str:
    """Composed letters, single spaces, no invisible characters; Windows quotes put right.

    Raises:
        Unreadable: a control character is left.
    """
    repaired = "".join(_windows(char) if "\x80" <= char <= "\x9f" else char for char in text)
    visible = [char for char in repaired if unicodedata.category(char) != "Cf"]
    clean = " ".join(unicodedata.normalize("NFC", "".join(visible)).split()).strip(" ,;")
    if any(unicodedata.category(char) in {"Cc", "Cs", "Co", "Cn"} for char in clean):
        raise Unreadable("a control character")
    return clean


def _windows(char: str) -> str:
    """What a byte of Windows-1252 meant that was read as Latin-1; nothing where it meant none."""
    return char.encode("latin-1").decode("cp1252", errors="ignore")
