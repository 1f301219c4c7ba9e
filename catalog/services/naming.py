from collections.abc import Mapping

from catalog.enums import NameLanguage
from catalog.folding import fold, inflections
from catalog.models import Food, FoodSynonym


def our_names() -> dict[str, int]:
    """Every name of our own foods, folded, and the id of the food it names first."""
    names: dict[str, int] = {}
    foods = Food.objects.curated().order_by("id").values_list("id", "sort_en", "sort_es", "sort_fr")
    synonyms = FoodSynonym.objects.filter(food__curated=True)
    synonyms = synonyms.exclude(language=NameLanguage.UNKNOWN).order_by("food_id", "id")
    for food_id, *own in foods:
        names.update({name: food_id for name in map(str, own) if name not in names})
    for food_id, folded in synonyms.values_list("food_id", "folded"):
        names.setdefault(folded, food_id)
    return names


def called(name: str, names: Mapping[str, int]) -> int | None:
    """The id of the food so called, in singular or plural; None when there is none."""
    *rest, last = fold(name).split() or [""]
    phrases = (" ".join([*rest, form]) for form in inflections(last))
    return next((names[phrase] for phrase in phrases if phrase in names), None)
