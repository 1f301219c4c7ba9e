"""Where food banks are: a CSV file with the columns `slug` and `lat_lng`."""

import csv
import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from core.geo.cells import Point
from partners.errors import UnusableFile

COLUMNS = frozenset(["slug", "lat_lng"])


@dataclass
class Places:
    """Places by slug, and why others have none.

    Args:
        points: those that can be used.
        wrong: slug → what is wrong with its row.
    """

    points: dict[str, Point] = field(default_factory=dict)
    wrong: dict[str, str] = field(default_factory=dict)


def read_places(path: Path) -> Places:
    """All places of a file. Two different places of one food bank are none: nobody knows which.

    Raises:
        UnusableFile: it cannot be read, is no CSV, or lacks a column.
    """
    places = Places()
    try:
        for row in _rows(path):
            slug = (row["slug"] or "").strip().lower()
            if slug:
                _take(places, slug, row["lat_lng"] or "")
    except UnicodeDecodeError as error:
        raise UnusableFile("not UTF-8") from error
    except csv.Error as error:
        raise UnusableFile(f"not CSV: {error}") from error
    except OSError as error:
        raise UnusableFile(error.strerror or "it cannot be read") from error
    return places


def _rows(path: Path) -> Iterator[Mapping[str, str | None]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        rows = csv.DictReader(file)
        if missing := COLUMNS - set(rows.fieldnames or ()):
            raise UnusableFile(f"no column `{'` and no column `'.join(sorted(missing))}`")
        yield from rows


def _take(places: Places, slug: str, text: str) -> None:
    if slug in places.wrong:
        return
    point, known = point_of(text), places.points.get(slug)
    if point is None:
        places.wrong[slug] = "its place cannot be read"
    elif known is not None and known != point:
        places.wrong[slug] = "it has two places"
    else:
        places.points[slug] = point
        return
    places.points.pop(slug, None)


def point_of(text: str) -> Point | None:
    """`51.501,-0.142` as degrees north and east; None when it is no place on earth."""
    try:
        lat, lon = (float(part) for part in text.split(","))
    except ValueError:
        return None
    if not (math.isfinite(lat) and math.isfinite(lon)):
        return None
    return Point(lat, lon) if abs(lat) <= 90 and abs(lon) <= 180 else None
