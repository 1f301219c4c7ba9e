"""What is asked right after signing up, one question a page; all of it can wait."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from accounts.enums import ContactPreference
from accounts.forms.place import PlaceFields
from accounts.forms.profile import home_changes, language_choices
from accounts.models import User
from catalog.enums import Diet
from core.forms import RefusableForm


class Interest(TextChoices):
    """What somebody came for. It decides what is suggested first, and is not kept."""

    SHARE = "share", _("Share food")
    ASK = "ask", _("Find or ask for food")
    ORGANIZATION = "organization", _("Act for an organization")


class NameForm(RefusableForm):
    display_name = forms.CharField(
        label=_("What should people call you?"),
        max_length=80,
        required=False,
        help_text=_("A first name is enough. Your e-mail address is never shown."),
        widget=forms.TextInput(attrs={"autocomplete": "given-name"}),
    )

    def __init__(self, data: Mapping[str, Any] | None = None, *, person: User) -> None:
        super().__init__(data, initial={"display_name": person.display_name})

    def changes(self) -> dict[str, Any]:
        """What was told, as `change_settings` takes it."""
        return {"display_name": self.cleaned_data["display_name"]}


class HomeForm(PlaceFields):
    def changes(self) -> dict[str, Any]:
        """A home, where one was told."""
        return home_changes(self.cleaned_data)


class InterestsForm(RefusableForm):
    interests = forms.MultipleChoiceField(
        label=_("What brings you here?"),
        choices=Interest.choices,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    diets = forms.MultipleChoiceField(
        label=_("I eat"),
        choices=Diet.choices,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    language = forms.ChoiceField(label=_("Language"), required=False)
    contact_preference = forms.ChoiceField(
        label=_("When something happens, tell me"),
        choices=ContactPreference.choices,
        required=False,
        widget=forms.RadioSelect,
    )
    KEPT = ("diets", "language", "contact_preference")

    def __init__(self, data: Mapping[str, Any] | None = None, *, person: User) -> None:
        super().__init__(data, initial={name: getattr(person, name) for name in self.KEPT})
        self.fields["language"].choices = language_choices()  # type: ignore[attr-defined]

    def changes(self) -> dict[str, Any]:
        """What was told, as `change_settings` takes it; what was left open stays."""
        told = {name: self.cleaned_data[name] for name in self.KEPT if name in self.data}
        return {name: value for name, value in told.items() if value}

    def first_interest(self) -> str:
        """The first thing to suggest: sharing, where nothing was said."""
        chosen: list[str] = self.cleaned_data["interests"]
        return next((value for value in Interest.values if value in chosen), Interest.SHARE.value)
