"""Which foods of a category are in season where a signal is, by the catalog's months."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field

from catalog.models import Food
from core.geo.cells import centre

AT_MOST = 4
MONTHS_AHEAD = 3
MONTHS_A_YEAR = 12


@dataclass(frozen=True)
class Season:
    """Slugs, in the catalog's order: at most four each, none in both."""

    now: list[str] = field(default_factory=list)
    begins: list[str] = field(default_factory=list)


def foods_of(categories: Collection[str], *, using: str = "default") -> Mapping[str, list[Food]]:
    """Category → its foods that have a season, by English name. One read.

    Our own foods only: names that came with an import were read by nobody, and these reach a
    prompt.
    """
    rows = (
        Food.objects.using(using)
        .filter(category__slug__in=categories, curated=True)
        .exclude(season_north=[], season_south=[])
        .select_related("category")
        .order_by("sort_en", "id")
    )
    found: dict[str, list[Food]] = defaultdict(list)
    for food in rows:
        found[food.category.slug].append(food)
    return found


def season_at(cell: str, month: int, foods: Iterable[Food]) -> Season:
    """What is in season in a cell, and what begins there within the next three months.

    Args:
        cell: a geohash; south of the equator the southern half's months count, which lie half a
            year from those of the north.
        month: 1 to 12.
        foods: of one category, in the order in which they are named.
    """
    south = centre(cell).lat < 0
    soon = [_later(month, ahead) for ahead in range(1, MONTHS_AHEAD + 1)]
    season = Season()
    for food in foods:
        months = set(food.season_south if south else food.season_north)
        if month in months:
            season.now.append(food.slug)
        elif months & set(soon):
            season.begins.append(food.slug)
    return Season(season.now[:AT_MOST], season.begins[:AT_MOST])


def _later(month: int, ahead: int) -> int:
    return (month - 1 + ahead) % MONTHS_A_YEAR + 1
