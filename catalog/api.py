"""The catalog over the API: public, read-only, in the language of the caller."""

from typing import Any

from django.db.models import Prefetch
from django.shortcuts import get_object_or_404
from django.urls import path
from django.utils.translation import gettext as _
from drf_spectacular.utils import OpenApiParameter, extend_schema, inline_serializer
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from catalog.dates import DateKind, date_kind
from catalog.enums import Allergen, Diet, NameLanguage, Storage, Unit
from catalog.hygiene import hygiene_notes
from catalog.models import Category, Food, FoodSynonym
from catalog.querysets import list_order, search_order
from core.api.cursors import keyset_page, read_limit
from core.api.renderers import answer
from core.errors import Invalid


class FoodSerializer(serializers.Serializer[Any]):
    """A food as lists show it; weights are decimal strings, shelf lives whole days."""

    slug = serializers.CharField()
    name = serializers.CharField()
    scientific_name = serializers.CharField()
    category = serializers.CharField()
    is_food = serializers.BooleanField()
    curated = serializers.BooleanField()
    units = serializers.ListField(child=serializers.ChoiceField(choices=Unit.choices))
    default_unit = serializers.ChoiceField(choices=Unit.choices)
    kilograms_per_unit = serializers.DictField(child=serializers.CharField())
    storage = serializers.ChoiceField(choices=Storage.choices)
    shelf_life_days = serializers.DictField(child=serializers.IntegerField())
    date_kind = serializers.ChoiceField(
        choices=DateKind.choices, help_text="The date that goes with it as it is usually kept."
    )
    hygiene = serializers.ListField(child=serializers.CharField(), help_text="What to mind.")
    allergens = serializers.ListField(child=serializers.ChoiceField(choices=Allergen.choices))
    diets = serializers.ListField(child=serializers.ChoiceField(choices=Diet.choices))
    season_months = inline_serializer(
        "SeasonMonths",
        {
            "north": serializers.ListField(child=serializers.IntegerField()),
            "south": serializers.ListField(child=serializers.IntegerField()),
        },
    )


class FoodDetailSerializer(FoodSerializer):
    """A food with its names in every language."""

    names = serializers.DictField(child=serializers.CharField())
    synonyms = serializers.DictField(child=serializers.ListField(child=serializers.CharField()))


class CategorySerializer(serializers.Serializer[Any]):
    slug = serializers.CharField()
    name = serializers.CharField()
    icon = serializers.CharField()
    is_food = serializers.BooleanField()
    units = serializers.ListField(child=serializers.ChoiceField(choices=Unit.choices))
    default_unit = serializers.ChoiceField(choices=Unit.choices)
    kilograms_per_unit = serializers.DictField(child=serializers.CharField())
    hygiene = serializers.ListField(child=serializers.CharField(), help_text="What to mind.")


class FoodListView(APIView):
    @extend_schema(
        operation_id="foods_list",
        parameters=[
            OpenApiParameter("q", str, description="Words of a name, in any language."),
            OpenApiParameter("category", str, description="A category's slug."),
            OpenApiParameter("limit", int, description="1 to 100; 30 by default."),
            OpenApiParameter("cursor", str, description="From `meta.next`."),
        ],
        responses=inline_serializer("FoodList", {"items": FoodSerializer(many=True)}),
    )
    def get(self, request: Request) -> Response:
        """Foods by name: ours first, then imported plants. With `q`, the best match first."""
        asked = request.query_params
        text = asked.get("q", "").strip()
        foods = Food.objects.search(text)
        if slug := asked.get("category"):
            if slug not in Category.objects.values_list("slug", flat=True):
                raise Invalid(category=_("There is no such category."))
            foods = foods.in_category(slug)
        page, following = keyset_page(
            foods.with_units(),
            order=search_order() if text else list_order(),
            limit=read_limit(asked.get("limit")),
            cursor=asked.get("cursor"),
        )
        return answer({"items": [food_row(food) for food in page]}, next=following)


class FoodDetailView(APIView):
    @extend_schema(responses=FoodDetailSerializer)
    def get(self, request: Request, slug: str) -> Response:
        """One food."""
        named = Prefetch("synonyms", FoodSynonym.objects.order_by("language", "id"))
        foods = Food.objects.with_units().prefetch_related(named)
        food = get_object_or_404(foods, slug=slug)
        synonyms: dict[str, list[str]] = {language: [] for language in NameLanguage.values}
        for row in food.synonyms.all():
            synonyms[row.language].append(row.name)
        names = {"en": food.name_en, "es": food.name_es, "fr": food.name_fr}
        return Response({**food_row(food), "names": names, "synonyms": synonyms})


class CategoryListView(APIView):
    @extend_schema(
        operation_id="categories_list",
        responses=inline_serializer("CategoryList", {"items": CategorySerializer(many=True)}),
    )
    def get(self, request: Request) -> Response:
        """All categories, in the order people see them."""
        return answer({"items": [category_row(row) for row in Category.objects.all()]}, next=None)


def food_row(food: Food) -> dict[str, Any]:
    """A food as the API tells it, named in the active language; read it `with_units`."""
    return {
        "slug": food.slug,
        "name": food.name,
        "scientific_name": food.scientific_name,
        "category": food.category.slug,
        "is_food": food.category.is_food,
        "curated": food.curated,
        "units": food.units(),
        "default_unit": food.default_unit,
        "kilograms_per_unit": food.kilograms_per_unit(),
        "storage": food.storage,
        "shelf_life_days": food.shelf_life_days,
        "date_kind": date_kind(food, food.storage),
        "hygiene": hygiene_notes(food.category.slug),
        "allergens": food.allergens,
        "diets": food.diets,
        "season_months": {"north": food.season_north, "south": food.season_south},
    }


def category_row(category: Category) -> dict[str, Any]:
    """A category as the API tells it, named in the active language."""
    return {
        "slug": category.slug,
        "name": category.name,
        "icon": category.icon,
        "is_food": category.is_food,
        "units": category.units(),
        "default_unit": category.default_unit,
        "kilograms_per_unit": category.kilograms_per_unit(),
        "hygiene": hygiene_notes(category.slug),
    }


api_urls = [
    path("foods", FoodListView.as_view(), name="food-list"),
    path("foods/<slug:slug>", FoodDetailView.as_view(), name="food-detail"),
    path("categories", CategoryListView.as_view(), name="category-list"),
]
