"""What a grower could share or grow: what is short around their home, and what is in season.

Suggestions, never duties: nothing is promised of what grows, nor of what is taken.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from accounts.models import User
from catalog.models import Category, Food
from core import clock
from insights.enums import ExplanationContext, Outlook, SignalKind
from insights.explanations.seasons import foods_of, season_at
from insights.models import InsightSignal
from insights.reads import forecasts, signals
from insights.reads.forecasts import ForecastShown
from insights.reads.signals import ExplainedSignal

SHORT = (SignalKind.SHORTAGE, SignalKind.MISMATCH)
MOST = 5
PRECISION = 5


@dataclass(frozen=True)
class Suggestion:
    """One kind of food that is short, or is likely to be.

    Args:
        category: from the catalog.
        reason: the signal that says so, with its words; a forecast where it is only likely.
        share: foods of it in season now.
        grow: those whose season begins within three months.
    """

    category: Category
    reason: ExplainedSignal | ForecastShown
    share: list[Food] = field(default_factory=list)
    grow: list[Food] = field(default_factory=list)


def suggestions_for(user: User, language: str) -> list[Suggestion]:
    """What is short around somebody's home, strongest first; what is only likely comes last.

    Args:
        user: with a home; without one, or with guidance switched off, there is nothing.
        language: a code of `settings.LANGUAGES`.
    """
    if not (user.guidance and user.home_cell):
        return []
    cell = user.home_cell[:PRECISION]
    likely = {each.category: each for each in forecasts.of(cell) if each.outlook == Outlook.SCARCE}
    short = _short(cell, language, generated=user.generated_text)
    reasons: dict[str, ExplainedSignal | ForecastShown] = {**short}
    for slug, forecast in likely.items():
        reasons.setdefault(slug, forecast)
    chosen = list(reasons)[:MOST]
    if not chosen:
        return []
    known = {category.slug: category for category in Category.objects.filter(slug__in=chosen)}
    foods = foods_of(chosen)
    return [
        _suggestion(cell, known[slug], reasons[slug], foods.get(slug, []))
        for slug in chosen
        if slug in known
    ]


def _short(cell: str, language: str, *, generated: bool) -> Mapping[str, ExplainedSignal]:
    """Category → the nearest signal that it is short, in the order of their strength."""
    found = InsightSignal.objects.active().around(cell).filter(kind__in=SHORT).strongest_first()
    nearest: dict[str, InsightSignal] = {}
    for signal in sorted(found, key=lambda signal: -len(signal.cell)):
        nearest.setdefault(signal.category, signal)
    strongest = sorted(nearest.values(), key=lambda each: (-each.severity, -each.confidence))
    told = signals.explained(
        strongest, language, generated=generated, context=ExplanationContext.GROWER
    )
    return {each.signal.category: each for each in told}


def _suggestion(
    cell: str,
    category: Category,
    reason: ExplainedSignal | ForecastShown,
    foods: Sequence[Food],
) -> Suggestion:
    season = season_at(cell, clock.today().month, foods)
    by_slug = {food.slug: food for food in foods}
    return Suggestion(
        category=category,
        reason=reason,
        share=[by_slug[slug] for slug in season.now],
        grow=[by_slug[slug] for slug in season.begins],
    )
