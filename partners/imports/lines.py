"""One line of a file: what its cells say by field, and what is wrong with them."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, TypeVar

from django.utils.translation import gettext as _

from core.errors import Invalid, Refused
from partners.imports.values import Unread, bare

T = TypeVar("T")


@dataclass(frozen=True)
class Problem:
    """What is wrong, and with which field; empty for the whole line."""

    field: str
    message: str


class RefusedCells(Exception):
    """A line that cannot be read; `problems` says why, cell by cell."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        super().__init__(len(problems))
        self.problems = list(problems)


@dataclass
class Line:
    """A line by field.

    Args:
        number: where it starts, as an editor counts; of JSON, its place in the array.
        values: field → cell; only of fields that the file has a column for.
        wrong: what is known to be wrong before any cell is read.
    """

    number: int
    values: Mapping[str, str]
    wrong: list[Problem] = field(default_factory=list)


class Cells:
    """Reads a line cell by cell and keeps what is wrong, so that all of it is told at once."""

    def __init__(self, line: Line) -> None:
        self.problems = list(line.wrong)
        self._values = {name: bare(value) for name, value in line.values.items()}

    def has(self, name: str) -> bool:
        """Whether the file speaks of it at all."""
        return name in self._values

    def text(self, name: str) -> str:
        return self._values.get(name, "")

    def read(self, name: str, reader: Callable[[str], T]) -> T | None:
        """What a cell says; None for an empty one, and for one that is wrong."""
        text = self.text(name)
        if not text:
            return None
        try:
            return reader(text)
        except Unread as unread:
            self.problems.append(Problem(name, str(unread)))
            return None

    def need(self, name: str, reader: Callable[[str], T]) -> T | None:
        """As `read`; an empty cell is wrong, too."""
        if not self.text(name):
            self.problems.append(Problem(name, _("This cell is empty, and is needed.")))
        return self.read(name, reader)

    def said(self, **values: Any) -> dict[str, Any]:
        """Those of the values that the line speaks of."""
        return {name: value for name, value in values.items() if value is not None}

    def require_readable(self) -> None:
        """
        Raises:
            RefusedCells: something was wrong.
        """
        if self.problems:
            raise RefusedCells(self.problems)


def problems_of(refused: Refused) -> list[Problem]:
    """What a service said, by field."""
    if not isinstance(refused, Invalid):
        return [Problem("", str(refused))]
    return [
        Problem("latitude" if name == "place" else name.replace("__all__", ""), str(message))
        for name, messages in refused.details.items()
        for message in messages
    ]
