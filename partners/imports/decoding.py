"""From bytes to text, whoever wrote them: a file is read once to tell how, in blocks."""

import codecs
from dataclasses import dataclass
from io import TextIOWrapper
from typing import IO

from django.utils.translation import gettext as _

from partners.errors import UnusableFile

BLOCK = 64 * 1024
UTF8, UTF16 = "utf-8", "utf-16"
WINDOWS, LATIN = "cp1252", "latin-1"
UNDEFINED_IN_WINDOWS = b"\x81\x8d\x8f\x90\x9d"
# What people take for a table: a workbook is a ZIP, an old one an OLE container.
WORKBOOKS = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0")


@dataclass(frozen=True)
class Encoding:
    """How a file is written; `remark` says what had to be assumed, empty when nothing had."""

    name: str
    remark: str = ""


def encoding_of(file: IO[bytes]) -> Encoding:
    """How to read a file: a byte order mark says so, else UTF-8 if all of it is, else Windows-1252
    (Latin-1 where it holds signs that Windows does not know).

    Args:
        file: at its beginning; it is read to its end.

    Raises:
        UnusableFile: empty, a workbook, or no text.
    """
    head = file.read(BLOCK)
    if not head:
        raise UnusableFile(_("This file is empty."))
    if head.startswith(WORKBOOKS):
        raise UnusableFile(
            _("This is a workbook, not a CSV file. Open it and save it as “CSV UTF-8”.")
        )
    if head.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        _require_all(file, head, UTF16)
        return Encoding(UTF16)
    if head.startswith(codecs.BOM_UTF8):
        _require_all(file, head, UTF8)
        return Encoding("utf-8-sig")
    return _unmarked(file, head)


def text_of(file: IO[bytes], encoding: str) -> TextIOWrapper:
    """The text of a file from its beginning, its line ends as they are."""
    file.seek(0)
    return TextIOWrapper(file, encoding=encoding, newline="")


def _unmarked(file: IO[bytes], head: bytes) -> Encoding:
    decoder = codecs.getincrementaldecoder(UTF8)()
    is_utf8, is_windows, lines = True, True, 1
    block = head
    while block:
        if b"\0" in block:
            raise _holds_nul(lines + block[: block.index(b"\0")].count(b"\n"))
        lines += block.count(b"\n")
        is_windows = is_windows and not any(sign in block for sign in UNDEFINED_IN_WINDOWS)
        if is_utf8:
            is_utf8 = _decodes(decoder, block)
        block = file.read(BLOCK)
    if is_utf8 and _decodes(decoder, b"", final=True):
        return Encoding(UTF8)
    name = WINDOWS if is_windows else LATIN
    called = "Windows-1252" if is_windows else "Latin-1"
    return Encoding(
        name,
        _(
            "The file is not in UTF-8; it was read as %(encoding)s. "
            "Look whether letters such as é and ñ are right."
        )
        % {"encoding": called},
    )


def _decodes(decoder: codecs.IncrementalDecoder, block: bytes, *, final: bool = False) -> bool:
    try:
        decoder.decode(block, final)
    except UnicodeDecodeError:
        return False
    return True


def _require_all(file: IO[bytes], head: bytes, name: str) -> None:
    """Refuse what its mark says is in an encoding, and is not."""
    decoder = codecs.getincrementaldecoder(name)()
    block, lines = head, 1
    while True:
        try:
            text = decoder.decode(block, final=not block)
        except UnicodeDecodeError as error:
            said = _("The file says that it is in %(encoding)s, but it is damaged near line %(n)d.")
            raise UnusableFile(said % {"encoding": name.upper(), "n": lines}) from error
        if "\0" in text:
            raise _holds_nul(lines + text[: text.index("\0")].count("\n"))
        if not block:
            return
        lines += text.count("\n")
        block = file.read(BLOCK)


def _holds_nul(line: int) -> UnusableFile:
    return UnusableFile(
        _("Line %(n)d holds a character that no text has (NUL): this is not a text file.")
        % {"n": line}
    )
