"""The filters as chips: what can be chosen, and what is chosen and can be taken away."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.translation import gettext as _

from accounts.presenters import length_text
from catalog.enums import Diet
from nearby.asked import Asked
from nearby.enums import Kind
from nearby.feed.pages import MOST_KM

DISTANCES_KM = (1, 2, 5, 10, 25, MOST_KM)


@dataclass(frozen=True)
class Chip:
    """One choice among filters."""

    value: str
    label: str
    current: bool


@dataclass(frozen=True)
class Chosen:
    """A choice that was made; `url` leads to the same page without it."""

    label: str
    url: str


@dataclass(frozen=True)
class Chips:
    """The filters of the home page; all but `kinds` are folded away."""

    kinds: list[Chip]
    diets: list[Chip]
    categories: list[Chip]
    distances: list[Chip]
    chosen: list[Chosen]


def chips(asked: Asked, *, usual_km: int, units: str) -> Chips:
    """The filters with what is chosen among them.

    Args:
        asked: what the page was asked for.
        usual_km: how far one looks without saying so.
        units: `metric` or `imperial`.
    """
    category = asked.category.slug if asked.category else ""
    usual = _("%(length)s, as always") % {"length": length_text(usual_km, units)}
    distances = [(str(km), length_text(km, units)) for km in DISTANCES_KM if km != usual_km]
    return Chips(
        kinds=_chips([("", _("All")), *((kind.value, kind.label) for kind in Kind)], {asked.kind}),
        diets=_chips(Diet.choices, set(asked.diets)),
        categories=_chips(
            [("", _("Everything")), *((row.slug, row.name) for row in asked.categories)],
            {category},
        ),
        distances=_chips([("", usual), *distances], {asked.within}),
        chosen=_chosen(asked, units),
    )


def _chosen(asked: Asked, units: str) -> list[Chosen]:
    chosen = []
    if asked.category:
        chosen.append(Chosen(asked.category.name, asked.url(category="")))
    for diet in asked.diets:
        others = [other for other in asked.diets if other != diet]
        chosen.append(Chosen(str(Diet(diet).label), asked.url(diet=others)))
    if asked.within:
        length = length_text(int(asked.within), units)
        label = _("Within %(length)s") % {"length": length}
        chosen.append(Chosen(label, asked.url(within="")))
    if asked.own_too:
        chosen.append(Chosen(_("Yours too"), asked.url(own="")))
    return chosen


def _chips(choices: Iterable[tuple[str, object]], chosen: set[str]) -> list[Chip]:
    return [Chip(value, str(label), value in chosen) for value, label in choices]
