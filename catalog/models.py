from __future__ import annotations

from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Any, ClassVar

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVector
from django.core.validators import RegexValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from catalog.enums import Allergen, Diet, NameLanguage, Storage, Unit
from catalog.folding import fold
from catalog.languages import catalog_language
from catalog.querysets import FoodQuerySet
from catalog.units import kilograms_text, weights

KEBAB = r"^[a-z0-9]+(-[a-z0-9]+)*$"
UNIT_ORDER = {unit: index for index, unit in enumerate(Unit.values)}


def one_of(field: str, choices: type[models.TextChoices]) -> models.CheckConstraint:
    return models.CheckConstraint(
        condition=models.Q(**{f"{field}__in": choices.values}), name=f"%(class)s_{field}_known"
    )


def all_of(field: str, allowed: Iterable[Any]) -> models.CheckConstraint:
    return models.CheckConstraint(
        condition=models.Q(**{f"{field}__contained_by": list(allowed)}),
        name=f"%(class)s_{field}_known",
    )


class Named(models.Model):
    """What has a slug and a name in each of our languages."""

    slug = models.CharField(
        max_length=120, unique=True, validators=[RegexValidator(KEBAB)], db_collation="C"
    )
    name_en = models.CharField(_("name in English"), max_length=120)
    name_es = models.CharField(_("name in Spanish"), max_length=120)
    name_fr = models.CharField(_("name in French"), max_length=120)
    default_unit = models.CharField(_("usual unit"), max_length=8, choices=Unit, default=Unit.KG)

    class Meta:
        abstract = True
        constraints: ClassVar[tuple[models.BaseConstraint, ...]] = (
            models.CheckConstraint(
                condition=models.Q(slug__regex=KEBAB), name="%(class)s_slug_kebab"
            ),
            one_of("default_unit", Unit),
        )

    def __str__(self) -> str:
        return self.name

    @property
    def name(self) -> str:
        """In the active language."""
        name: str = getattr(self, f"name_{catalog_language()}")
        return name

    def unit_weights(self) -> Mapping[str, int]:
        raise NotImplementedError

    def units(self) -> list[str]:
        """The units it may be counted in, the usual one first; kg and g always."""
        return sorted(weights(self), key=lambda unit: (unit != self.default_unit, UNIT_ORDER[unit]))

    def kilograms_per_unit(self) -> dict[str, str]:
        """Unit → kilograms of one, as a decimal string, in the order of `units()`."""
        grams: dict[str, Decimal] = weights(self)
        return {unit: kilograms_text(grams[unit]) for unit in self.units()}


class Category(Named):
    """A shelf of the catalog; aggregates and signals are told by category."""

    id = models.SmallAutoField(primary_key=True)
    icon = models.CharField(_("icon"), max_length=40)
    order = models.PositiveSmallIntegerField(_("order"), default=0)
    is_food = models.BooleanField(_("is food"), default=True)
    grams_per_unit = models.JSONField(_("rough weights"), default=dict)

    class Meta(Named.Meta):
        verbose_name = _("category")
        verbose_name_plural = _("categories")
        ordering: ClassVar[list[str]] = ["order", "id"]

    def unit_weights(self) -> Mapping[str, int]:
        """Rough grams of one unit of something in this category."""
        weights: dict[str, int] = self.grams_per_unit
        return weights


class Food(Named):
    """One kind of thing that people share or ask for."""

    id = models.AutoField(primary_key=True)
    scientific_name = models.CharField(_("scientific name"), max_length=120, blank=True)
    scientific_key = models.CharField(max_length=120, blank=True, editable=False)
    category = models.ForeignKey(
        Category, models.PROTECT, related_name="foods", verbose_name=_("category")
    )
    storage = models.CharField(_("storage"), max_length=8, choices=Storage, default=Storage.AMBIENT)
    shelf_life_days = models.JSONField(_("shelf life in days, by storage"), default=dict)
    allergens = ArrayField(
        models.CharField(max_length=16, choices=Allergen), verbose_name=_("allergens"), default=list
    )
    diets = ArrayField(
        models.CharField(max_length=16, choices=Diet), verbose_name=_("diets"), default=list
    )
    season_north = ArrayField(
        models.PositiveSmallIntegerField(), verbose_name=_("season in the north"), default=list
    )
    season_south = ArrayField(
        models.PositiveSmallIntegerField(), verbose_name=_("season in the south"), default=list
    )
    curated = models.BooleanField(_("curated"), default=True)
    sort_en = models.CharField(max_length=120, editable=False, db_collation="C")
    sort_es = models.CharField(max_length=120, editable=False, db_collation="C")
    sort_fr = models.CharField(max_length=120, editable=False, db_collation="C")
    search = models.TextField(editable=False)

    objects = FoodQuerySet.as_manager()

    class Meta(Named.Meta):
        verbose_name = _("food")
        verbose_name_plural = _("foods")
        constraints = (
            *Named.Meta.constraints,
            one_of("storage", Storage),
            all_of("allergens", Allergen.values),
            all_of("diets", Diet.values),
            all_of("season_north", range(1, 13)),
            all_of("season_south", range(1, 13)),
            models.UniqueConstraint(
                fields=["scientific_key"],
                condition=~models.Q(scientific_key=""),
                name="food_scientific_key_once",
            ),
        )
        indexes = (
            GinIndex(SearchVector("search", config="simple"), name="food_search"),
            models.Index(fields=["-curated", "sort_en", "id"], name="food_by_name_en"),
            models.Index(fields=["-curated", "sort_es", "id"], name="food_by_name_es"),
            models.Index(fields=["-curated", "sort_fr", "id"], name="food_by_name_fr"),
        )

    def unit_weights(self) -> Mapping[str, int]:
        """Grams of one unit; see `with_units` for lists."""
        return {row.unit: row.grams for row in self.unit_rows.all()}

    def set_sort_keys(self) -> None:
        """To be called when a name changes."""
        self.sort_en, self.sort_es, self.sort_fr = (
            fold(name)[:120] for name in (self.name_en, self.name_es, self.name_fr)
        )


class FoodUnit(models.Model):
    """What one usual unit of a food weighs."""

    food = models.ForeignKey(Food, models.CASCADE, related_name="unit_rows")
    unit = models.CharField(_("unit"), max_length=8, choices=Unit)
    grams = models.PositiveIntegerField(_("grams"))

    class Meta:
        verbose_name = _("unit of a food")
        verbose_name_plural = _("units of foods")
        constraints = (
            models.UniqueConstraint(fields=["food", "unit"], name="food_unit_once"),
            models.CheckConstraint(condition=models.Q(grams__gt=0), name="food_unit_weighs"),
            one_of("unit", Unit),
        )

    def __str__(self) -> str:
        return f"{self.unit} = {self.grams} g"


class FoodSynonym(models.Model):
    """Another name of a food. Names in no known language come from imports."""

    food = models.ForeignKey(Food, models.CASCADE, related_name="synonyms")
    language = models.CharField(_("language"), max_length=3, choices=NameLanguage)
    name = models.CharField(_("name"), max_length=120)
    folded = models.CharField(max_length=120, editable=False, db_collation="C")

    class Meta:
        verbose_name = _("synonym")
        verbose_name_plural = _("synonyms")
        constraints = (
            models.UniqueConstraint(
                fields=["food", "language", "folded"], name="food_synonym_once"
            ),
            one_of("language", NameLanguage),
        )
        indexes = (models.Index(fields=["folded"], name="food_synonym_folded"),)

    def __str__(self) -> str:
        return self.name
