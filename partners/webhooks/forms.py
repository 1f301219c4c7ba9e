from datetime import UTC, datetime
from typing import Any

from django import forms
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext_lazy as _

from core.errors import Invalid
from core.forms import NewForm
from partners.models import Webhook
from partners.models.webhooks import LONGEST_CELL, LONGEST_URL
from partners.webhooks.enums import EventType
from partners.webhooks.services import WebhookDraft, check

NEVER = datetime(1, 1, 1, tzinfo=UTC)
NOTHING: dict[str, Any] = {"url": "", "event_types": (), "cell": ""}


class WebhookForm(NewForm):
    """A new one, or what one says."""

    url = forms.CharField(
        label=_("Address of your receiver"),
        max_length=LONGEST_URL,
        widget=forms.URLInput(attrs={"placeholder": "https://example.org/foodcoord"}),
        help_text=_("On the public internet, with https."),
    )
    event_types = forms.MultipleChoiceField(
        label=_("Tell it when"),
        choices=EventType.choices,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Choose at least one of the events.")},
    )
    cell = forms.CharField(
        label=_("Only within this area"),
        max_length=LONGEST_CELL,
        required=False,
        help_text=_("A geohash of 4 to 6 signs, such as u05kq; leave it empty for everywhere."),
    )

    def draft(self) -> WebhookDraft:
        return WebhookDraft(**self.told())

    def told(self) -> dict[str, Any]:
        """What was said, as the services take it; nothing, where a field was refused."""
        return {name: self.cleaned_data.get(name, nothing) for name, nothing in NOTHING.items()}

    def clean_cell(self) -> str:
        return str(self.cleaned_data["cell"]).lower()

    def clean(self) -> None:
        """Where something is wrong already, what else is wrong is said in the same round."""
        if self.errors:
            try:
                check(self.draft())
            except Invalid as refused:
                unsaid = {k: v for k, v in refused.details.items() if k not in self.errors}
                self.apply(Invalid(**unsaid))


class RotateForm(forms.Form):
    """Which secret shall be replaced: the one that was shown as the newest."""

    made_at = forms.CharField(widget=forms.HiddenInput)

    def seen(self) -> datetime:
        """When that secret was made; long ago where the page does not say it."""
        told = self.cleaned_data["made_at"] if self.is_valid() else ""
        try:
            return parse_datetime(told) or NEVER
        except ValueError:
            return NEVER


def words_of(webhook: Webhook) -> dict[str, Any]:
    """A webhook as its form begins."""
    names = ("id", "url", "event_types", "cell")
    return {name: getattr(webhook, name) for name in names}
