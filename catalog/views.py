from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe
from django_htmx.middleware import HtmxDetails

from catalog import presenters
from catalog.models import Category, Food
from catalog.querysets import list_order, search_order
from core.paging import turned_page

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
    order = search_order() if text else list_order()
    page, more_url = turned_page(
        request, foods.select_related("category"), order=order, size=ROWS_A_PAGE
    )
    context = {
        "query": text,
        "category": shelf,
        "chips": presenters.chips(categories, shelf.slug if shelf else ""),
        "rows": presenters.rows(page),
        "summary": presenters.count_text(foods.count()),
        "more_url": more_url,
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
