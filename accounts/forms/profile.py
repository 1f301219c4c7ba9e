from typing import Any
from zoneinfo import available_timezones

from django import forms
from django.conf import settings
from django.utils.translation import get_language_info
from django.utils.translation import gettext_lazy as _

from accounts.enums import ContactPreference, Units
from accounts.forms.place import PlaceFields
from accounts.models import User
from accounts.services import PROFILE_FIELDS
from catalog.enums import Allergen, Diet
from core.geo.models import Precision


class ProfileForm(PlaceFields):
    """Everything a person may set."""

    display_name = forms.CharField(
        label=_("Name shown to others"),
        max_length=80,
        required=False,
        help_text=_("A first name is enough. Your e-mail address is never shown."),
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    nickname = forms.CharField(
        label=_("Nickname"),
        max_length=40,
        required=False,
        help_text=_("Yours alone. Shown only to those you have an agreement with, as all below."),
        widget=forms.TextInput(attrs={"autocomplete": "nickname"}),
    )
    pronouns = forms.CharField(label=_("Pronouns"), max_length=40, required=False)
    bio = forms.CharField(
        label=_("About me"),
        max_length=500,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    tags = forms.CharField(
        label=_("Words about me"),
        max_length=250,
        required=False,
        help_text=_("Up to 8, separated by commas: bread baker, cargo bike."),
    )
    birth_date = forms.DateField(
        label=_("Date of birth"),
        required=False,
        help_text=_("Shown to nobody."),
        widget=forms.DateInput(attrs={"type": "date", "autocomplete": "bday"}, format="%Y-%m-%d"),
    )
    forget_home = forms.BooleanField(label=_("Remove my home from here"), required=False)
    home_precision = forms.TypedChoiceField(
        label=_("Others see my home as an area"),
        coerce=int,
        choices=Precision.choices[::-1],
        widget=forms.RadioSelect,
    )
    share_radius_km = forms.IntegerField(
        label=_("How far I go, in kilometres"), min_value=1, max_value=50
    )
    diets = forms.MultipleChoiceField(
        label=_("I eat"),
        choices=Diet.choices,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    avoided_allergens = forms.MultipleChoiceField(
        label=_("I avoid"),
        choices=Allergen.choices,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    language = forms.ChoiceField(label=_("Language"))
    units = forms.ChoiceField(label=_("Units"), choices=Units.choices, widget=forms.RadioSelect)
    timezone = forms.ChoiceField(label=_("Time zone"))
    contact_preference = forms.ChoiceField(
        label=_("How to reach me"), choices=ContactPreference.choices, widget=forms.RadioSelect
    )
    generated_text = forms.BooleanField(
        label=_("Show me explanations that a language model wrote"),
        required=False,
        help_text=_(
            "They are made from numbers alone, never from what people write, and checked. "
            "Without, you read fixed sentences."
        ),
    )
    guidance = forms.BooleanField(
        label=_("Suggest what I could share or grow"),
        required=False,
        help_text=_("From what is short around your home, and only if you like."),
    )

    def __init__(self, *args: Any, person: User, **kwargs: Any) -> None:
        initial = {name: getattr(person, name) for name in (*PROFILE_FIELDS, "home_precision")}
        initial["tags"] = ", ".join(person.tags)
        super().__init__(*args, initial=initial, **kwargs)
        self.fields["language"].choices = language_choices()  # type: ignore[attr-defined]
        self.fields["timezone"].choices = timezone_choices(person.timezone)  # type: ignore[attr-defined]
        if person.home_id is None:
            del self.fields["forget_home"]

    def clean_tags(self) -> list[str]:
        words = [word.strip() for word in self.cleaned_data["tags"].split(",")]
        return [word for word in words if word]

    def changes(self) -> dict[str, Any]:
        """What was set, as `change_settings` takes it; a home only where it was touched."""
        told = {name: self.cleaned_data[name] for name in (*PROFILE_FIELDS, "home_precision")}
        if self.cleaned_data.get("forget_home"):
            return told | {"home": None}
        return told | home_changes(self.cleaned_data)


def home_changes(cleaned: dict[str, Any]) -> dict[str, Any]:
    if cleaned["place"] is None:
        return {}
    return {"home": cleaned["place"], "home_label": cleaned["place_label"]}


def language_choices() -> list[tuple[str, str]]:
    """Each language in its own words."""
    codes = [code for code, _name in settings.LANGUAGES]
    return [(code, get_language_info(code)["name_local"].capitalize()) for code in codes]


def timezone_choices(current: str) -> list[tuple[str, str]]:
    """Zones named after a place, and the one in force, whatever it is."""
    places = {zone for zone in available_timezones() if "/" in zone}
    named = {zone for zone in places if zone.partition("/")[0] not in NOT_PLACES}
    return [(zone, zone.replace("_", " ")) for zone in sorted(named | {"UTC", current})]


NOT_PLACES = frozenset({"Etc", "SystemV", "US", "Brazil", "Canada", "Chile", "Mexico"})
