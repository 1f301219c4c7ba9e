"""What is asked besides yes, verb by verb."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from catalog.units import quantity_text
from commitments.codes import LENGTH
from commitments.enums import CancelReason, CommitmentState, Side, Thanks, Verb
from commitments.errors import TooManyTries
from commitments.models import Commitment
from commitments.services import Offer, windows_of
from commitments.services.negotiating import MOST_WINDOWS
from commitments.windows import typed_window
from core import moments
from core.errors import Refused
from core.forms import RefusableForm

KEEP = "keep"


class VerbForm(RefusableForm):
    """Nothing but yes."""

    def __init__(self, *args: Any, commitment: Commitment, side: Side, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.commitment, self.side = commitment, side

    def said(self) -> dict[str, Any]:
        """What was said, as the service takes it."""
        return dict(self.cleaned_data)


class CancelForm(VerbForm):
    """Why. One's own proposal is taken back without a reason."""

    reason = forms.ChoiceField(
        label=_("Why?"),
        choices=CancelReason.choices,
        widget=forms.RadioSelect(attrs={"data-look": "list"}),
    )
    note = forms.CharField(
        label=_("A word to the other side"),
        max_length=300,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.commitment.state == CommitmentState.PROPOSED:
            del self.fields["reason"], self.fields["note"]


class HandOverForm(VerbForm):
    """How much changed hands, all of it unless said otherwise; the giver may enter the code."""

    quantity = forms.DecimalField(label=_("How much"), max_digits=12, decimal_places=3)
    code = forms.CharField(
        label=_("Code of the other side"),
        max_length=20,
        required=False,
        help_text=_("The receiver shows it. With it, both of you have said so at once."),
        widget=forms.TextInput(
            attrs={
                "autocapitalize": "characters",
                "autocomplete": "off",
                "spellcheck": "false",
                "size": LENGTH + 2,
            }
        ),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        commitment = self.commitment
        plain = format(commitment.quantity.normalize(), "f")
        quantity = self.fields["quantity"]
        self.initial["quantity"] = plain
        quantity.widget.attrs |= {"min": "0.001", "max": plain}
        agreed = quantity_text(commitment.quantity, commitment.unit)
        quantity.help_text = _("Agreed: %(quantity)s") % {"quantity": agreed}
        if self.side != Side.GIVER:
            del self.fields["code"]

    def apply(self, refused: Refused) -> None:
        """Too many tries belong to the code."""
        if isinstance(refused, TooManyTries):
            self.add_error("code", str(refused))
        else:
            super().apply(refused)


class OfferWindowsForm(VerbForm):
    """One to three other times, in the viewer's zone."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for number in range(1, MOST_WINDOWS + 1):
            first = number == 1
            self.fields[f"day_{number}"] = forms.DateField(
                label=_("Day"), required=first, widget=forms.DateInput(attrs={"type": "date"})
            )
            for name, label in (("first", _("From")), ("last", _("Until"))):
                self.fields[f"{name}_{number}"] = forms.TimeField(
                    label=label, required=first, widget=forms.TimeInput(attrs={"type": "time"})
                )

    @property
    def rows(self) -> list[list[forms.BoundField]]:
        """The fields of each time."""
        return [[self[name] for name in _names(n)] for n in range(1, MOST_WINDOWS + 1)]

    @property
    def folds_open(self) -> bool:
        """Whether a further time was typed, or is wrong."""
        return any(field.errors or field.value() for row in self.rows[1:] for field in row)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        for number in range(1, MOST_WINDOWS + 1):
            typed = {name: cleaned.get(name) for name in _names(number)}
            if any(typed.values()):
                for name, value in typed.items():
                    if value is None and name not in self.errors:
                        self.add_error(name, _("Give the day and both times."))
        return cleaned

    def said(self) -> dict[str, Any]:
        rows = [[self.cleaned_data[name] for name in _names(n)] for n in range(1, MOST_WINDOWS + 1)]
        return {"windows": [Offer(*typed_window(*row)) for row in rows if row[0]]}


class ChooseWindowForm(VerbForm):
    """One of the times on offer, or the agreed one."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        commitment = self.commitment
        offered = windows_of([commitment])[commitment.pk]
        self.offered = {str(row.pk): row for row in offered}
        choices = [(pk, moments.span(row.start, row.end).text) for pk, row in self.offered.items()]
        if commitment.state == CommitmentState.ACCEPTED:
            choices.append((KEEP, str(_("Keep the agreed time"))))
        self.fields["window"] = forms.ChoiceField(
            label=_("Time"),
            choices=choices,
            widget=forms.RadioSelect(attrs={"data-look": "list"}),
            error_messages={
                "invalid_choice": _("This time cannot be chosen any more. Choose another one.")
            },
        )

    def said(self) -> dict[str, Any]:
        return {"window": self.offered.get(self.cleaned_data["window"])}


class ThankForm(VerbForm):
    """One of a few phrases, and perhaps a note."""

    phrase = forms.ChoiceField(
        label=_("Choose what to say"),
        choices=Thanks.choices,
        widget=forms.RadioSelect(attrs={"data-look": "list"}),
    )
    note = forms.CharField(
        label=_("A word of your own"),
        max_length=300,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )


FORMS: dict[str, type[VerbForm]] = {
    Verb.CANCEL: CancelForm,
    Verb.HAND_OVER: HandOverForm,
    Verb.OFFER_WINDOWS: OfferWindowsForm,
    Verb.CHOOSE_WINDOW: ChooseWindowForm,
    Verb.THANK: ThankForm,
}


def form_for(verb: str, *args: Any, commitment: Commitment, side: Side, **kwargs: Any) -> VerbForm:
    """The form of a verb, for the person on that side."""
    return FORMS.get(verb, VerbForm)(*args, commitment=commitment, side=side, **kwargs)


def _names(number: int) -> list[str]:
    return [f"{name}_{number}" for name in ("day", "first", "last")]
