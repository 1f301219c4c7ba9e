"""The catalog's own data, read from the CSV files beside this module. docs/catalog.md says how
they are written and where the figures come from."""

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from catalog.enums import NameLanguage, Unit

FOLDER = Path(__file__).parent / "data"


@dataclass(frozen=True)
class CategoryData:
    slug: str
    names: dict[str, str]
    icon: str
    order: int
    is_food: bool
    default_unit: str
    grams_per_unit: dict[str, int]


@dataclass(frozen=True)
class FoodData:
    """One line of a food file; months are 1 to 12, weights grams, shelf life days by storage."""

    slug: str
    category: str
    names: dict[str, str]
    scientific_name: str
    default_unit: str
    grams_per_unit: dict[str, int]
    storage: str
    shelf_life_days: dict[str, int]
    allergens: list[str]
    diets: list[str]
    season_north: list[int]
    synonyms: list[tuple[str, str]]

    @property
    def season_south(self) -> list[int]:
        """Half a year later: the seasons of the other hemisphere, in the order of the months."""
        return sorted((month + 5) % 12 + 1 for month in self.season_north)


@cache
def categories() -> tuple[CategoryData, ...]:
    """All categories, in the order people see them."""
    return tuple(
        CategoryData(
            slug=row["slug"],
            names=_names(row),
            icon=row["icon"],
            order=order,
            is_food=row["is_food"] == "yes",
            default_unit=_default_unit(row["units"]),
            grams_per_unit=_numbers(row["units"]),
        )
        for order, row in enumerate(_rows(FOLDER / "categories.csv"), start=1)
    )


@cache
def foods() -> tuple[FoodData, ...]:
    """All foods; a file holds one category and is named after it."""
    return tuple(
        _food(path.stem, row)
        for path in sorted((FOLDER / "foods").glob("*.csv"))
        for row in _rows(path)
    )


def _rows(path: Path) -> Iterator[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        yield from csv.DictReader(file, strict=True)


def _food(category: str, row: dict[str, str]) -> FoodData:
    return FoodData(
        slug=row["slug"],
        category=category,
        names=_names(row),
        scientific_name=row["scientific_name"],
        default_unit=_default_unit(row["units"]),
        grams_per_unit=_numbers(row["units"]),
        storage=row["storage"],
        shelf_life_days=_numbers(row["shelf_life_days"]),
        allergens=row["allergens"].split(),
        diets=row["diets"].split(),
        season_north=[int(month) for month in row["season_north"].split()],
        synonyms=[
            (language, name)
            for language, column in (
                (NameLanguage.ENGLISH, "synonyms_en"),
                (NameLanguage.SPANISH, "synonyms_es"),
                (NameLanguage.FRENCH, "synonyms_fr"),
                (NameLanguage.LATIN, "scientific_synonyms"),
            )
            for name in row[column].split("; ")
            if name
        ],
    )


def _names(row: dict[str, str]) -> dict[str, str]:
    return {language: row[f"name_{language}"] for language in ("en", "es", "fr")}


def _default_unit(units: str) -> str:
    return str(Unit(units.split()[0].split("=")[0]))


def _numbers(cell: str) -> dict[str, int]:
    """`piece=120 box=5000` → numbers by name; `kg` alone needs none."""
    pairs = (item.split("=") for item in cell.split() if "=" in item)
    return {name: int(number) for name, number in pairs}
