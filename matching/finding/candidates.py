"""What might match, in one query by ranges of cells; `finding.rule` has the last word."""

from collections.abc import Sequence
from typing import Any

from django.db.models import Case, ExpressionWrapper, F, FloatField, Q, Value, When

from accounts.models import User
from catalog.models import Food
from core.geo import cells
from listings.models import Listing
from matching.enums import Closeness
from matching.reach import (
    FURTHEST_KM,
    ORGANIZATION_RADIUS_KM,
    cells_within,
    map_metres,
    metres_per_km,
    radius_of,
)
from posts.querysets import PostQuerySet, organizations_acted_for
from requests_app.models import FoodRequest

MOST_NAMESAKES = 20


def namesakes_of(food: Food | None) -> frozenset[int]:
    """Ids of other foods of its category that share a name with it, in any language: what one
    person calls "aubergine", another finds under "eggplant"."""
    if food is None:
        return frozenset()
    names = [line for line in food.search.split("\n") if line.strip()]
    same = Q()
    for name in {food.sort_en, food.sort_es, food.sort_fr} & set(names):
        same |= Q(search__contains=f"\n{name}\n")
    if not same:
        return frozenset()
    found = Food.objects.filter(same, category=food.category_id).exclude(pk=food.pk)
    return frozenset(found.order_by("pk").values_list("pk", flat=True)[:MOST_NAMESAKES])


def listings_for(request: FoodRequest, namesakes: frozenset[int]) -> PostQuerySet[Any]:
    """Open listings near enough that could answer a request."""
    here = cells.centre(request.cell)
    radius_km = radius_of(request.owner, request.organization)
    rows = (
        _open(Listing)
        .in_cells(cells_within(here, radius_km))
        .filter(
            category=request.category_id,
            diets__contains=list(request.diets),
            available_from__lt=request.needed_by,
        )
    )
    rows = rows.exclude(allergens__overlap=list(request.avoid_allergens))
    rows = rows.annotate(metres=map_metres(here), closeness=_closeness(request, namesakes))
    return rows.filter(metres__lte=radius_km * metres_per_km(here))


def requests_for(listing: Listing, namesakes: frozenset[int]) -> PostQuerySet[Any]:
    """Open requests that a listing could answer, each as far as who asks goes."""
    here = cells.centre(listing.cell)
    rows = (
        _open(FoodRequest)
        .in_cells(cells_within(here, FURTHEST_KM))
        .filter(
            category=listing.category_id,
            diets__contained_by=list(listing.diets),
            needed_by__gt=listing.available_from,
        )
    )
    rows = rows.exclude(avoid_allergens__overlap=list(listing.allergens))
    radius = Case(
        When(organization__isnull=False, then=Value(float(ORGANIZATION_RADIUS_KM))),
        default=F("owner__share_radius_km") * Value(1.0),
        output_field=FloatField(),
    )
    reach = ExpressionWrapper(radius * Value(metres_per_km(here)), FloatField())
    rows = rows.annotate(metres=map_metres(here), closeness=_closeness(listing, namesakes))
    return rows.filter(metres__lte=reach)


def not_of(rows: PostQuerySet[Any], viewer: User) -> PostQuerySet[Any]:
    """Without what speaks for the viewer, or for an organization they act for."""
    acted_for = list(organizations_acted_for(viewer).values_list("pk", flat=True))
    others = rows.exclude(organization=None, owner=viewer)
    return others.exclude(organization__in=acted_for)


def nearest_first(rows: PostQuerySet[Any], limit: int) -> Sequence[Any]:
    """The first so many: closest food, then nearest."""
    return list(rows.with_party().order_by("closeness", "metres", "id")[:limit])


def _open(model: type[Listing] | type[FoodRequest]) -> PostQuerySet[Any]:
    """What is left and may still be asked for or answered, and nobody has hidden."""
    found: PostQuerySet[Any] = model.objects.open_now().filter(hidden_at=None)
    return found


def _closeness(anchor: Listing | FoodRequest, namesakes: frozenset[int]) -> Case:
    """As `rule.closeness_of`, for the order in which candidates are read."""
    return Case(
        When(food=None, then=Value(int(Closeness.WHOLE_CATEGORY))),
        When(food_id=anchor.food_id, then=Value(int(Closeness.SAME_FOOD))),
        When(food_id__in=namesakes, then=Value(int(Closeness.SAME_NAME))),
        default=Value(int(Closeness.SAME_CATEGORY if anchor.food_id else Closeness.WHOLE_CATEGORY)),
    )
