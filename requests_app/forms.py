from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from catalog.enums import Allergen, Diet
from catalog.folding import fold
from catalog.models import Category
from posts.forms import EditPostForm, NewPostForm, many_field, text_field
from requests_app.models import FoodRequest
from requests_app.services import RequestDraft

DETAILS = ("note", "diets", "avoid_allergens")


class NeedDetails(forms.Form):
    """What may be said of a need, and need not."""

    note = text_field(_("Note"), help_text=_("Everyone who sees this request can read it."))
    diets = many_field(_("It must suit"), Diet.choices)
    avoid_allergens = many_field(_("It must be without"), Allergen.choices)


class FoodOrKind(forms.CharField):
    """Not marked as optional: what may be left out here is asked for in the other of two."""

    necessity = ""


class KindOrFood(forms.ModelChoiceField[Category]):
    necessity = _("one of the two is enough")


class AskForm(NeedDetails, NewPostForm):
    """A need: a food, or anything of a kind; how much, and until when."""

    food = FoodOrKind(label=_("What do you need?"), max_length=100, required=False)
    category = KindOrFood(
        label=_("Or anything of a kind"),
        queryset=Category.objects.all(),
        required=False,
        empty_label=_("No, just this food"),
    )
    field_order = ["id", "organization", "food", "food_slug", "category", "quantity", "unit"]
    named_kind: Category | None = None

    def __init__(self, *args: Any, by: User, **kwargs: Any) -> None:
        own = {"diets": by.diets, "avoid_allergens": by.avoided_allergens}
        super().__init__(*args, by=by, initial=own, **kwargs)
        self.fields["when"].label = _("Needed until")

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        nothing = not cleaned.get("food") and not cleaned.get("category")
        if nothing and not {"food", "category"} & self.errors.keys():
            self.add_error("food", _("Say what you need."))
        return cleaned

    def clean_food(self) -> str:
        """The name of a kind will do as well."""
        text: str = self.cleaned_data["food"]
        named = [row for row in Category.objects.all() if fold(row.name) == fold(text)]
        if text and self.chosen is None and named:
            self.named_kind = named[0]
            return text
        return super().clean_food()

    def draft(self) -> RequestDraft:
        """What the form says. For an organization, diets and allergens that were left as they are
        in the person's profile are not meant."""
        cleaned, shared = self.cleaned_data, self.shared()
        told = {name: cleaned[name] for name in DETAILS}
        if shared["organization"]:
            for name in ("diets", "avoid_allergens"):
                if name not in self.changed_data:
                    told[name] = None
        return RequestDraft(
            **shared,
            category=cleaned.get("category") or self.named_kind,
            needed_by=cleaned["end"],
            **told,
        )


class EditRequestForm(NeedDetails, EditPostForm):
    """What its author may change of a request; the food and its unit stay."""

    field_order = ["quantity", "until"]

    def __init__(self, *args: Any, post: FoodRequest, **kwargs: Any) -> None:
        initial = {name: getattr(post, name) for name in DETAILS}
        super().__init__(*args, post=post, initial=initial, **kwargs)
        self.fields["until"].label = _("Needed until")

    def told(self) -> dict[str, Any]:
        return self.changes(*DETAILS)
