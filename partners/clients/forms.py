from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.models import ApiClient
from accounts.scopes import Scope
from core.forms import NewForm


class ProgramForm(NewForm):
    """What an organization says of a program. `id` is the client's own."""

    name = forms.CharField(
        label=_("Name of the program"),
        max_length=80,
        help_text=_("So that your people know it among others."),
    )
    purpose = forms.CharField(
        label=_("What it is for"),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Whoever looks after this site reads it before they let it in."),
    )
    scopes = forms.MultipleChoiceField(
        label=_("What it may do"),
        choices=Scope.choices,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Choose as little as it needs. You can ask for more later."),
        error_messages={"required": _("Choose at least one thing that it may do.")},
    )

    def __init__(self, data: Any = None, *, client: ApiClient | None = None) -> None:
        super().__init__(data, initial=_initial(client))

    def told(self) -> dict[str, Any]:
        """As `register` and `change` take it."""
        return {name: self.cleaned_data[name] for name in ("name", "purpose", "scopes")}


class SecretForm(forms.Form):
    end_tokens = forms.BooleanField(
        label=_("Someone may have seen the secret: sign the program out everywhere too"),
        required=False,
    )


def _initial(client: ApiClient | None) -> dict[str, Any]:
    if client is None:
        return {}
    return {
        "id": client.pk,
        "name": client.name,
        "purpose": client.purpose,
        "scopes": client.asked_scopes,
    }
