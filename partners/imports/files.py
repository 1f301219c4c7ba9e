"""An import's file: looked through as it comes in, kept for a while, read line by line."""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from typing import IO, Any, cast
from uuid import UUID, uuid4

from django.core.files.base import File
from django.core.files.storage import default_storage
from django.utils.translation import gettext as _

from partners.errors import UnusableFile
from partners.imports import hsds
from partners.imports.decoding import encoding_of, text_of
from partners.imports.enums import FileForm, ImportKind
from partners.imports.lines import Line, Problem
from partners.imports.mapping import positions
from partners.imports.tables import read_header, records
from partners.models import Import

PREVIEW = 5
BLOCK = 64 * 1024
JSON_STARTS = ("[", "{")


@dataclass(frozen=True)
class Survey:
    """What a file is, told by reading all of it once.

    Args:
        form: `FileForm`.
        columns: headers as they stand in it; of JSON none.
        total: lines that say something, without the header.
        sha256: of its bytes.
        size: bytes.
        remark: what had to be assumed of its letters; empty when nothing had.
    """

    form: str
    encoding: str
    delimiter: str
    columns: tuple[str, ...]
    total: int
    sha256: str
    size: int
    remark: str


def survey(file: IO[bytes], kind: str) -> Survey:
    """Look through a file.

    Args:
        file: as it came, anywhere in it.
        kind: `ImportKind`; only organizations may come as JSON.

    Raises:
        UnusableFile: nothing can be imported from it, in words for whoever sent it.
    """
    sha256, size = _digest(file)
    file.seek(0)
    encoding = encoding_of(file)
    text = text_of(file, encoding.name)
    try:
        form, delimiter = FileForm.CSV, ""
        columns: tuple[str, ...] = ()
        if _is_json(text, kind):
            form = FileForm.HSDS
            text.seek(0)
            total = sum(1 for _line in hsds.lines(text))
        else:
            text.seek(0)
            table = read_header(text)
            delimiter, columns = table.delimiter, table.columns
            text.seek(0)
            total = sum(1 for _record in records(text, delimiter)) - 1
    finally:
        text.detach()
    if total < 1:
        raise UnusableFile(_("There is nothing in this file but its header."))
    return Survey(form, encoding.name, delimiter, columns, total, sha256, size, encoding.remark)


def keep(file: IO[bytes], import_id: UUID) -> str:
    """Put a file into the store.

    Returns:
        Its key there: of this file alone, as some stores would put a second one in its place.
    """
    file.seek(0)
    return str(default_storage.save(f"imports/{import_id}/{uuid4()}", File(file)))


def forget(key: str) -> None:
    """Delete a file from the store. Harmless twice."""
    default_storage.delete(key)


def lines_of(run: Import, *, after: int = 0) -> Iterator[Line]:
    """The lines of an import's file, from the store.

    Args:
        run: with its mapping.
        after: how many to go past.

    Raises:
        FileNotFoundError: it is not in the store any more.
    """
    with default_storage.open(run.file_key) as file:
        text = text_of(cast("IO[bytes]", file), run.encoding)
        if run.form == FileForm.HSDS:
            yield from islice(hsds.lines(text), after, None)
            return
        rows = records(text, run.delimiter)
        next(rows)
        where = positions(run.columns, run.mapping)
        for record in islice(rows, after, None):
            yield _line(record.line, record.cells, len(run.columns), where)


def preview(run: Import) -> list[list[str]]:
    """The first lines of a table as they stand in it, cut to the width of its header."""
    width = len(run.columns)
    with default_storage.open(run.file_key) as file:
        rows = records(text_of(cast("IO[bytes]", file), run.encoding), run.delimiter)
        return [
            [cell[:80] for cell in (*record.cells, *[""] * width)][:width]
            for record in islice(rows, 1, PREVIEW + 1)
        ]


def _line(number: int, cells: list[str], width: int, where: dict[str, int]) -> Line:
    values = {name: cells[at] if at < len(cells) else "" for name, at in where.items()}
    beyond = [cell for cell in cells[width:] if cell.strip()]
    if not beyond:
        return Line(number, values)
    said = _(
        "This line has %(count)d cells, and the header %(width)d. Does a cell hold the sign that "
        "separates cells? Put it into quotation marks."
    )
    return Line(number, values, [Problem("", said % {"count": len(cells), "width": width})])


def _is_json(text: Any, kind: str) -> bool:
    start = text.read(1)
    while start.isspace():
        start = text.read(1)
    if start not in JSON_STARTS:
        return False
    if kind != ImportKind.ORGANIZATIONS:
        raise UnusableFile(_("Only organizations can come as JSON. Send a CSV file."))
    return True


def _digest(file: IO[bytes]) -> tuple[str, int]:
    file.seek(0)
    digest, size = hashlib.sha256(), 0
    while block := file.read(BLOCK):
        digest.update(block)
        size += len(block)
    return digest.hexdigest(), size
