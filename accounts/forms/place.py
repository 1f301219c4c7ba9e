"""Choosing a place: by town name, which needs no JavaScript, on the map, or by the device."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from core.forms import RefusableForm
from core.geo import towns
from core.geo.cells import Point

TOWNS_OFFERED = 8


class PlaceFields(RefusableForm):
    """A place in a form: the map sets latitude and longitude, else the town's name counts.

    `cleaned_data["place"]` is a `Point`, or None where nothing was chosen, and
    `cleaned_data["place_label"]` what the person called it.
    """

    town = forms.CharField(label=_("Town"), max_length=120, required=False)
    latitude = forms.FloatField(
        min_value=-90, max_value=90, required=False, widget=forms.HiddenInput
    )
    longitude = forms.FloatField(
        min_value=-180, max_value=180, required=False, widget=forms.HiddenInput
    )
    town_choice = forms.TypedChoiceField(
        label=_("Which of these is it?"),
        coerce=int,
        empty_value=None,
        required=False,
        widget=forms.RadioSelect(attrs={"data-look": "list"}),
        error_messages={"required": _("Choose one of the towns of this name.")},
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.matches = self._matches()
        if self.matches:
            choices = [(town.id, town.label) for town in self.matches]
            self.fields["town_choice"].choices = choices  # type: ignore[attr-defined]
        else:
            del self.fields["town_choice"]

    @property
    def is_asking(self) -> bool:
        """Whether several towns have the name that was typed, so that one must be chosen."""
        return bool(self.matches)

    @property
    def is_placed(self) -> bool:
        """Whether the map or the device has set the place."""
        return bool(self._typed("latitude") and self._typed("longitude"))

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        latitude, longitude = cleaned.get("latitude"), cleaned.get("longitude")
        cleaned["place"], cleaned["place_label"] = None, cleaned.get("town", "")
        if latitude is not None and longitude is not None:
            cleaned["place"] = Point(latitude, longitude)
        elif cleaned.get("town"):
            self._take_town(cleaned)
        return cleaned

    def _take_town(self, cleaned: dict[str, Any]) -> None:
        found = self._found()
        chosen = towns.town(cleaned.get("town_choice") or 0)
        if chosen is None and len(found) == 1:
            chosen = found[0]
        if chosen:
            cleaned["place"], cleaned["place_label"] = chosen.point, chosen.label
        elif self.matches:
            self.add_error("town_choice", _("Choose one of the towns of this name."))
        else:
            self.add_error("town", _("No town by this name. Try another one nearby."))

    def _matches(self) -> list[towns.Town]:
        """The towns to choose from: none where the map has set the place, or one is meant."""
        found = self._found()
        return found if len(found) > 1 and not self.is_placed else []

    def _found(self) -> list[towns.Town]:
        found = towns.search(self._typed("town"), TOWNS_OFFERED)
        same = [town for town in found if towns.fold(self._typed("town")) in _names(town)]
        return same or found

    def _typed(self, name: str) -> str:
        return str(self.data.get(self.add_prefix(name), "")) if self.is_bound else ""


def _names(town: towns.Town) -> set[str]:
    return {towns.fold(name) for name in (town.name, town.ascii, town.label)}
