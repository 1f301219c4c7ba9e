"""What sharing and asking have in common: how much, until when, where, and for whom."""

from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils.translation import gettext as immediate
from django.utils.translation import gettext_lazy as _

from accounts.forms import PlaceFields
from accounts.models import Organization, User
from catalog.enums import Unit
from catalog.models import Food
from core.forms import NewForm, RefusableForm
from posts.evenings import evenings
from posts.models import Post
from posts.querysets import organizations_acted_for

SUGGESTIONS = 3
SHORTEST_BEGINNING = 3
MYSELF = "me"
UNTIL_GONE = "gone"
LOCAL = "%Y-%m-%dT%H:%M"
FIELD_OF = {"available_until": "until", "needed_by": "until", "place": "town", "category": "food"}


def moment_field(label: Any, **kwargs: Any) -> forms.DateTimeField:
    """A day and an hour where the viewer is."""
    widget = forms.DateTimeInput(format=LOCAL, attrs={"type": "datetime-local"})
    return forms.DateTimeField(
        label=label, required=False, widget=widget, validators=[_is_in_calendar], **kwargs
    )


def _is_in_calendar(moment: datetime) -> None:
    """The first and last hours that can be typed are none in UTC."""
    try:
        moment.astimezone(UTC)
    except OverflowError as error:
        raise ValidationError(forms.DateTimeField.default_error_messages["invalid"]) from error


def date_field(label: Any, **kwargs: Any) -> forms.DateField:
    widget = forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})
    return forms.DateField(label=label, required=False, widget=widget, **kwargs)


def many_field(label: Any, choices: Any, **kwargs: Any) -> forms.MultipleChoiceField:
    return forms.MultipleChoiceField(
        label=label,
        choices=choices,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        **kwargs,
    )


def text_field(label: Any, **kwargs: Any) -> forms.CharField:
    widget = forms.Textarea(attrs={"rows": 3})
    return forms.CharField(label=label, max_length=1000, required=False, widget=widget, **kwargs)


class PostFields(RefusableForm):
    field_of = FIELD_OF


class QuantityFields(PostFields):
    quantity = forms.DecimalField(
        label=_("How much"),
        max_digits=12,
        decimal_places=3,
        min_value=Decimal("0.001"),
        widget=forms.NumberInput(attrs={"inputmode": "decimal"}),
        error_messages={
            "required": _("Say how much: more than 0."),
            "min_value": _("Say how much: more than 0."),
        },
    )


class EndFields(PostFields):
    """Until when: one of the next evenings, or a moment of one's own, which counts if given.

    `cleaned_data["end"]` is the moment.
    """

    when = forms.ChoiceField(
        label=_("Until"),
        widget=forms.RadioSelect,
        error_messages={"required": _("Say until when.")},
    )
    until = moment_field(_("Until this day and hour"))
    open_end: datetime | None = None  # stands for no end, where that can be chosen

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.evenings = evenings()
        choices = [(evening.value, evening.label) for evening in self.evenings]
        if self.open_end:
            choices.append((UNTIL_GONE, immediate("Until it is gone")))
        self.fields["when"].choices = choices  # type: ignore[attr-defined]
        self.fields["when"].required = not self.data.get(self.add_prefix("until"))

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        chosen: dict[str, datetime | None] = {e.value: e.end for e in self.evenings}
        chosen[UNTIL_GONE] = self.open_end
        cleaned["end"] = cleaned.get("until") or chosen.get(cleaned.get("when", ""))
        return cleaned


class ExtendForm(EndFields):
    """More time."""


class NewPostForm(NewForm, QuantityFields, EndFields, PlaceFields):
    """A new post."""

    food = forms.CharField(max_length=100)
    food_slug = forms.CharField(required=False, widget=forms.HiddenInput)
    unit = forms.ChoiceField(label=_("Unit"), choices=Unit.choices, initial=Unit.KG)
    organization = forms.ChoiceField(
        label=_("For whom"),
        initial=MYSELF,
        widget=forms.RadioSelect(attrs={"data-look": "line"}),
    )

    def __init__(
        self,
        *args: Any,
        by: User,
        food: Food | None = None,
        acting: Organization | None = None,
        **kwargs: Any,
    ) -> None:
        usual = {"quantity": 1, "when": "tomorrow", "organization": acting.pk if acting else MYSELF}
        initial = {**usual, **kwargs.pop("initial", {})}
        if food:
            initial |= {"food": food.name, "food_slug": food.slug, "unit": food.default_unit}
        super().__init__(*args, initial=initial, **kwargs)
        self.by = by
        self.chosen = self._named_food() if self.is_bound else food
        self.organizations = {str(org.pk): org for org in organizations_acted_for(by)}
        if self.organizations:
            named = sorted(self.organizations.items(), key=lambda entry: entry[1].name)
            choices = [(MYSELF, _("Myself")), *((pk, org.name) for pk, org in named)]
            self.fields["organization"].choices = choices  # type: ignore[attr-defined]
        else:
            del self.fields["organization"]
        if by.home_id is None and not self.organizations:
            self.fields["town"].required = not self.is_placed
            self.fields["town"].error_messages["required"] = _("Say where: a town will do.")
        self._offer_units()

    def clean_food(self) -> str:
        text: str = self.cleaned_data["food"]
        if text and self.chosen is None:
            raise ValidationError(unknown_food(text))
        return text

    def shared(self) -> dict[str, Any]:
        """What every draft is made of."""
        cleaned = self.cleaned_data
        return {
            "food": self.chosen,
            "quantity": cleaned["quantity"],
            "unit": cleaned["unit"],
            "place": cleaned["place"],
            "organization": self.organizations.get(cleaned.get("organization", MYSELF)),
        }

    def _named_food(self) -> Food | None:
        """By the slug that a picker set, else by what was typed."""
        return known_food(self._typed("food_slug"), self._typed("food"))

    def _offer_units(self) -> None:
        """Those of the food; all where none is known yet. What was chosen stays."""
        widget = self.fields["unit"].widget
        widget.attrs |= {
            "hx-get": reverse("listings:units"),
            "hx-trigger": f"combobox:chosen from:#{self['food'].id_for_label}",
            "hx-include": f"#{self['food_slug'].id_for_label}",
        }
        if self.chosen:
            offered = unit_choices(self.chosen)
            kept = self._typed("unit")
            if kept and kept not in dict(offered):
                offered += [(value, str(name)) for value, name in Unit.choices if value == kept]
            widget.choices = offered


class EditPostForm(QuantityFields, PlaceFields):
    """What its author may change of any post; the place changes only when another is chosen."""

    until = moment_field(_("Until"))

    def __init__(self, *args: Any, post: Post, initial: dict[str, Any], **kwargs: Any) -> None:
        end = to_the_minute(getattr(post, post.END))
        shared = {"quantity": format(post.quantity.normalize(), "f"), "until": end}
        super().__init__(*args, initial={**shared, **initial}, **kwargs)
        self.fields["until"].required = True
        self.end = post.END

    def changes(self, *names: str) -> dict[str, Any]:
        """What the form says, as the service takes it; unchanged times keep their seconds."""
        cleaned = self.cleaned_data
        told = {name: cleaned[name] for name in ("quantity", "place", *names)}
        moments = {self.end: "until", "available_from": "available_from"}
        for name, field in moments.items():
            if field in self.changed_data:
                told[name] = cleaned[field]
        return told


def known_food(slug: str, text: str) -> Food | None:
    """The food that a picker set, else the one that what was typed means."""
    if not (slug + text).isprintable():
        return None
    foods = Food.objects.with_units()
    return (foods.filter(slug=slug).first() if slug else None) or foods.resolve(text)


def unknown_food(text: str) -> str:
    """That no food is called so, and what begins alike: people mistype endings."""
    for length in range(len(text), SHORTEST_BEGINNING - 1, -1):
        if near := [food.name for food in Food.objects.search(text[:length])[:SUGGESTIONS]]:
            return immediate("We know no food called “%(text)s”. Did you mean: %(names)s?") % {
                "text": text,
                "names": ", ".join(near),
            }
    return immediate("We know no food called “%(text)s”. Try another word.") % {"text": text}


def to_the_minute(moment: datetime) -> datetime:
    """As fine as a form shows it, so that what nobody touched is not changed."""
    return moment.replace(second=0, microsecond=0)


def unit_choices(food: Food) -> list[tuple[str, str]]:
    """The food's own units, the usual one first."""
    return [(unit, str(Unit(unit).label)) for unit in food.units()]
