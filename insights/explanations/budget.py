"""What calls of a model cost, and what a UTC day may cost.

Every call counts from the moment it is asked, at the most it can take; when it has ended, at what
it took. A call whose end nobody saw stays at its most.
"""

from dataclasses import dataclass
from decimal import ROUND_CEILING, Decimal

from django.conf import settings
from django.db.models import Count, F, Sum
from django.db.models.functions import Coalesce

from core import clock
from insights.explanations.protocol import Usage
from insights.figures.days import day_of, midnight
from insights.models import ModelCall

MICROS_A_DOLLAR = 1_000_000


@dataclass(frozen=True)
class Spent:
    """Of a UTC day so far, calls under way included; millionths of a dollar."""

    calls: int
    tokens: int
    micros: int

    @property
    def dollars(self) -> Decimal:
        return Decimal(self.micros) / MICROS_A_DOLLAR


def cost_micros(usage: Usage) -> int:
    """Millionths of a dollar, rounded up.

    Prices are in dollars per million tokens (`BEDROCK_PRICE_IN`, `_OUT`), which is the same
    number as millionths of a dollar per token.
    """
    cost = (
        usage.tokens_in * settings.BEDROCK_PRICE_IN + usage.tokens_out * settings.BEDROCK_PRICE_OUT
    )
    return int(cost.to_integral_value(rounding=ROUND_CEILING))


def spent_today(*, using: str = "default") -> Spent:
    """The sums over the calls of this UTC day: one read."""
    begin = midnight(day_of(clock.now()))
    sums = (
        ModelCall.objects.using(using)
        .filter(asked_at__gte=begin)
        .aggregate(
            calls=Count("pk"),
            tokens=Coalesce(Sum(F("tokens_in") + F("tokens_out")), 0),
            micros=Coalesce(Sum("cost_micros"), 0),
        )
    )
    return Spent(**{name: int(value) for name, value in sums.items()})


def has_room(most: Usage, *, using: str = "default") -> bool:
    """Whether a call that takes at most this still fits into the day."""
    spent = spent_today(using=using)
    tokens = spent.tokens + most.tokens_in + most.tokens_out
    micros = spent.micros + cost_micros(most)
    most_micros = int(settings.BEDROCK_DAILY_DOLLARS * MICROS_A_DOLLAR)
    most_tokens: int = settings.BEDROCK_DAILY_TOKENS
    return tokens <= most_tokens and micros <= most_micros
