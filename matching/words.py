"""What a person typed, looked up once when a search is saved."""

from catalog.folding import fold
from catalog.models import Category, Food

MOST_FOODS = 300


def foods_called(text: str) -> list[int]:
    """Ids of the foods whose names hold the words, in any language."""
    found = Food.objects.search(text).values_list("pk", flat=True)
    return sorted(found[:MOST_FOODS]) if text else []


def categories_called(text: str) -> list[int]:
    """Ids of the categories with words in their names that begin so, in any language."""
    wanted = fold(text).split()
    names = Category.objects.values_list("pk", "name_en", "name_es", "name_fr")
    return [pk for pk, *called in names if _called(fold(" ".join(called)).split(), wanted)]


def _called(names: list[str], wanted: list[str]) -> bool:
    return bool(wanted) and all(any(n.startswith(w) for n in names) for w in wanted)
