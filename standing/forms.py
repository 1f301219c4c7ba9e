from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from core.forms import NewForm, RefusableForm
from posts.evenings import EVENING
from posts.forms import QuantityFields, date_field, text_field
from posts.models import Post
from standing.enums import DayOfWeek, Kind
from standing.models import LONGEST_DAYS, Standing
from standing.services import StandingDraft

HOURS = {"type": "time"}
COPIED = ("food", "category", "organization", "unit", "diets")


def days_later() -> list[tuple[int, Any]]:
    """When an occasion ends, counted from its day."""
    counted = [
        (days, ngettext("%(days)d day later", "%(days)d days later", days) % {"days": days})
        for days in range(1, LONGEST_DAYS + 1)
    ]
    return [(0, _("on the same day")), *counted]


def days_before() -> list[tuple[int, Any]]:
    """From when an occasion is seen, counted back from its day."""
    counted = [
        (days, ngettext("%(days)d day before", "%(days)d days before", days) % {"days": days})
        for days in range(1, LONGEST_DAYS + 1)
    ]
    return [(0, _("from that day on")), *counted]


class RhythmForm(QuantityFields):
    """Which day, from when until when, and how long before it is posted."""

    weekday = forms.TypedChoiceField(
        label=_("Every"), choices=DayOfWeek.choices, coerce=int, widget=forms.RadioSelect
    )
    opens = forms.TimeField(label=_("From"), widget=forms.TimeInput(format="%H:%M", attrs=HOURS))
    closes = forms.TimeField(label=_("Until"), widget=forms.TimeInput(format="%H:%M", attrs=HOURS))
    days_open = forms.TypedChoiceField(label=_("It ends"), coerce=int)
    days_ahead = forms.TypedChoiceField(label=_("Others see it"), coerce=int)
    title = forms.CharField(label=_("Title"), max_length=120, required=False)
    note = text_field(_("Note"))
    last_day = date_field(_("Last day"), help_text=_("Leave it empty to go on until you end it."))

    def __init__(self, *args: Any, kind: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._choose("days_open", days_later())
        self._choose("days_ahead", days_before())
        if kind == Kind.REQUEST:
            for name in ("opens", "days_open", "title"):
                del self.fields[name]
            self.fields["closes"].label = _("Needed by")
            self.fields["note"].help_text = _("Everyone who sees this request can read it.")
        else:
            self.fields["note"].label = _("For picking up")
            self.fields["note"].help_text = _("Shown only to those with whom you have agreed.")

    def rhythm(self) -> dict[str, Any]:
        """What the form says, as the services take it."""
        names = [name for name in self.fields if name != "id"]
        return {name: self.cleaned_data[name] for name in names}

    def _choose(self, name: str, choices: list[tuple[int, Any]]) -> None:
        self.fields[name].choices = choices  # type: ignore[attr-defined]


class StartForm(NewForm, RhythmForm):
    """Let a post that is there come round every week."""

    field_order = ["id", "weekday"]

    def __init__(self, *args: Any, post: Post, **kwargs: Any) -> None:
        self.post = post
        self.kind = Kind(post.subject_type)
        super().__init__(*args, kind=self.kind, initial=self._from_post(), **kwargs)

    def draft(self) -> StandingDraft:
        told = {name: getattr(self.post, name) for name in COPIED}
        allergens = "allergens" if self.kind == Kind.LISTING else "avoid_allergens"
        return StandingDraft(
            kind=self.kind,
            **told,
            allergens=getattr(self.post, allergens),
            storage=getattr(self.post, "storage", ""),
            **self.rhythm(),
        )

    def _from_post(self) -> dict[str, Any]:
        """The post's own day and hours, where the viewer is."""
        post = self.post
        start = timezone.localtime(getattr(post, "available_from", getattr(post, post.END)))
        end = start.replace(hour=EVENING.hour, minute=0)
        if not getattr(post, "is_until_gone", False):
            end = timezone.localtime(getattr(post, post.END))
        return {
            "quantity": format(post.quantity.normalize(), "f"),
            "weekday": start.isoweekday(),
            "opens": start.time().replace(second=0, microsecond=0),
            "closes": end.time().replace(second=0, microsecond=0),
            "days_open": min(LONGEST_DAYS, max(0, (end.date() - start.date()).days)),
            "days_ahead": 2,
            "title": getattr(post, "title", ""),
            "note": getattr(post, "pickup_note", "") or getattr(post, "note", ""),
        }


class EditForm(RhythmForm):
    """What its owner may change of it; the next occasions say so."""

    field_order = ["weekday"]

    def __init__(self, *args: Any, standing: Standing, **kwargs: Any) -> None:
        names = ("weekday", "opens", "closes", "days_open", "days_ahead", "title", "note")
        initial = {name: getattr(standing, name) for name in (*names, "last_day")}
        initial["quantity"] = format(standing.quantity.normalize(), "f")
        super().__init__(*args, kind=standing.kind, initial=initial, **kwargs)


class PauseForm(RefusableForm):
    until = date_field(
        _("Until this day"), help_text=_("Leave it empty to pause until you go on yourself.")
    )


class DayForm(forms.Form):
    day = forms.DateField(widget=forms.HiddenInput)
