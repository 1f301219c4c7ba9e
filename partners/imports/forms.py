"""Sending a file in, and saying what its columns mean."""

from collections.abc import Iterator
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from core.forms import NewForm, RefusableForm
from partners.imports.columns import COLUMNS
from partners.imports.enums import ImportKind
from partners.imports.mapping import Meaning
from partners.models import Import

PREFIX = "column-"


class UploadForm(NewForm):
    """A file and what it holds."""

    kind = forms.ChoiceField(
        label=_("What the lines are"),
        choices=ImportKind.choices,
        initial=ImportKind.LISTINGS,
        widget=forms.RadioSelect,
    )
    file = forms.FileField(
        label=_("File"),
        allow_empty_file=True,
        max_length=200,
        widget=forms.FileInput(attrs={"accept": ".csv,.tsv,.txt,.json,text/csv,application/json"}),
        help_text=_("A CSV file, as every spreadsheet saves it."),
    )
    dry_run = forms.BooleanField(
        label=_("Only try it"),
        required=False,
        initial=True,
        help_text=_("You see what would happen, line by line, and nothing is written."),
    )

    def __init__(self, *args: Any, with_organizations: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not with_organizations:
            kinds = [choice for choice in ImportKind.choices if choice[0] != "organizations"]
            self.fields["kind"].choices = kinds  # type: ignore[attr-defined]


class ColumnsForm(RefusableForm):
    """For each field, which column of the file says it."""

    def __init__(self, *args: Any, run: Import, meaning: Meaning, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        headers = [header for header in dict.fromkeys(run.columns) if header]
        usable = [header for header in headers if run.columns.count(header) == 1]
        choices = [("", _("No column")), *((header, header) for header in usable)]
        for column in COLUMNS[run.kind]:
            self.fields[f"{PREFIX}{column.name}"] = forms.ChoiceField(
                label=column.label,
                choices=choices,
                required=column.is_required,
                initial=meaning.fields.get(column.name, ""),
            )

    def said(self) -> dict[str, str]:
        """Field → header, empty where there is none."""
        return {name.removeprefix(PREFIX): value for name, value in self.cleaned_data.items()}

    def rows(self) -> Iterator[forms.BoundField]:
        return iter(self[name] for name in self.fields)
