from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django import forms
from django.forms import BoundField
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from core.forms import RefusableForm
from notifications.choosing import is_on
from notifications.enums import Channel, DigestRhythm, Group, Weekday
from notifications.kinds import KINDS, Kind, of_group
from notifications.models import Preferences


class DeviceForm(forms.Form):
    """What a browser tells of itself."""

    device_id = forms.UUIDField()
    endpoint = forms.URLField(max_length=1000, assume_scheme="https")
    p256dh = forms.CharField(max_length=120)
    auth = forms.CharField(max_length=60)
    name = forms.CharField(max_length=80, required=False)


@dataclass(frozen=True)
class KindChoice:
    """A kind, with the channels one may choose for it."""

    label: str | Promise
    locked: bool
    field: BoundField


@dataclass(frozen=True)
class GroupChoice:
    label: str | Promise
    kinds: list[KindChoice]


class PreferencesForm(RefusableForm):
    """Everything about how one is told: per kind a row of channels, quiet hours, and digests."""

    digest = forms.ChoiceField(
        label=_("Mails that can wait"), choices=DigestRhythm.choices, widget=forms.RadioSelect
    )
    digest_hour = forms.TypedChoiceField(
        label=_("At"),
        coerce=int,
        choices=[(hour, f"{hour:02}:00") for hour in range(24)],
    )
    digest_weekday = forms.TypedChoiceField(
        label=_("On, if once a week"), coerce=int, choices=Weekday.choices
    )
    quiet_from = forms.TimeField(
        label=_("From"),
        required=False,
        widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"),
    )
    quiet_until = forms.TimeField(
        label=_("Until"),
        required=False,
        widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"),
    )

    def __init__(self, *args: Any, person: User, preferences: Preferences, **kwargs: Any) -> None:
        initial = {
            name: getattr(preferences, name)
            for name in ("digest", "digest_hour", "digest_weekday", "quiet_from", "quiet_until")
        }
        super().__init__(*args, **{"initial": initial, **kwargs})
        for kind in KINDS.values():
            self.fields[kind.slug] = _channels(kind, person, preferences)

    def groups(self) -> Iterator[GroupChoice]:
        """The kinds as the page shows them."""
        for group in Group:
            kinds = [
                KindChoice(kind.label, kind.locked, self[kind.slug]) for kind in of_group(group)
            ]
            yield GroupChoice(group.label, kinds)

    def changes(self) -> dict[str, Any]:
        """What was chosen, as `change_preferences` takes it."""
        chosen = {name: self.cleaned_data[name] for name in self.fields if name not in KINDS}
        choices = {
            slug: {
                channel.value: channel.value in self.cleaned_data[slug]
                for channel in _open_channels(kind)
            }
            for slug, kind in KINDS.items()
        }
        return {**chosen, "choices": choices}


def _clock() -> forms.TimeInput:
    return forms.TimeInput(attrs={"type": "time"}, format="%H:%M")


def _channels(kind: Kind, person: User, preferences: Preferences) -> forms.MultipleChoiceField:
    offered = _open_channels(kind)
    return forms.MultipleChoiceField(
        label=kind.label,
        required=False,
        choices=[(channel.value, channel.label) for channel in offered],
        initial=[each.value for each in offered if is_on(kind, each, person, preferences)],
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Always here and by e-mail.") if kind.locked else "",
    )


def _open_channels(kind: Kind) -> list[Channel]:
    """Those that a person may switch."""
    return [each for each in Channel if not (kind.locked and each in kind.channels)]
