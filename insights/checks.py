"""What is wrong with the settings of figures and explanations, said at start."""

from typing import Any

from django.conf import settings
from django.core import checks

from insights.enums import Source

FEWEST = 2
"""Below this a figure would be one person's."""


def register() -> None:
    checks.register(enough_people)
    checks.register(explainer_is_known)


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
