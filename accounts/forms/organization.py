import re
from typing import Any
from uuid import uuid4

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from accounts.enums import OrganizationKind, Role, Weekday
from accounts.forms.place import PlaceFields
from accounts.models import Organization
from accounts.validators import validate_opening_hours
from catalog.models import Category
from core.geo.models import Precision

SPAN = re.compile(r"\s*(\d{1,2})[:.h](\d{2})\s*(?:-|–|to)\s*(\d{1,2})[:.h](\d{2})\s*")


class HoursField(forms.CharField):
    """One day's opening hours as people write them: `9:00-12:30, 14:00-18:00`."""

    def prepare_value(self, value: Any) -> Any:
        if isinstance(value, list):
            return ", ".join(f"{opens}–{closes}" for opens, closes in value)
        return value

    def to_python(self, value: Any) -> Any:
        parts = [part for part in re.split(r"[,;]", super().to_python(value) or "") if part.strip()]
        spans = [SPAN.fullmatch(part) for part in parts]
        if not all(spans):
            raise ValidationError(_("Write times such as 9:00-12:30, 14:00-18:00."))
        return [_span(found) for found in spans if found]


def _span(found: re.Match[str]) -> list[str]:
    opens_h, opens_m, closes_h, closes_m = found.groups()
    return [f"{int(opens_h):02}:{opens_m}", f"{int(closes_h):02}:{closes_m}"]


class OrganizationForm(PlaceFields):
    """The page of an organization, for the people who keep it."""

    id = forms.UUIDField(widget=forms.HiddenInput, initial=uuid4)
    name = forms.CharField(label=_("Name"), max_length=120)
    kind = forms.ChoiceField(
        label=_("What it is"), choices=OrganizationKind.choices, widget=forms.RadioSelect
    )
    description = forms.CharField(
        label=_("About"),
        max_length=2000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("Who may come, what to bring, how it works."),
    )
    address = forms.CharField(label=_("Address"), max_length=200, required=False)
    place_is_public = forms.BooleanField(
        label=_("Show the exact place to everyone"), required=False
    )
    public_precision = forms.TypedChoiceField(
        label=_("Otherwise show an area"),
        coerce=int,
        choices=Precision.choices[::-1],
        initial=Precision.NEIGHBOURHOOD,
        widget=forms.RadioSelect,
    )
    accepts = forms.ModelMultipleChoiceField(
        label=_("Accepts"),
        queryset=Category.objects.all(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(self, *args: Any, organization: Organization | None = None, **kwargs: Any) -> None:
        self.organization = organization
        super().__init__(*args, initial=_initial(organization), **kwargs)
        hours = organization.opening_hours if organization else {}
        for day in Weekday:
            self.fields[f"hours_{day.value}"] = HoursField(
                label=day.label, required=False, max_length=80, initial=hours.get(day.value, [])
            )
        if organization is None:
            self.fields["place_is_public"].initial = True
            self.fields["town"].required = not self.is_placed
            self.fields["town"].error_messages["required"] = _(
                "Say where it is: a town, or a point on the map."
            )

    @property
    def hours(self) -> list[forms.BoundField]:
        return [self[f"hours_{day.value}"] for day in Weekday]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        spans = {day.value: cleaned.get(f"hours_{day.value}") or [] for day in Weekday}
        cleaned["opening_hours"] = {day: times for day, times in spans.items() if times}
        for day, times in cleaned["opening_hours"].items():
            try:
                validate_opening_hours({day: times})
            except ValidationError as error:
                self.add_error(f"hours_{day}", error)
        return cleaned

    def changes(self) -> dict[str, Any]:
        """What was set, as `create_organization` and `edit_organization` take it."""
        names = ("name", "kind", "description", "address", "place_is_public", "opening_hours")
        told = {name: self.cleaned_data[name] for name in (*names, "accepts", "place")}
        return told | {"precision": self.cleaned_data["public_precision"]}


def _initial(organization: Organization | None) -> dict[str, Any]:
    if organization is None:
        return {}
    names = ("id", "name", "kind", "description", "place_is_public", "public_precision")
    known = {name: getattr(organization, name) for name in names}
    return known | {
        "address": organization.exact_place.label,
        "accepts": list(organization.accepts.all()),
    }


class MemberForm(forms.Form):
    email = forms.EmailField(label=_("E-mail address"))
    role = forms.ChoiceField(label=_("Role"), choices=Role.choices, initial=Role.MEMBER)


class RoleForm(forms.Form):
    role = forms.ChoiceField(label=_("Role"), choices=Role.choices)
