"""Towns by name and the nearest town, from a file of GeoNames (docs/towns.md); no database.

Read at first use: 34,000 towns of 15,000 people and more, about 20 MB of memory.
"""

import csv
import unicodedata
from bisect import bisect_left
from collections import defaultdict
from dataclasses import dataclass
from functools import cache
from heapq import nlargest
from pathlib import Path

from core.geo import cells

TOWNS_FILE = Path(__file__).parent / "data" / "towns.csv"
NEARBY_PRECISION = 3  # cells of 156 km: a town's own and those around it reach 156 km and more
LAST_LETTER = "\U0010ffff"


@dataclass(frozen=True, slots=True)
class Town:
    """A town; `id` is GeoNames' own, `region` a state's letters where the country uses them."""

    id: int
    name: str
    ascii: str
    country: str
    region: str
    point: cells.Point
    timezone: str
    population: int

    @property
    def label(self) -> str:
        """`Springfield, IL, US`: enough to tell it from others of its name."""
        return ", ".join(part for part in (self.name, self.region, self.country) if part)


def fold(name: str) -> str:
    """A name as people type it: no accents, no capitals, one space for any punctuation."""
    plain = unicodedata.normalize("NFKD", name)
    letters = "".join(c for c in plain if not unicodedata.combining(c)).casefold()
    return " ".join("".join(c if c.isalnum() else " " for c in letters).split())


@cache
def all_towns() -> dict[int, Town]:
    """Every town by id, largest first."""
    with TOWNS_FILE.open(encoding="utf-8", newline="") as lines:
        return {int(row["id"]): _town(row) for row in csv.DictReader(lines)}


def town(town_id: int) -> Town | None:
    return all_towns().get(town_id)


def search(text: str, limit: int = 8) -> list[Town]:
    """Towns whose name begins with `text`, most people first.

    Args:
        text: as typed; a country or state may follow a comma (`springfield, il`).
        limit: the most towns returned.
    """
    name, _, rest = text.partition(",")
    prefix, wanted = fold(name), {part.upper() for part in fold(rest).split()}
    if len(prefix) < 2:
        return []
    index = _by_name()
    start = bisect_left(index, (prefix,))
    end = bisect_left(index, (prefix + LAST_LETTER,))
    found = {town_id for _, town_id in index[start:end]}
    towns = (all_towns()[town_id] for town_id in found)
    matching = (t for t in towns if wanted <= {t.country, t.region})
    return nlargest(limit, matching, key=lambda t: (t.population, -t.id))


def nearest(point: cells.Point) -> Town:
    """The town closest to a place; beyond 156 km of any, the closest on the whole earth."""
    home = cells.encode(point.lat, point.lon, NEARBY_PRECISION)
    candidates = [t for cell in cells.around(home) for t in _by_cell().get(cell, [])]
    return min(candidates or all_towns().values(), key=lambda t: cells.distance_km(point, t.point))


@cache
def _by_name() -> list[tuple[str, int]]:
    """Folded names, local and in plain letters, sorted for prefix search."""
    return sorted({(fold(name), t.id) for t in all_towns().values() for name in (t.name, t.ascii)})


@cache
def _by_cell() -> dict[str, list[Town]]:
    towns: dict[str, list[Town]] = defaultdict(list)
    for t in all_towns().values():
        towns[cells.encode(t.point.lat, t.point.lon, NEARBY_PRECISION)].append(t)
    return dict(towns)


def _town(row: dict[str, str]) -> Town:
    return Town(
        id=int(row["id"]),
        name=row["name"],
        ascii=row["ascii"],
        country=row["country"],
        region=row["region"],
        point=cells.Point(float(row["lat"]), float(row["lon"])),
        timezone=row["timezone"],
        population=int(row["population"]),
    )
