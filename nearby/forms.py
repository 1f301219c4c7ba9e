from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.forms.place import PlaceFields


class WhereForm(PlaceFields):
    """Where to look from: a town, unless the map or the device has said it."""

    town = forms.CharField(
        label=_("Town"),
        max_length=120,
        error_messages={"required": _("Say a town, use your position, or choose on the map.")},
    )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if cleaned["place"]:
            self.errors.pop("town", None)
        return cleaned
