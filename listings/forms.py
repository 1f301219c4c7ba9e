from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from catalog.dates import suggested_date
from catalog.enums import Allergen, Diet, Storage
from catalog.hygiene import hygiene_notes
from catalog.models import Food
from core import clock
from core.errors import Refused
from listings.enums import UNTIL_GONE
from listings.lines import Lines
from listings.models import Listing
from listings.services import ListingDraft, RefusedLine
from posts.evenings import MIDNIGHT, at
from posts.forms import (
    EditPostForm,
    ExtendForm,
    NewPostForm,
    date_field,
    many_field,
    moment_field,
    text_field,
    to_the_minute,
)

DETAILS = ("title", "best_before", "use_by", "pickup_note", "home_cooked", "ingredients")
DATES = ("use_by", "best_before")


class FoodDetails(forms.Form):
    """What may be said of the food, and need not."""

    title = forms.CharField(
        label=_("Title"),
        max_length=120,
        required=False,
        help_text=_("In your own words, where the name of the food does not say it all."),
    )
    available_from = moment_field(_("Available from"))
    use_by = date_field(
        _("Use by"),
        help_text=_("A date about safety: when that day is over, nobody is shown this any more."),
    )
    best_before = date_field(_("Best before"), help_text=_("A date about quality."))
    storage = forms.ChoiceField(
        label=_("Kept in"),
        choices=[("", _("As usual for this food")), *Storage.choices],
        required=False,
    )
    home_cooked = forms.BooleanField(label=_("Cooked at home"), required=False)
    ingredients = text_field(
        _("Ingredients"),
        help_text=_("Everything that is in it: needed for meals and whatever is cooked at home."),
    )
    allergens = many_field(_("Contains"), Allergen.choices)
    diets = many_field(_("Suits"), Diet.choices)
    pickup_note = text_field(
        _("For picking up"), help_text=_("Shown only to those with whom you have agreed.")
    )


class ExtendListingForm(ExtendForm):
    """More time, or no end."""

    open_end = UNTIL_GONE


class SafetyForm(FoodDetails):
    """The part of the share form that a chosen food fills in: dates as such food usually keeps.

    What a person typed stays; what only was suggested before gives way (`suggested` says which
    dates those were).
    """

    suggested = forms.CharField(required=False, widget=forms.HiddenInput)

    def suggest(self, food: Food | None, storage: str, typed: dict[str, str]) -> None:
        """Fill in the date that goes with a food.

        Args:
            food: chosen, with its category.
            storage: where it is kept; where such food usually is, when empty.
            typed: field → what the form holds now.
        """
        before = typed.get("suggested", "")
        for name in DATES:
            if typed.get(name) and typed[name] != before:
                return
        today = timezone.localdate(clock.now())
        date = suggested_date(food, storage, today) if food else None
        self.initial.update(use_by=None, best_before=None)
        self.initial["suggested"] = date.day.isoformat() if date else ""
        if date:
            self.initial[date.kind.value] = date.day


class ShareForm(SafetyForm, NewPostForm):
    """A surplus, said in under a minute: the food, how much, until when. More foods for the same
    time and place are further lines."""

    open_end = UNTIL_GONE
    food = forms.CharField(
        label=_("What do you have?"),
        max_length=100,
        error_messages={"required": _("Say what you have.")},
    )
    field_order = ["id", "organization", "food", "food_slug", "quantity", "unit", "when", "until"]

    def __init__(
        self, data: Any = None, *, by: User, again: Listing | None = None, **kwargs: Any
    ) -> None:
        initial: dict[str, Any] = {"available_from": to_the_minute(clock.now())}
        if again:
            initial |= _as_before(again)
        food = again.food if again else kwargs.pop("food", None)
        kwargs.pop("food", None)
        super().__init__(data, by=by, food=food, initial=initial, **kwargs)
        if again:
            self.initial["unit"] = again.unit
        usual = _("Choose none to say what is usual for this food.")
        self.fields["allergens"].help_text = self.fields["diets"].help_text = usual
        if not self.is_bound:
            self.suggest(self.chosen, self.initial.get("storage", ""), {})
        self.lines = Lines(data)

    @property
    def notes(self) -> list[str]:
        """What to mind with the food chosen."""
        return hygiene_notes(self.chosen.category.slug) if self.chosen else []

    def is_valid(self) -> bool:
        """The lines as well; each says what is wrong with it."""
        first, further = super().is_valid(), self.lines.are_valid()
        if not further:
            self._say_look_below()
        return first and further

    @property
    def wants_more(self) -> bool:
        """Whether another line was asked for, and nothing else yet."""
        return self.lines.wants_more

    def hold_back(self) -> None:
        """Say nothing yet of what is wrong: it is still being filled in."""
        self.errors.clear()
        self.lines.hold_back()

    def apply(self, refused: Refused) -> None:
        if not isinstance(refused, RefusedLine):
            super().apply(refused)
        elif refused.line:
            self.lines.apply(refused.line - 1, refused.refused)
            self._say_look_below()
        else:
            super().apply(refused.refused)

    def _say_look_below(self) -> None:
        self.add_error(None, _("Something is wrong with another food: look at its line."))

    def drafts(self) -> list[tuple[Any, ListingDraft]]:
        """One for the food above and one for each line, with their ids.

        Allergens and diets left alone are those of the food. Without a beginning it is available
        since this morning: a moment that stays the same when the form is sent twice.
        """
        cleaned, shared = self.cleaned_data, self.shared()
        times: dict[str, Any] = {
            "available_from": cleaned["available_from"]
            or at(timezone.localdate(clock.now()), MIDNIGHT),
            "available_until": cleaned["end"],
        }
        first = ListingDraft(
            **shared,
            **times,
            storage=cleaned["storage"],
            allergens=cleaned["allergens"] or None,
            diets=cleaned["diets"] or None,
            **{name: cleaned[name] for name in DETAILS},
        )
        further = [
            (
                line.cleaned_data["id"],
                ListingDraft(
                    **{**shared, **line.said()}, **times, pickup_note=cleaned["pickup_note"]
                ),
            )
            for line in self.lines.said()
        ]
        return [(cleaned["id"], first), *further]


class EditListingForm(FoodDetails, EditPostForm):
    """What its author may change of a listing; the food and its unit stay."""

    until_gone = forms.BooleanField(label=_("Until it is gone"), required=False)
    field_order = ["quantity", "until", "until_gone"]

    def __init__(self, *args: Any, post: Listing, **kwargs: Any) -> None:
        names = (*DETAILS, "storage", "allergens", "diets")
        initial = {name: getattr(post, name) for name in names}
        initial["available_from"] = to_the_minute(post.available_from)
        if post.is_until_gone:
            initial |= {"until": None, "until_gone": True}
        super().__init__(*args, post=post, initial=initial, **kwargs)
        self.fields["storage"] = forms.ChoiceField(label=_("Kept in"), choices=Storage.choices)
        self.fields["available_from"].required = True
        self.fields["until"].required = not self.data.get(self.add_prefix("until_gone"))

    def told(self) -> dict[str, Any]:
        told = self.changes(*DETAILS, "storage", "allergens", "diets")
        if self.cleaned_data["until_gone"]:
            told["available_until"] = UNTIL_GONE
        return told


def _as_before(listing: Listing) -> dict[str, Any]:
    """What was said of an earlier one and still can be; its times and dates are over."""
    names = ("title", "pickup_note", "home_cooked", "ingredients", "storage", "allergens", "diets")
    said = {name: getattr(listing, name) for name in names}
    said["quantity"] = format(listing.quantity.normalize(), "f")
    if listing.organization_id:
        said["organization"] = str(listing.organization_id)
    return said
