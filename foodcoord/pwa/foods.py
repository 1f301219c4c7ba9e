"""The foods that a device knows offline: those that people post most, as a picker shows them."""

from django.db.models import Count
from django.template import loader

from catalog import presenters
from catalog.folding import fold
from catalog.models import Food
from listings.models import Listing

MOST = 200


def foods() -> list[dict[str, str]]:
    """What is typed (`words`, folded) and the option that answers it (`option`, HTML)."""
    found = _most_posted()
    template = loader.get_template("components/options.html")
    return [
        {"words": fold(food.name), "option": template.render({"options": [option]})}
        for food, option in zip(found, presenters.options(found), strict=True)
    ]


def _most_posted() -> list[Food]:
    """Those shared most, and then others of the catalog, as many as a device keeps."""
    times = dict(
        Listing.objects.values_list("food").annotate(times=Count("pk")).order_by("-times")[:MOST]
    )
    curated = Food.objects.curated().select_related("category").order_by("slug")
    posted = Food.objects.filter(pk__in=times).select_related("category")
    known = {food.pk: food for food in [*posted, *curated[:MOST]]}
    return sorted(known.values(), key=lambda food: (-times.get(food.pk, 0), food.slug))[:MOST]
