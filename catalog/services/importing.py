import hashlib
import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from itertools import islice

from django.db import transaction

from catalog.enums import NameLanguage
from catalog.folding import fold, search_text
from catalog.models import Category, Food, FoodSynonym
from catalog.plant_kinds import Identity, Kind, kinds_of
from catalog.plant_lists import Plant
from catalog.services.locking import one_writer
from catalog.services.naming import called, our_names

CATEGORY = "garden-plants"
ROWS_A_TRANSACTION = 5_000
LONGEST_SLUG = 100


@dataclass
class ImportReport:
    """The foods an import touched; several rows may name one food."""

    added: set[int] = field(default_factory=set)
    updated: set[int] = field(default_factory=set)
    unchanged: set[int] = field(default_factory=set)


def import_plants(
    plants: Iterable[Plant], *, progress: Callable[[int], None] = lambda rows: None
) -> ImportReport:
    """Add plants to the catalog, behind our own foods; harmless twice.

    Rows with the same scientific name are one food. One that is ours already gets the names it
    lacked, as names that lead to it; its own are left alone. Rows without a scientific name are
    one food by their first name; where that is a name of ours, they add nothing to it, as the
    plant may be another. A killed import is finished by running it again.

    Args:
        plants: rows, in any order.
        progress: told the number of rows so far, after each transaction.
    """
    report, rows, source = ImportReport(), 0, iter(plants)
    ours = our_names()
    while chunk := list(islice(source, ROWS_A_TRANSACTION)):
        with transaction.atomic():
            one_writer()
            kinds = kinds_of(chunk)
            same = _foods_of(kinds)
            report.updated |= _extend([(food, kinds[i]) for i, food in same.items()])
            rest = {i: kind for i, kind in kinds.items() if i not in same}
            named = {i: food for i in rest if (food := called(i.key, ours))}
            report.added |= _add([kind for i, kind in rest.items() if i not in named])
        report.unchanged |= {food.pk for food in same.values()} | set(named.values())
        rows += len(chunk)
        progress(rows)
    report.updated -= report.added
    report.unchanged -= report.added | report.updated
    return report


def _foods_of(kinds: Iterable[Identity]) -> dict[Identity, Food]:
    """The foods that surely are these kinds: the same scientific name, or imported under the same
    name when there was none."""
    keys = {identity.key for identity in kinds if identity.scientific}
    names = {identity.key for identity in kinds if not identity.scientific}
    latin = FoodSynonym.objects.filter(language=NameLanguage.LATIN, folded__in=keys)
    foods = {Identity(True, row.folded): row.food for row in latin.select_related("food")}
    for food in Food.objects.filter(scientific_key__in=keys):
        foods[Identity(True, food.scientific_key)] = food
    for food in Food.objects.filter(curated=False, scientific_key="", sort_en__in=names):
        foods[Identity(False, food.sort_en)] = food
    return foods


def _extend(pairs: Sequence[tuple[Food, Kind]]) -> set[int]:
    """Give foods the names they lack; the ids of those that lacked any.

    A food may come more than once, as two kinds can be one food under its old name and its new.
    """
    foods = {food.pk: food for food, _kind in pairs}
    known: dict[int, list[FoodSynonym]] = defaultdict(list)
    for row in FoodSynonym.objects.filter(food__in=foods).order_by("id"):
        known[row.food_id].append(row)
    new: list[FoodSynonym] = []
    changed: dict[int, Food] = {}
    for same, kind in pairs:
        food = foods[same.pk]
        if lacking := _synonyms(food, kind, {row.folded for row in known[food.pk]}):
            if not food.curated and food.name_en == food.scientific_name:
                _rename(food, kind.best_name)
            known[food.pk] += lacking
            new += lacking
            changed[food.pk] = food
    for food in changed.values():
        food.search = _search_text(food, known[food.pk])
    FoodSynonym.objects.bulk_create(new)
    fields = ["name_en", "name_es", "name_fr", "sort_en", "sort_es", "sort_fr", "search"]
    Food.objects.bulk_update(changed.values(), fields, batch_size=200)
    return set(changed)


def _add(kinds: list[Kind]) -> set[int]:
    """Add foods for the kinds that have none; the new ids."""
    category = Category.objects.get(slug=CATEGORY)
    foods: list[Food] = []
    synonyms: list[FoodSynonym] = []
    for kind, slug in zip(kinds, _slugs(kinds), strict=True):
        food = Food(
            slug=slug,
            category=category,
            scientific_name=kind.scientific_name,
            scientific_key=kind.scientific_key,
            curated=False,
        )
        _rename(food, kind.best_name)
        own = _synonyms(food, kind, set())
        food.search = _search_text(food, own)
        foods.append(food)
        synonyms += own
    Food.objects.bulk_create(foods)
    FoodSynonym.objects.bulk_create(synonyms)
    return {food.pk for food in foods}


def _slugs(kinds: list[Kind]) -> list[str]:
    """From the scientific name, which no other food has; a digest is added where one is taken."""
    wanted = [_kebab(kind.scientific_name or kind.first_name) for kind in kinds]
    taken = set(Food.objects.filter(slug__in=wanted).values_list("slug", flat=True)) | {""}
    slugs = []
    for slug, kind in zip(wanted, kinds, strict=True):
        if slug in taken:
            named = f"{kind.scientific_key}|{kind.first_name}"
            digest = hashlib.sha256(named.encode()).hexdigest()[:8]
            slug = f"{slug}-{digest}".lstrip("-")
        taken.add(slug)
        slugs.append(slug)
    return slugs


def _kebab(name: str) -> str:
    return re.sub(r"[^a-z0-9]+", "-", fold(name)).strip("-")[:LONGEST_SLUG].strip("-")


def _synonyms(food: Food, kind: Kind, known: set[str]) -> list[FoodSynonym]:
    """The names a kind brings that are not the food's yet."""
    known = known | {food.sort_en, food.sort_es, food.sort_fr}
    return [
        FoodSynonym(food=food, language=NameLanguage.UNKNOWN, name=said.name, folded=folded)
        for folded, said in kind.said.items()
        if folded not in known
    ]


def _rename(food: Food, name: str) -> None:
    food.name_en = food.name_es = food.name_fr = name
    food.set_sort_keys()


def _search_text(food: Food, synonyms: list[FoodSynonym]) -> str:
    """Names of unknown origin lead to a food of ours, but are not taken for its names."""
    names = [food.name_en, food.name_es, food.name_fr, food.scientific_name]
    loose = [row.name for row in synonyms if row.language == NameLanguage.UNKNOWN]
    names += [row.name for row in synonyms if row.language != NameLanguage.UNKNOWN]
    return search_text(names, loose) if food.curated else search_text(names + loose)
