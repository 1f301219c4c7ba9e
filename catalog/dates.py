"""Which date goes with a food, and which one to suggest. docs/food-safety.md says why."""

from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import TextChoices

from catalog.enums import Storage
from catalog.models import Food

ANIMAL_OR_COOKED = frozenset({"meat-fish", "eggs-dairy", "prepared-meals"})
HIGHLY_PERISHABLE_DAYS = 10


class DateKind(TextChoices):
    """About safety, or about quality: Regulation (EU) No 1169/2011, article 24 and annex X."""

    USE_BY = "use_by"
    BEST_BEFORE = "best_before"


@dataclass(frozen=True)
class SuggestedDate:
    """One to fill in a form with, for people to correct."""

    kind: DateKind
    day: date


def date_kind(food: Food, storage: str) -> DateKind:
    """Use-by for what of animals or cooked is kept in a fridge and keeps ten days at most there;
    best-before for everything else."""
    keeps = food.shelf_life_days.get(storage)
    perishes = keeps is not None and keeps <= HIGHLY_PERISHABLE_DAYS
    is_risky = food.category.slug in ANIMAL_OR_COOKED and storage == Storage.CHILLED
    return DateKind.USE_BY if is_risky and perishes else DateKind.BEST_BEFORE


def suggested_date(food: Food, storage: str, today: date) -> SuggestedDate | None:
    """As long from today as such food usually keeps; None where the catalog knows no shelf life.

    Args:
        food: read with its category.
        storage: where it is kept; where the food usually is, when empty.
        today: where the person is.
    """
    storage = storage or food.storage
    keeps: int | None = food.shelf_life_days.get(storage)
    if keeps is None:
        return None
    return SuggestedDate(date_kind(food, storage), today + timedelta(days=keeps))
