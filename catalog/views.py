from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe
from django_htmx.middleware import HtmxDetails

from catalog import presenters
from catalog.models import Category, Food
from catalog.querysets import FoodQuerySet, list_order, search_order
from core.api.cursors import keyset_page
from core.errors import Invalid

ROWS_A_PAGE = 40
OPTIONS = 8


class HtmxRequest(HttpRequest):
    htmx: HtmxDetails


@require_safe
def food_list(request: HtmxRequest) -> HttpResponse:
    """All foods by category, or those that a search finds; imported plants only when asked for."""
    text = request.GET.get("q", "").strip()
    categories = list(Category.objects.all())
    chosen = request.GET.get("category", "")
    shelf = next((row for row in categories if row.slug == chosen), None)
    foods = Food.objects.search(text)
    if shelf:
        foods = foods.in_category(shelf.slug)
    elif not text:
        foods = foods.curated()
    page, following = _page(foods, text, request.GET.get("cursor"))
    link = request.GET.copy()
    link["cursor"] = following or ""
    context = {
        "query": text,
        "category": shelf,
        "chips": presenters.chips(categories, shelf.slug if shelf else ""),
        "rows": presenters.rows(page),
        "summary": presenters.count_text(foods.count()),
        "more_url": f"?{link.urlencode()}" if following else "",
    }
    fragment = "#results" if request.htmx else ""
    return render(request, f"catalog/food_list.html{fragment}", context)


@require_safe
def food_detail(request: HttpRequest, slug: str) -> HttpResponse:
    """What the catalog knows of one food."""
    food = get_object_or_404(Food.objects.with_units(), slug=slug)
    system = getattr(request.user, "units", "metric")
    context = {"food": food, "facts": presenters.facts(food, system)}
    return render(request, "catalog/food_detail.html", context)


@require_safe
def food_search(request: HttpRequest) -> HttpResponse:
    """The options of a food picker: only `<li>`s, at most eight."""
    text = request.GET.get("q", "").strip()
    foods = Food.objects.search(text).select_related("category")[:OPTIONS] if text else []
    context = {"query": text, "options": presenters.options(foods)}
    return render(request, "catalog/food_options.html", context)


def _page(foods: FoodQuerySet, text: str, cursor: str | None) -> tuple[list[Food], str | None]:
    """A page; a cursor that makes no sense shows the first one."""
    order = search_order() if text else list_order()
    rows = foods.select_related("category")
    try:
        return keyset_page(rows, order=order, limit=ROWS_A_PAGE, cursor=cursor)
    except Invalid:
        return keyset_page(rows, order=order, limit=ROWS_A_PAGE, cursor=None)
