"""Of all lists in a file, the newest of each food bank."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

from core import clock
from partners.errors import UnusableEntry, UnusableFile
from partners.files.entries import Entry, entry_of
from partners.files.json_array import elements

SHOWN_REASONS = 20


@dataclass
class Survey:
    """What a first look at the whole file found.

    Args:
        read: elements of the array.
        superseded: usable lists that a newer one of the same food bank in the file overtakes.
        reasons: why entries were left out, the first few, by their place in the array from 1.
        unusable: how many were left out.
        newest: the place in the array of each food bank's newest list, by slug.
    """

    read: int = 0
    superseded: int = 0
    unusable: int = 0
    reasons: list[tuple[int, str]] = field(default_factory=list)
    newest: dict[str, int] = field(default_factory=dict)


def survey(path: Path) -> Survey:
    """Read the whole file once, and keep of each food bank no more than a number.

    So a file that is broken at its end is refused before anything of it was written.

    Raises:
        UnusableFile: nothing can be imported from it.
    """
    found, now = Survey(), clock.now()
    dates: dict[str, tuple[datetime, str]] = {}
    for place, element in enumerate(_elements(path), 1):
        found.read = place
        try:
            entry = entry_of(element, now=now)
        except UnusableEntry as error:
            found.unusable += 1
            if len(found.reasons) < SHOWN_REASONS:
                found.reasons.append((place, str(error)))
            continue
        age = entry.found, entry.source_id
        found.superseded += entry.slug in dates
        if entry.slug not in dates or age > dates[entry.slug]:
            dates[entry.slug] = age
            found.newest[entry.slug] = place
    if found.read and not found.newest:
        first = found.reasons[0][1]
        raise UnusableFile(f"none of its {found.read} entries is a need list (the first: {first})")
    return found


def newest_lists(path: Path, found: Survey) -> Iterator[Entry]:
    """The list of each food bank that counts, in the order of the file, one at a time.

    Raises:
        UnusableFile: the file was changed meanwhile.
    """
    chosen, now = set(found.newest.values()), clock.now()
    for place, element in enumerate(_elements(path), 1):
        if place in chosen:
            try:
                yield entry_of(element, now=now)
            except UnusableEntry as error:
                raise UnusableFile("it was changed while it was read") from error


def _elements(path: Path) -> Iterator[Any]:
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            yield from elements(file)
    except OSError as error:
        raise UnusableFile(error.strerror or "it cannot be read") from error
