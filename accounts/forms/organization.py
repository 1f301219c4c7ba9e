import re
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from accounts.enums import OrganizationKind, Role, Weekday
from accounts.forms.place import PlaceFields
from accounts.models import Organization
from accounts.models.invitation import MOST_USES
from accounts.validators import validate_opening_hours, validate_special_days
from catalog.models import Category
from core.forms import NewForm
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


class SpecialDaysField(forms.CharField):
    """Days with hours of their own, a line each: `2026-12-24: 9:00-12:00`, `2026-12-25: closed`."""

    def __init__(self, **kwargs: Any) -> None:
        widget = forms.Textarea(attrs={"rows": 3, "placeholder": "2026-12-24: 9:00-12:00"})
        super().__init__(widget=widget, required=False, max_length=4000, **kwargs)

    def prepare_value(self, value: Any) -> Any:
        if isinstance(value, dict):
            hours, closed = HoursField(), _("closed")
            days = sorted(value.items())
            return "\n".join(
                f"{day}: {hours.prepare_value(spans) or closed}" for day, spans in days
            )
        return value

    def to_python(self, value: Any) -> Any:
        told: dict[str, Any] = {}
        for line in (super().to_python(value) or "").splitlines():
            day, _colon, hours = line.partition(":")
            if day.strip():
                told[day.strip()] = self._hours(hours.strip())
        return told

    def _hours(self, text: str) -> list[list[str]]:
        if not text or not any(sign.isdigit() for sign in text):
            return []  # "closed", in any language
        spans: list[list[str]] = HoursField().to_python(text)
        return spans


def _span(found: re.Match[str]) -> list[str]:
    opens_h, opens_m, closes_h, closes_m = found.groups()
    return [f"{int(opens_h):02}:{opens_m}", f"{int(closes_h):02}:{closes_m}"]


class OrganizationForm(NewForm, PlaceFields):
    """The page of an organization, for the people who keep it."""

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

    special_days = SpecialDaysField(
        label=_("Holidays and other special days"),
        help_text=_("A line each: the day, then its hours or “closed”."),
        validators=[validate_special_days],
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
        names = (
            *("name", "kind", "description", "address", "place_is_public"),
            *("opening_hours", "special_days"),
        )
        told = {name: self.cleaned_data[name] for name in (*names, "accepts", "place")}
        return told | {"precision": self.cleaned_data["public_precision"]}


def _initial(organization: Organization | None) -> dict[str, Any]:
    if organization is None:
        return {}
    names = (
        *("id", "name", "kind", "description", "place_is_public", "public_precision"),
        "special_days",
    )
    known = {name: getattr(organization, name) for name in names}
    return known | {
        "address": organization.exact_place.label,
        "accepts": list(organization.accepts.all()),
    }


class InviteForm(NewForm):
    """By e-mail, to one person; or by a link to pass on."""

    email = forms.EmailField(
        label=_("E-mail address"),
        required=False,
        help_text=_("Leave it empty for a link that you pass on yourself."),
    )
    most_uses = forms.IntegerField(
        label=_("How many may join by the link"),
        min_value=1,
        max_value=MOST_USES,
        initial=1,
        required=False,
    )
    role = forms.ChoiceField(label=_("Role"), choices=Role.choices, initial=Role.MEMBER)

    def told(self) -> dict[str, Any]:
        """What the form says, as the service takes it."""
        cleaned = self.cleaned_data
        return {
            "invitation_id": cleaned["id"],
            "email": cleaned["email"],
            "role": cleaned["role"],
            "most_uses": cleaned["most_uses"] or 1,
        }


class RoleForm(forms.Form):
    role = forms.ChoiceField(label=_("Role"), choices=Role.choices)
