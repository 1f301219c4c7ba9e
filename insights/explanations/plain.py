"""Explanations from fixed sentences: always there, the same for the same numbers."""

from collections.abc import Callable, Mapping
from decimal import Decimal

from django.utils import translation
from django.utils.formats import number_format
from django.utils.translation import gettext

from insights.enums import SignalKind, Source
from insights.explanations.inputs import Inputs
from insights.explanations.protocol import Draft


class PlainExplainer:
    """Three short sentences a kind, through gettext."""

    source = Source.PLAIN
    model = ""
    prompt_version = "plain-1"

    def explain(self, inputs: Inputs, *, category: str, language: str) -> Draft:
        with translation.override(language):
            said = {
                key: number_format(Decimal(value), use_l10n=True)
                for key, value in inputs.items()
                if key.startswith(("kg_", "percent_", "hours_"))
            }
            template = SENTENCES[SignalKind(inputs["kind"])]()
            return Draft(template % {**said, "category": category, "days": inputs["window_days"]})


def _shortage() -> str:
    return gettext(
        "%(category)s: people ask for more than there is. "
        "In the last %(days)s days about %(kg_requested)s kg were asked for, %(kg_offered)s kg "
        "were offered and %(kg_committed)s kg promised. "
        "If you have some to spare, this is a good moment to share it."
    )


def _surplus() -> str:
    return gettext(
        "%(category)s: there is more than people take. "
        "In the last %(days)s days about %(kg_offered)s kg were offered, %(kg_requested)s kg "
        "were asked for and %(kg_committed)s kg promised. "
        "If you can use some, or know a kitchen or a pantry that can, this is a good moment."
    )


def _waste() -> str:
    return gettext(
        "%(category)s: a good part of what is offered is not taken in time. "
        "In the last %(days)s days about %(kg_expired)s kg were lost, against %(kg_offered)s kg "
        "offered (%(percent_expired)s %%). "
        "Offering it sooner, for longer, or to a pantry nearby could save it."
    )


def _mismatch() -> str:
    return gettext(
        "%(category)s: people ask for more than there is, and next door there is plenty. "
        "In the last %(days)s days about %(kg_requested)s kg were asked for here and "
        "%(kg_offered)s kg offered; next door %(kg_neighbour_offered)s kg were offered and "
        "%(kg_neighbour_requested)s kg asked for. "
        "If you can carry some across, this is a good moment."
    )


def _slow_answers() -> str:
    return gettext(
        "%(category)s: it takes longer than usual until people agree on a hand-over. "
        "In the last %(days)s days half of the promises took more than %(hours_median)s hours; "
        "usual are %(hours_usual)s hours. "
        "A quick answer to a new post helps."
    )


SENTENCES: Mapping[SignalKind, Callable[[], str]] = {
    SignalKind.SHORTAGE: _shortage,
    SignalKind.SURPLUS: _surplus,
    SignalKind.WASTE: _waste,
    SignalKind.MISMATCH: _mismatch,
    SignalKind.SLOW_ANSWERS: _slow_answers,
}
