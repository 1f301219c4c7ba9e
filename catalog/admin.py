from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest

from catalog.models import Category, Food, FoodSynonym, FoodUnit


class ReadOnly:
    """The data files are the master: what is typed here would be lost at the next load."""

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


class FoodUnitInline(ReadOnly, admin.TabularInline[FoodUnit, Food]):
    model = FoodUnit
    extra = 0


class FoodSynonymInline(ReadOnly, admin.TabularInline[FoodSynonym, Food]):
    model = FoodSynonym
    extra = 0
    fields = ("language", "name")


@admin.register(Category)
class CategoryAdmin(ReadOnly, admin.ModelAdmin[Category]):
    list_display = ("slug", "name_en", "name_es", "name_fr", "is_food", "order")
    list_filter = ("is_food",)
    search_fields = ("slug", "name_en", "name_es", "name_fr")


@admin.register(Food)
class FoodAdmin(ReadOnly, admin.ModelAdmin[Food]):
    list_display = (
        "slug",
        "name_en",
        "name_es",
        "name_fr",
        "scientific_name",
        "category",
        "curated",
    )
    list_filter = ("curated", "category", "storage", "default_unit")
    list_select_related = ("category",)
    search_fields = ("slug",)
    search_help_text = "Any name, in any language, or a scientific name."
    show_full_result_count = False
    inlines = (FoodUnitInline, FoodSynonymInline)

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[Food], search_term: str
    ) -> tuple[QuerySet[Food], bool]:
        """The same search as the site's, so that its index serves it."""
        if not search_term.strip():
            return queryset, False
        return queryset.filter(pk__in=Food.objects.search(search_term).values("pk")), False
