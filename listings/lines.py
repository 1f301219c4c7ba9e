"""Further foods in one share form: a line each, a listing each."""

from collections.abc import Iterator
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from catalog.enums import Unit
from catalog.models import Food
from core.errors import Refused
from core.forms import NewForm
from posts.forms import QuantityFields, known_food, unit_choices, unknown_food

COUNT, ADD = "lines", "add"
MOST = 12
PREFIX = "line-{}"


class LineForm(NewForm, QuantityFields):
    """One more food, and how much of it. Left empty it says nothing."""

    food = forms.CharField(label=_("What else?"), max_length=100, required=False)
    food_slug = forms.CharField(required=False, widget=forms.HiddenInput)
    unit = forms.ChoiceField(label=_("Unit"), choices=Unit.choices, initial=Unit.KG)

    def __init__(self, data: QueryDict | None = None, *, prefix: str) -> None:
        super().__init__(data, prefix=prefix, initial={"quantity": 1})
        self.chosen: Food | None = None
        if self.is_bound:
            said = (str(self[name].value() or "").strip() for name in ("food_slug", "food"))
            self.chosen = known_food(*said)
        if self.chosen:
            self.fields["unit"].widget.choices = unit_choices(self.chosen)
        self.fields["quantity"].required = self.fields["unit"].required = self.is_said

    @property
    def is_said(self) -> bool:
        """Whether it names a food."""
        return bool(self.is_bound and self["food"].value())

    def clean_food(self) -> str:
        text: str = self.cleaned_data["food"]
        if text and self.chosen is None:
            raise ValidationError(unknown_food(text))
        return text

    def said(self) -> dict[str, Any]:
        """What is its own of a draft."""
        cleaned = self.cleaned_data
        return {"food": self.chosen, "quantity": cleaned["quantity"], "unit": cleaned["unit"]}


class Lines:
    """The further lines of a share form, as many as were added.

    Args:
        data: what was sent; none yet.
    """

    def __init__(self, data: QueryDict | None = None) -> None:
        self.forms: list[LineForm] = []
        self.wants_more = False
        if data is not None:
            count = str(data.get(COUNT, ""))
            number = min(int(count), MOST) if count.isdecimal() and len(count) < 4 else 0
            self.wants_more = ADD in data
            self.forms = [LineForm(data, prefix=PREFIX.format(n)) for n in range(number)]
            if self.wants_more and number < MOST:
                self.forms.append(LineForm(prefix=PREFIX.format(number)))

    def __iter__(self) -> Iterator[LineForm]:
        return iter(self.forms)

    def __len__(self) -> int:
        return len(self.forms)

    @property
    def can_grow(self) -> bool:
        return len(self.forms) < MOST

    def are_valid(self) -> bool:
        return not any(line.errors for line in self.forms if line.is_bound)

    def said(self) -> list[LineForm]:
        """Those that name a food."""
        return [line for line in self.forms if line.is_said]

    def apply(self, index: int, refused: Refused) -> None:
        """Show why one was refused, at its line; what it has no field for, above it."""
        self.said()[index].apply(refused)

    def hold_back(self) -> None:
        """Say nothing yet of what is wrong: it is still being filled in."""
        for line in self.forms:
            line.errors.clear()
