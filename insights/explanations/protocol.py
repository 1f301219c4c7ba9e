"""What writes explanations, and what it answers with."""

from dataclasses import dataclass
from typing import Protocol

from insights.enums import Source
from insights.explanations.inputs import Inputs


@dataclass(frozen=True)
class Draft:
    """Words not yet checked."""

    text: str
    tokens_in: int = 0
    tokens_out: int = 0


class NoAnswer(Exception):
    """The explainer did not answer; the message says why, in a word or two and without content."""


class Explainer(Protocol):
    """Says in 2–4 sentences what is going on, why we say so, and what one could do."""

    source: Source
    model: str
    prompt_version: str

    def explain(self, inputs: Inputs, *, category: str, language: str) -> Draft:
        """Write about one signal.

        Args:
            inputs: of `insights.explanations.inputs`.
            category: its name in `language`.
            language: a code of `settings.LANGUAGES`.

        Raises:
            NoAnswer: nothing usable came back.
        """
