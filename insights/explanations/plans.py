"""What is to be said of signals: for whom, in which languages, from which inputs."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from django.conf import settings
from django.utils import translation

from catalog.models import Category, Food, Named
from core import clock
from insights.enums import ExplanationContext
from insights.explanations.inputs import for_growers, hash_of, inputs_of
from insights.explanations.protocol import Told, contexts_of
from insights.explanations.seasons import foods_of, season_at
from insights.models import InsightSignal


@dataclass(frozen=True)
class Plan:
    """One text: about a signal, from what it is told."""

    signal_id: UUID
    inputs_hash: str
    told: Told


def languages() -> list[str]:
    return [code for code, _ in settings.LANGUAGES]


def all_of(signal: InsightSignal, *, using: str = "default") -> list[Plan]:
    """Every text that a signal has, for everybody first; two reads, of the catalog."""
    return [
        plan
        for context in contexts_of(signal.kind)
        for plan in of([signal], context, languages(), using=using)
    ]


def of(
    signals: Sequence[InsightSignal],
    context: str,
    wanted: Collection[str],
    *,
    using: str = "default",
) -> list[Plan]:
    """The texts about these signals for one context, by signal and language.

    Kinds that are not explained to the context are left out. One read, two for growers.
    """
    signals = [signal for signal in signals if context in contexts_of(signal.kind)]
    slugs = {signal.category for signal in signals}
    categories = (
        {each.slug: each for each in Category.objects.using(using).filter(slug__in=slugs)}
        if signals
        else {}
    )
    growing = context == ExplanationContext.GROWER and signals
    foods = foods_of(slugs, using=using) if growing else {}
    return [
        plan
        for signal in signals
        for plan in _plans(signal, context, wanted, categories, foods.get(signal.category, []))
    ]


def _plans(
    signal: InsightSignal,
    context: str,
    wanted: Collection[str],
    categories: Mapping[str, Category],
    foods: Sequence[Food],
) -> list[Plan]:
    inputs = inputs_of(signal.kind, signal.category, signal.numbers)
    named: dict[str, Named] = {}
    if context == ExplanationContext.GROWER:
        season = season_at(signal.cell, clock.today().month, foods)
        inputs = for_growers(inputs, season.now, season.begins)
        told_of = {*season.now, *season.begins}
        named = {food.slug: food for food in foods if food.slug in told_of}
    name = hash_of(inputs)
    plans = []
    for language in wanted:
        with translation.override(language):
            category = categories.get(signal.category)
            told = Told(
                context=str(context),
                inputs=inputs,
                # The slug itself for one that the catalog has lost.
                category=category.name if category else signal.category,
                language=language,
                foods={slug: food.name for slug, food in named.items()},
            )
        plans.append(Plan(signal.pk, name, told))
    return plans
