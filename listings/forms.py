from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from catalog.enums import Allergen, Diet, Storage
from core import clock
from listings.models import Listing
from listings.services import ListingDraft
from posts.evenings import MIDNIGHT, at
from posts.forms import (
    EditPostForm,
    NewPostForm,
    date_field,
    many_field,
    moment_field,
    text_field,
    to_the_minute,
)

DETAILS = ("title", "best_before", "use_by", "pickup_note")


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
        _("Use by"), help_text=_("A date about safety: after it, nobody is shown this any more.")
    )
    best_before = date_field(_("Best before"), help_text=_("A date about quality."))
    storage = forms.ChoiceField(
        label=_("Kept in"),
        choices=[("", _("As usual for this food")), *Storage.choices],
        required=False,
    )
    allergens = many_field(_("Contains"), Allergen.choices)
    diets = many_field(_("Suits"), Diet.choices)
    pickup_note = text_field(
        _("For picking up"), help_text=_("Shown only to those with whom you have agreed.")
    )


class ShareForm(FoodDetails, NewPostForm):
    """A surplus, said in under a minute: the food, how much, until when."""

    food = forms.CharField(label=_("What do you have?"), max_length=100)
    field_order = ["id", "organization", "food", "food_slug", "quantity", "unit", "when", "until"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        initial = {"available_from": to_the_minute(clock.now())}
        super().__init__(*args, initial=initial, **kwargs)
        usual = _("Choose none to say what is usual for this food.")
        self.fields["allergens"].help_text = self.fields["diets"].help_text = usual

    def draft(self) -> ListingDraft:
        """What the form says; allergens and diets left alone are those of the food.

        Without a beginning it is available since this morning: a moment that stays the same when
        the form is sent twice.
        """
        cleaned = self.cleaned_data
        start = cleaned["available_from"] or at(timezone.localdate(clock.now()), MIDNIGHT)
        return ListingDraft(
            **self.shared(),
            available_from=start,
            available_until=cleaned["end"],
            storage=cleaned["storage"],
            allergens=cleaned["allergens"] or None,
            diets=cleaned["diets"] or None,
            **{name: cleaned[name] for name in DETAILS},
        )


class EditListingForm(FoodDetails, EditPostForm):
    """What its author may change of a listing; the food and its unit stay."""

    field_order = ["quantity", "until"]

    def __init__(self, *args: Any, post: Listing, **kwargs: Any) -> None:
        initial = {
            name: getattr(post, name) for name in (*DETAILS, "storage", "allergens", "diets")
        }
        initial["available_from"] = to_the_minute(post.available_from)
        super().__init__(*args, post=post, initial=initial, **kwargs)
        self.fields["storage"] = forms.ChoiceField(label=_("Kept in"), choices=Storage.choices)
        self.fields["available_from"].required = True

    def told(self) -> dict[str, Any]:
        return self.changes(*DETAILS, "storage", "allergens", "diets")
