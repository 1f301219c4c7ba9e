"""What writes explanations, and what it answers with."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Protocol

from insights.enums import ExplanationContext, Source
from insights.explanations.inputs import Inputs


@dataclass(frozen=True)
class Told:
    """What an explainer is told, and nothing else.

    Args:
        context: whom the text is for.
        inputs: of `insights.explanations.inputs`; slugs and rounded numbers.
        category: its name in `language`.
        language: a code of `settings.LANGUAGES`.
        foods: slug → name in `language`, of the foods that the inputs hold.
    """

    context: str
    inputs: Inputs
    category: str
    language: str
    foods: Mapping[str, str] = field(default_factory=dict)

    @property
    def names(self) -> list[str]:
        """The catalog's names that a text may use."""
        return [self.category, *self.foods.values()]


@dataclass(frozen=True)
class Usage:
    """Tokens read and written."""

    tokens_in: int = 0
    tokens_out: int = 0


@dataclass(frozen=True)
class Draft:
    """Words not yet checked; `usage` is None where the answer does not say what it took."""

    text: str
    usage: Usage | None = Usage()


class NoAnswer(Exception):
    """The explainer did not answer; the message says why, in a few words and without content.

    Args:
        reason: its name.
        passing: it may be otherwise in a moment, so that asking again makes sense.
        usage: what it took; None where nobody can know, as when a connection broke.
    """

    def __init__(
        self, reason: str, *, passing: bool = False, usage: Usage | None = Usage()
    ) -> None:
        super().__init__(reason)
        self.reason = reason
        self.passing = passing
        self.usage = usage


class Explainer(Protocol):
    """Says in a few sentences what is going on, why we say so, and what one could do."""

    source: Source
    model: str

    def version(self, context: str) -> str:
        """The version of the sentences or of the prompt for a context."""

    def write(self, told: Told) -> Draft:
        """Write about one signal.

        Raises:
            NoAnswer: nothing usable came back.
        """


class Model(Explainer, Protocol):
    """An explainer whose calls cost something."""

    def most(self, told: Told) -> Usage:
        """The most tokens that one call can take."""


CONTEXTS: Mapping[str, tuple[ExplanationContext, ...]] = {
    "shortage": (ExplanationContext.TOWN, ExplanationContext.GROWER),
    "mismatch": (ExplanationContext.TOWN, ExplanationContext.GROWER),
}
"""Whom a kind of signal is explained to, besides everybody: growers, where something is short."""


def contexts_of(kind: str) -> tuple[ExplanationContext, ...]:
    return CONTEXTS.get(kind, (ExplanationContext.TOWN,))
