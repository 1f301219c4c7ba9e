from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from core.forms import NewForm, RefusableForm
from moderation.enums import REASONS, Outcome, Reason
from moderation.models import MAX_NOTE, MAX_WORDS, Report
from moderation.services.deciding import SUSPENSIONS, actions_for

LIST = {"data-look": "list"}


class ReportForm(NewForm):
    reason = forms.ChoiceField(label=_("What is wrong?"), widget=forms.RadioSelect(attrs=LIST))
    note = forms.CharField(
        label=_("What happened?"),
        widget=forms.Textarea(attrs={"rows": 4}),
        max_length=MAX_NOTE,
        required=False,
        help_text=_("Moderators read it, and nobody else."),
    )

    def __init__(self, data: Any = None, *, subject_type: str) -> None:
        super().__init__(data)
        reasons = [(reason.value, reason.label) for reason in REASONS[subject_type]]
        self.fields["reason"].choices = reasons  # type: ignore[attr-defined]


class ObjectionForm(RefusableForm):
    text = forms.CharField(
        label=_("Why do you object?"),
        widget=forms.Textarea(attrs={"rows": 6}),
        max_length=MAX_WORDS,
    )


class DecisionForm(RefusableForm):
    """For the admin: one decision about the subject of a report."""

    action = forms.ChoiceField(label=_("Decision"), widget=forms.RadioSelect)
    days = forms.TypedChoiceField(
        label=_("Suspend for"), coerce=int, required=False, empty_value=None
    )
    reason = forms.ChoiceField(label=_("Reason"), choices=Reason.choices)
    words = forms.CharField(
        label=_("Words to the person"),
        widget=forms.Textarea(attrs={"rows": 5, "class": "vLargeTextField"}),
        max_length=MAX_WORDS,
        required=False,
        help_text=_("They are told this, and how to object. Say nothing of who reported it."),
    )

    def __init__(self, data: Any = None, *, report: Report) -> None:
        super().__init__(data, initial={"reason": report.reason})
        actions = [(action.value, action.label) for action in actions_for(report)]
        self.fields["action"].choices = actions  # type: ignore[attr-defined]
        lengths = [("", _("until it is lifted")), *((n, _days(n)) for n in SUSPENSIONS)]
        self.fields["days"].choices = lengths  # type: ignore[attr-defined]


class AnswerForm(RefusableForm):
    """For the admin: the answer to an objection."""

    outcome = forms.ChoiceField(
        label=_("Answer"), choices=Outcome.choices, widget=forms.RadioSelect
    )
    words = forms.CharField(
        label=_("Words to the person"),
        widget=forms.Textarea(attrs={"rows": 5, "class": "vLargeTextField"}),
        max_length=MAX_WORDS,
        required=False,
    )


def _days(number: int) -> str:
    return ngettext("%(count)s day", "%(count)s days", number) % {"count": number}
