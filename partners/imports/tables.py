"""CSV as it is found: any of four delimiters, any line ends, cells over several lines; one record
at a time."""

import csv
import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import chain
from typing import Self, TextIO

from django.utils.translation import gettext as _

from partners.errors import UnusableFile

# In the order in which they win when a header has as many of each.
DELIMITERS = ("\t", ";", ",", "|")
LONGEST_CELL = 100_000  # characters; csv's own limit is a little above
LONGEST_LINE = 1_000_000  # characters; of a record over several lines, too
MOST_COLUMNS = 200
LONGEST_NAME = 120
SEP = re.compile("sep=(.)")  # how Excel names the delimiter in a line of its own
_END = "\x04the end of the file\x04"


@dataclass(frozen=True)
class Record:
    """One line of a table; `line` is where it starts, counted from 1 as an editor does."""

    line: int
    cells: list[str]


@dataclass(frozen=True)
class Table:
    """How a file is cut: its delimiter, and the names of its columns as they stand in it."""

    delimiter: str
    columns: tuple[str, ...]


def read_header(text: TextIO) -> Table:
    """Tell how a table is cut by its first line that says something.

    Args:
        text: at its beginning; read a little way.

    Raises:
        UnusableFile: there is none, or it is too wide.
    """
    lines = _lines(text)
    delimiter = ""
    for line in lines:
        if found := SEP.fullmatch(line.strip("\r\n")):
            delimiter = found[1]
        elif line.strip():
            delimiter = delimiter or _delimiter_of(line)
            break
    else:
        raise UnusableFile(_("There is no line in this file."))
    text.seek(0)
    first = next(records(text, delimiter), None)
    if first is None:
        raise UnusableFile(_("There is no line in this file."))
    columns = tuple(" ".join(cell.split())[:LONGEST_NAME] for cell in first.cells)
    if len(columns) > MOST_COLUMNS:
        raise UnusableFile(_("At most %(most)d columns.") % {"most": MOST_COLUMNS})
    return Table(delimiter, columns)


def records(text: TextIO, delimiter: str) -> Iterator[Record]:
    """The records of a table, the header first; blank ones are left out.

    Args:
        text: at its beginning.
        delimiter: one character.

    Raises:
        UnusableFile: a cell or line too long, or a quotation mark that is never closed.
    """
    feed = _Feed(text)
    reader = csv.reader(feed, delimiter=delimiter)
    start = 1
    while True:
        feed.begin()
        try:
            cells = next(reader, None)
        except csv.Error as error:
            raise _too_long(start) from error
        if cells is None or cells == [_END]:
            return
        if cells and cells[-1].endswith(_END):
            said = _("A quotation mark in the lines from %(n)d on is never closed.")
            raise UnusableFile(said % {"n": start})
        if any(len(cell) > LONGEST_CELL for cell in cells):
            raise _too_long(start)
        is_sep = start == 1 and SEP.fullmatch(delimiter.join(cells)) is not None
        if any(cell.strip() for cell in cells) and not is_sep:
            yield Record(start, cells)
        start = reader.line_num + 1


class _Feed:
    """Gives `csv` its lines, no more of them for one record than a line may be long: quotation
    marks could else hold all of a file together. The last line only stands alone if none was left
    open."""

    def __init__(self, text: TextIO) -> None:
        self._lines = chain(_lines(text), [_END])
        self._number = self._start = 0
        self._length = 0

    def begin(self) -> None:
        """What comes is of another record."""
        self._start, self._length = self._number + 1, 0

    def __iter__(self) -> Self:
        return self

    def __next__(self) -> str:
        line = next(self._lines)
        self._number += 1
        self._length += len(line)
        if self._length > LONGEST_LINE:
            raise _line_too_long(self._start)
        return line


def _lines(text: TextIO) -> Iterator[str]:
    number = 1
    while line := text.readline(LONGEST_LINE):
        if len(line) == LONGEST_LINE:
            raise _line_too_long(number)
        number += 1
        yield line if line.endswith(("\n", "\r")) else line + "\n"


def _line_too_long(line: int) -> UnusableFile:
    said = _("Line %(n)d is longer than a line of a table can be.")
    return UnusableFile(said % {"n": line})


def _too_long(line: int) -> UnusableFile:
    said = _(
        "A cell in the line that starts at %(n)d is longer than %(most)d characters. "
        "Is a quotation mark never closed?"
    )
    return UnusableFile(said % {"n": line, "most": LONGEST_CELL})


def _delimiter_of(line: str) -> str:
    """The sign that cuts a header into most parts, outside of quotation marks."""
    bare = re.sub(r'"[^"]*("|$)', "", line)
    counts = {sign: bare.count(sign) for sign in DELIMITERS}
    most = max(counts.values())
    return next(sign for sign in DELIMITERS if counts[sign] == most) if most else ","
