"""Foods as ready strings, so that templates only place them."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import groupby

from django.urls import reverse
from django.utils.dates import MONTHS
from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from catalog.enums import Allergen, Diet, Storage, Unit
from catalog.hygiene import hygiene_notes
from catalog.models import Category, Food
from catalog.units import quantity_text, weight_text, weights

ENTRY = "food-slug"  # stands for each slug in one reversed address


@dataclass(frozen=True)
class Row:
    """A food in a list of rows."""

    url: str
    title: str
    text: str
    picture: str
    meta: str = ""


@dataclass(frozen=True)
class Option:
    """A food in a picker; `value` is what the form sends."""

    id: str
    value: str
    label: str
    hint: str
    picture: str


@dataclass(frozen=True)
class Chip:
    """A category to choose; `current` marks the one shown."""

    label: str
    value: str
    current: bool


@dataclass(frozen=True)
class Fact:
    label: str
    text: str


def rows(foods: Iterable[Food]) -> list[Row]:
    url = reverse("catalog:food_detail", args=[ENTRY])
    return [
        Row(url.replace(ENTRY, food.slug), food.name, _about(food), food.category.icon)
        for food in foods
    ]


def options(foods: Iterable[Food]) -> list[Option]:
    return [
        Option(f"food-{food.slug}", food.slug, food.name, _about(food), food.category.icon)
        for food in foods
    ]


def count_text(found: int) -> str:
    """How many foods a list holds."""
    number = number_format(found, force_grouping=True)
    return ngettext("%(count)s food", "%(count)s foods", found) % {"count": number}


def chips(categories: Iterable[Category], chosen: str) -> list[Chip]:
    """All foods first, then each category."""
    everything = Chip(_("All"), "", not chosen)
    return [everything, *(Chip(row.name, row.slug, row.slug == chosen) for row in categories)]


def facts(food: Food, system: str) -> list[Fact]:
    """What the catalog knows of a food, in sentences; nothing where it knows nothing.

    Args:
        food: read `with_units`.
        system: `metric` or `imperial`.
    """
    grams = weights(food)
    counted = [unit for unit in food.units() if unit not in {Unit.KG, Unit.G, Unit.ML}]
    known = [
        Fact(_("Scientific name"), food.scientific_name),
        Fact(
            _("Usual weights"),
            " · ".join(
                f"{quantity_text(Decimal(1), u)} ≈ {weight_text(grams[u], system)}" for u in counted
            ),
        ),
        Fact(_("Keeps for"), " · ".join(_shelf_life(food))),
        Fact(_("May contain"), _listed(food.allergens, dict(Allergen.choices))),
        Fact(_("Usually suits"), _listed(food.diets, dict(Diet.choices))),
        Fact(_("What to mind"), " ".join(hygiene_notes(food.category.slug))),
        Fact(_("In season, northern half of the world"), season_text(food.season_north)),
        Fact(_("In season, southern half of the world"), season_text(food.season_south)),
    ]
    return [fact for fact in known if fact.text]


def season_text(months: Sequence[int]) -> str:
    """Runs of months: `November – February`; a season may go past the end of the year."""
    if len(months) == len(MONTHS):
        return _("All year")
    runs = [
        [month for _place, month in run]
        for _distance, run in groupby(enumerate(months), key=lambda pair: pair[1] - pair[0])
    ]
    if len(runs) > 1 and runs[0][0] == 1 and runs[-1][-1] == len(MONTHS):
        runs = [runs[-1] + runs[0], *runs[1:-1]]
    return ", ".join(
        str(MONTHS[run[0]]) if len(run) == 1 else f"{MONTHS[run[0]]} – {MONTHS[run[-1]]}"
        for run in runs
    )


def _about(food: Food) -> str:
    """Category, and for imported plants the scientific name that tells them apart."""
    if food.curated or food.scientific_name in {"", food.name}:
        return food.category.name
    return f"{food.category.name} · {food.scientific_name}"


def _shelf_life(food: Food) -> list[str]:
    return [
        ngettext("%(storage)s: %(days)s day", "%(storage)s: %(days)s days", days)
        % {"storage": label, "days": days}
        for storage, label in Storage.choices
        if (days := food.shelf_life_days.get(storage))
    ]


def _listed(values: Sequence[str], labels: dict[str, object]) -> str:
    return ", ".join(str(labels[value]) for value in values)
