"""A JSON array read one element at a time, however long it is."""

import json
from collections.abc import Iterator
from typing import Any, TextIO

from partners.errors import UnusableFile

CHUNK = 64 * 1024  # characters
LONGEST_ELEMENT = 2 * 1024 * 1024  # characters
LONGEST_LOOSE_END = 2  # what may stand behind a number that is cut off: `e+`
_SPACE = " \t\n\r"


def elements(file: TextIO) -> Iterator[Any]:
    """The elements of the one array that a file holds.

    Args:
        file: UTF-8 text, read from where it stands.

    Raises:
        UnusableFile: it is no JSON, no array, or holds an element longer than anything we know.
    """
    reader = _Reader(file)
    try:
        if reader.next_sign() != "[":
            raise UnusableFile("not a JSON array")
        reader.skip()
        if reader.next_sign() == "]":
            reader.skip()
        else:
            yield from _until_closed(reader)
        if reader.next_sign():
            raise UnusableFile(f"not JSON: something follows the array{reader.where()}")
    except UnicodeDecodeError as error:
        raise UnusableFile("not UTF-8") from error


def _until_closed(reader: "_Reader") -> Iterator[Any]:
    while True:
        yield reader.element()
        sign = reader.next_sign()
        if sign not in (",", "]"):
            raise UnusableFile(f"not JSON: a comma or the end is missing{reader.where()}")
        reader.skip()
        if sign == "]":
            return


class _Reader:
    """A window that moves over the text of a file and holds no more than one element."""

    def __init__(self, file: TextIO) -> None:
        self._file = file
        self._text = ""
        self._passed = 0  # characters before the window
        self._decoder = json.JSONDecoder()

    def where(self) -> str:
        return f" near character {self._passed + 1}"

    def next_sign(self) -> str:
        """The next character that is no space; empty at the end of the file."""
        while not (stripped := self._text.lstrip(_SPACE)):
            self._drop(len(self._text))
            if not self._more():
                return ""
        self._drop(len(self._text) - len(stripped))
        return self._text[0]

    def skip(self) -> None:
        """Go past the character that `next_sign` found."""
        self._drop(1)

    def element(self) -> Any:
        """The value that starts here.

        A number near the window's end may go on behind it (`12` of `12.5e+3`): it is read again
        with more in sight.
        """
        self.next_sign()
        while True:
            try:
                value, end = self._decoder.raw_decode(self._text)
            except (ValueError, RecursionError) as error:
                # It may merely be cut off: only at the file's end is it surely wrong.
                if len(self._text) > LONGEST_ELEMENT or not self._more(len(self._text)):
                    raise self._unusable(error) from error
                continue
            if end + LONGEST_LOOSE_END < len(self._text) or not self._more():
                self._drop(end)
                return value

    def _unusable(self, error: Exception) -> UnusableFile:
        if isinstance(error, RecursionError):
            return UnusableFile(f"not usable: an entry nested too deeply{self.where()}")
        position = self._passed + getattr(error, "pos", 0) + 1
        return UnusableFile(f"not JSON near character {position}")

    def _more(self, least: int = 0) -> bool:
        """Read on, at least as much again as there is: a long element is then decoded few times."""
        chunk = self._file.read(max(CHUNK, least))
        self._text += chunk
        return bool(chunk)

    def _drop(self, count: int) -> None:
        self._text = self._text[count:]
        self._passed += count
