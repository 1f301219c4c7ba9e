"""What is wrong with the settings of figures and explanations, said at start."""

from typing import Any

from django.conf import settings
from django.core import checks

from insights.enums import Source

FEWEST = 2
"""Below this a figure would be one person's."""
LONGEST_ROUND = 28
"""Seconds. A drain begins nothing new after 30, and its task may last 60."""


def register() -> None:
    checks.register(enough_people)
    checks.register(explainer_is_known)
    checks.register(calls_are_bounded)


def enough_people(**kwargs: Any) -> list[checks.CheckMessage]:
    if settings.K_PARTICIPANTS >= FEWEST:
        return []
    message = "K_PARTICIPANTS is below 2: figures would show one person's doings."
    return [checks.Error(message, id="insights.E001")]


def explainer_is_known(**kwargs: Any) -> list[checks.CheckMessage]:
    if settings.EXPLAINER not in Source.values:
        hint = f"Use one of: {', '.join(Source.values)}."
        return [checks.Error("EXPLAINER is not known.", hint=hint, id="insights.E002")]
    if settings.EXPLAINER == Source.BEDROCK and not settings.BEDROCK_MODEL:
        message = "EXPLAINER is bedrock, but BEDROCK_MODEL names no model."
        return [checks.Error(message, id="insights.E003")]
    return []


def calls_are_bounded(**kwargs: Any) -> list[checks.CheckMessage]:
    """Calls end before the task they are made in, cost something countable, and can be stopped."""
    if settings.EXPLAINER != Source.BEDROCK:
        return []
    found: list[checks.CheckMessage] = []
    longest = settings.BEDROCK_ROUND_SECONDS + settings.BEDROCK_TOTAL_SECONDS
    one = settings.BEDROCK_CONNECT_SECONDS + settings.BEDROCK_READ_SECONDS
    if longest > LONGEST_ROUND or one > settings.BEDROCK_TOTAL_SECONDS or one <= 0:
        message = "BEDROCK_…_SECONDS let calls last longer than the task they are made in."
        hint = f"CONNECT + READ at most TOTAL, and ROUND + TOTAL at most {LONGEST_ROUND}."
        found.append(checks.Error(message, hint=hint, id="insights.E004"))
    limits = (
        settings.BEDROCK_PRICE_IN,
        settings.BEDROCK_PRICE_OUT,
        settings.BEDROCK_DAILY_TOKENS,
        settings.BEDROCK_DAILY_DOLLARS,
    )
    if not all(limit >= 0 for limit in limits):
        message = "A price or daily budget of BEDROCK_… is below nothing."
        found.append(checks.Error(message, id="insights.E005"))
    minutes = (settings.BEDROCK_BREAKER_MINUTES, settings.BEDROCK_REST_MINUTES)
    if settings.BEDROCK_BREAKER_FAILURES < 1 or min(minutes) < 1:
        message = "BEDROCK_BREAKER_FAILURES, …_MINUTES and BEDROCK_REST_MINUTES are at least 1."
        found.append(checks.Error(message, id="insights.E006"))
    if not (settings.BEDROCK_PRICE_IN and settings.BEDROCK_PRICE_OUT):
        message = "BEDROCK_PRICE_IN or BEDROCK_PRICE_OUT is not set: dollars are not counted."
        found.append(checks.Warning(message, id="insights.W001"))
    return found
