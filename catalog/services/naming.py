from collections.abc import Mapping

from catalog.enums import NameLanguage
from catalog.folding import fold, stems
from catalog.models import Food, FoodSynonym


def our_names() -> dict[str, int]:
    """Every name of our own foods, folded and stemmed, and the id of the food it names first."""
    names: dict[str, int] = {}
    foods = Food.objects.curated().order_by("id").values_list("id", "sort_en", "sort_es", "sort_fr")
    synonyms = FoodSynonym.objects.filter(food__curated=True)
    synonyms = synonyms.exclude(language=NameLanguage.UNKNOWN).order_by("food_id", "id")
    for food_id, *own in foods:
        names.update({name: food_id for name in map(str, own) if name not in names})
    for food_id, folded in synonyms.values_list("food_id", "folded"):
        names.setdefault(folded, food_id)
    for name, food_id in list(names.items()):
        names.setdefault(stems(name), food_id)
    return names


def called(name: str, names: Mapping[str, int]) -> int | None:
    """The id of the food so called, in singular or plural; None when there is none."""
    folded = fold(name)
    return names.get(folded) or names.get(stems(folded))
