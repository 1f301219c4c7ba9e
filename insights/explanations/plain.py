"""Explanations from fixed sentences: always there, the same for the same numbers."""

from collections.abc import Mapping
from decimal import Decimal

from django.utils import translation
from django.utils.formats import number_format
from django.utils.text import get_text_list
from django.utils.translation import gettext

from insights.enums import ExplanationContext, SignalKind, Source
from insights.explanations import sentences
from insights.explanations.inputs import Inputs
from insights.explanations.protocol import Draft, Told

NUMBERS = ("kg_", "percent_", "hours_", "commitments")


class PlainExplainer:
    """Short sentences a kind and context, through gettext."""

    source = Source.PLAIN
    model = ""
    prompt_version = "plain-1"

    def version(self, context: str) -> str:
        return self.prompt_version

    def write(self, told: Told) -> Draft:
        kind = SignalKind(told.inputs["kind"])
        with translation.override(told.language):
            said = {**_numbers(told.inputs), "category": told.category}
            if told.context == ExplanationContext.GROWER:
                parts = [sentences.FOR_GROWERS[kind](), *_seasons(told)]
                text = " ".join([*parts, sentences.what_is_spare()])
            elif kind == SignalKind.SLOW_ANSWERS:
                text = sentences.slow_answers(compared="hours_usual_around" in told.inputs)
            else:
                text = sentences.FOR_EVERYBODY[kind]()
            return Draft(text % {**said, "days": told.inputs["window_days"]})

    def explain(
        self, inputs: Inputs, *, category: str, language: str, foods: Mapping[str, str] = {}
    ) -> Draft:
        """As `write`, for everybody."""
        return self.write(Told(ExplanationContext.TOWN, inputs, category, language, foods))


def _numbers(inputs: Inputs) -> dict[str, str]:
    """As the language writes them."""
    return {
        key: number_format(Decimal(value), use_l10n=True)
        for key, value in inputs.items()
        if key.startswith(NUMBERS)
    }


def _seasons(told: Told) -> list[str]:
    """A sentence for what is in season, one for what will be; none where there is nothing."""

    def listed(key: str) -> str:
        names = [told.foods[slug] for slug in told.inputs[key]]
        return get_text_list(names, gettext("and")).replace("%", "%%")

    said = []
    if told.inputs["in_season"]:
        said.append(sentences.in_season() % {"foods": listed("in_season")})
    if told.inputs["season_begins"]:
        said.append(sentences.season_begins() % {"foods": listed("season_begins")})
    return said
