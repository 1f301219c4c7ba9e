"""What a reader of the feed looks for."""

from dataclasses import dataclass

from catalog.folding import fold
from catalog.models import Category, Food
from catalog.querysets import FoodQuerySet
from nearby.enums import Kind

MOST_FOODS = 300


@dataclass(frozen=True)
class Words:
    """What a person typed, looked up once: the foods it may mean, and kinds of food."""

    text: str
    foods: tuple[int, ...]
    categories: tuple[int, ...]


@dataclass(frozen=True, kw_only=True)
class Filters:
    """All have to hold; what is left out does not matter.

    `diets`: a listing suits all of them; a request asks for all of them. `excluded` allergens: a
    listing holds none of them, nor does the food a request names. `others_only`: nothing that
    speaks for the viewer.
    """

    kind: Kind | None = None
    food: Food | None = None
    category: Category | None = None
    words: Words | None = None
    diets: tuple[str, ...] = ()
    excluded: tuple[str, ...] = ()
    others_only: bool = False

    @property
    def kinds(self) -> tuple[Kind, ...]:
        return (self.kind,) if self.kind else tuple(Kind)

    @property
    def category_id(self) -> int | None:
        """Of the category, or of the food: an index serves it."""
        if self.category:
            return self.category.pk
        return self.food.category_id if self.food else None


def look_up(text: str) -> Words | None:
    """The foods whose names hold the words of `text`, and the categories called so; None for none.

    Args:
        text: as typed, in any language.
    """
    text = " ".join(text.split())
    if not text:
        return None
    foods: FoodQuerySet = Food.objects.search(text)
    found = tuple(foods.values_list("pk", flat=True)[:MOST_FOODS])
    return Words(text, found, tuple(_categories_called(text)))


def _categories_called(text: str) -> list[int]:
    """By the beginning of any word of their names, in any language."""
    wanted = fold(text).split()
    names = Category.objects.values_list("pk", "name_en", "name_es", "name_fr")
    return [pk for pk, *called in names if _called(fold(" ".join(called)).split(), wanted)]


def _called(names: list[str], wanted: list[str]) -> bool:
    return bool(wanted) and all(any(n.startswith(w) for n in names) for w in wanted)
