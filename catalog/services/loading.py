from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

from django.db import models, transaction
from django.db.models import Q

from catalog import data_files
from catalog.data_files import FoodData
from catalog.enums import NameLanguage
from catalog.folding import fold, scientific_key, search_text
from catalog.models import Category, Food, FoodSynonym, FoodUnit
from catalog.services.locking import one_writer

M = TypeVar("M", bound=models.Model)


@dataclass(frozen=True)
class LoadReport:
    """How many foods a load touched."""

    added: int
    updated: int
    unchanged: int


def load_catalog(*, using: str = "default") -> LoadReport:
    """Make the catalog equal to its data files; harmless twice.

    Foods that left the files stay, as listings may name them. An imported plant that a file now
    describes is taken over under its new slug, its imported names kept.

    Args:
        using: the database's alias.
    """
    wanted = data_files.foods()
    with transaction.atomic(using=using):
        one_writer(using)
        shelves = _load_categories(using)
        held = _held(wanted, using)
        loose = _imported_names([food.pk for food in held.values()], using)
        rows, new, changed = [], [], []
        for data in wanted:
            row = held.get(data.slug) or Food()
            values = _values(data, shelves[data.category], loose[row.pk])
            if row._state.adding:
                new.append(row)
            elif any(getattr(row, field) != value for field, value in values.items()):
                changed.append(row)
            for field, value in values.items():
                setattr(row, field, value)
            rows.append(row)
        Food.objects.using(using).bulk_create(new)
        if changed:
            fields = [f.name for f in Food._meta.concrete_fields if not f.primary_key]
            Food.objects.using(using).bulk_update(changed, fields, batch_size=100)
        touched = _load_units(wanted, rows, using) | _load_synonyms(wanted, rows, using)
        updated = ({row.pk for row in changed} | touched) - {row.pk for row in new}
    return LoadReport(len(new), len(updated), len(rows) - len(new) - len(updated))


def _load_categories(using: str) -> dict[str, Category]:
    rows = Category.objects.using(using)
    wanted = [
        Category(
            slug=data.slug,
            icon=data.icon,
            order=data.order,
            is_food=data.is_food,
            default_unit=data.default_unit,
            grams_per_unit=data.grams_per_unit,
            **_names(data.names),
        )
        for data in data_files.categories()
    ]
    fields = [f.name for f in Category._meta.concrete_fields if f.name not in {"id", "slug"}]
    held = {row.slug: row for row in rows.all()}
    new = [row for row in wanted if row.slug not in held]
    rows.bulk_create(new)
    for row in wanted:
        old = held.get(row.slug)
        if old and any(getattr(old, field) != getattr(row, field) for field in fields):
            rows.filter(pk=old.pk).update(**{field: getattr(row, field) for field in fields})
    return {row.slug: row for row in rows.all()}


def _held(wanted: Sequence[FoodData], using: str) -> dict[str, Food]:
    """The rows that stand for the wanted foods already, by the wanted slug."""
    keys = {scientific_key(data.scientific_name): data.slug for data in wanted}
    keys.pop("", None)
    slugs = {data.slug for data in wanted}
    rows = Food.objects.using(using).filter(
        Q(slug__in=slugs) | Q(curated=False, scientific_key__in=keys)
    )
    held = {row.slug: row for row in rows if row.slug in slugs}
    imported = [row for row in rows if row.slug not in slugs]
    _keep_names(imported, using)
    return {**{keys[row.scientific_key]: row for row in imported}, **held}


def _keep_names(imported: Sequence[Food], using: str) -> None:
    """What an imported plant was called leads on to the food that takes it over."""
    FoodSynonym.objects.using(using).bulk_create(
        [
            FoodSynonym(
                food=row, language=NameLanguage.UNKNOWN, name=row.name_en, folded=row.sort_en
            )
            for row in imported
            if row.name_en != row.scientific_name
        ],
        ignore_conflicts=True,
    )


def _values(data: FoodData, category: Category, loose: Sequence[str]) -> dict[str, Any]:
    names = [*data.names.values(), data.scientific_name, *(name for _, name in data.synonyms)]
    return {
        "slug": data.slug,
        **_names(data.names),
        **{f"sort_{language}": fold(name) for language, name in data.names.items()},
        "scientific_name": data.scientific_name,
        "scientific_key": scientific_key(data.scientific_name),
        "category_id": category.pk,
        "default_unit": data.default_unit,
        "storage": data.storage,
        "shelf_life_days": data.shelf_life_days,
        "allergens": data.allergens,
        "diets": data.diets,
        "season_north": data.season_north,
        "season_south": data.season_south,
        "curated": True,
        "search": search_text(names, loose),
    }


def _names(names: Mapping[str, str]) -> dict[str, str]:
    return {f"name_{language}": name for language, name in names.items()}


def _imported_names(food_ids: Sequence[int], using: str) -> dict[int | None, list[str]]:
    rows = FoodSynonym.objects.using(using).filter(
        food_id__in=food_ids, language=NameLanguage.UNKNOWN
    )
    names: dict[int | None, list[str]] = defaultdict(list)
    for food_id, name in rows.order_by("id").values_list("food_id", "name"):
        names[food_id].append(name)
    return names


def _load_units(wanted: Sequence[FoodData], rows: Sequence[Food], using: str) -> set[int]:
    units = [
        FoodUnit(food=row, unit=unit, grams=grams)
        for data, row in zip(wanted, rows, strict=True)
        for unit, grams in data.grams_per_unit.items()
    ]
    held = FoodUnit.objects.using(using).filter(food__in=rows)
    return _replace(held, units, ("food_id", "unit", "grams"))


def _load_synonyms(wanted: Sequence[FoodData], rows: Sequence[Food], using: str) -> set[int]:
    synonyms = [
        FoodSynonym(food=row, language=language, name=name, folded=_synonym_key(language, name))
        for data, row in zip(wanted, rows, strict=True)
        for language, name in data.synonyms
    ]
    held = FoodSynonym.objects.using(using).filter(food__in=rows)
    held = held.exclude(language=NameLanguage.UNKNOWN)
    return _replace(held, synonyms, ("food_id", "language", "name", "folded"))


def _synonym_key(language: str, name: str) -> str:
    return scientific_key(name) if language == NameLanguage.LATIN else fold(name)


def _replace(held: models.QuerySet[M], wanted: Sequence[M], fields: tuple[str, ...]) -> set[int]:
    """Make the held rows equal to the wanted ones; the foods whose rows changed."""
    old = {row[1:]: row[0] for row in held.values_list("pk", *fields)}
    new = {tuple(getattr(row, field) for field in fields): row for row in wanted}
    gone = old.keys() - new.keys()
    if gone:
        held.filter(pk__in=[old[key] for key in gone]).delete()
    held.model._default_manager.using(held.db).bulk_create(
        [row for key, row in new.items() if key not in old]
    )
    return {key[0] for key in gone | (new.keys() - old.keys())}
