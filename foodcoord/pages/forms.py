from typing import Any

from django import forms
from django.contrib.auth.models import AnonymousUser
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from core.forms import NewForm


class ContactForm(NewForm):
    """Writing to those who run the site. `website` is for machines: people do not see it."""

    name = forms.CharField(label=_("Your name"), max_length=80)
    email = forms.EmailField(
        label=_("Your e-mail address"), help_text=_("The answer goes there, and nothing else.")
    )
    message = forms.CharField(
        label=_("What is it about?"), widget=forms.Textarea(attrs={"rows": 8}), max_length=4000
    )
    website = forms.CharField(
        label=_("Leave this empty"),
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off", "tabindex": "-1"}),
    )

    def __init__(self, data: Any = None, *, reader: User | AnonymousUser) -> None:
        initial: dict[str, Any] = {}
        if isinstance(reader, User):
            initial |= {"name": reader.display_name, "email": reader.email}
        super().__init__(data, initial=initial)

    @property
    def is_of_a_machine(self) -> bool:
        return bool(self.cleaned_data.get("website"))
