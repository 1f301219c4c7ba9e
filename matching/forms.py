from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from catalog.enums import Allergen, Diet
from catalog.models import Category
from core.errors import Refused
from core.forms import NewForm, RefusableForm
from matching.enums import PostKind
from matching.models import LONGEST_WORDS, SavedSearch
from matching.presenters import category_choices
from matching.reach import FURTHEST_KM
from matching.services.searches import SearchDraft
from posts.forms import MYSELF, many_field
from posts.querysets import organizations_acted_for


class SearchFields(RefusableForm):
    """What somebody wants to hear of."""

    kind = forms.ChoiceField(
        label=_("Tell me of"),
        choices=PostKind.choices,
        initial=PostKind.LISTING,
        widget=forms.RadioSelect,
    )
    words = forms.CharField(
        label=_("Words"),
        max_length=LONGEST_WORDS,
        required=False,
        help_text=_("Tomatoes, bread, eggs… in any language. Empty for everything."),
    )
    category = forms.ChoiceField(label=_("Kind of food"), required=False)
    radius_km = forms.IntegerField(
        label=_("Within, in kilometres"), min_value=1, max_value=FURTHEST_KM
    )
    diets = many_field(_("Must suit"), Diet.choices)
    exclude_allergens = many_field(_("Without"), Allergen.choices)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.categories = {row.slug: row for row in Category.objects.all()}
        choices = category_choices(self.categories.values())
        self.fields["category"].choices = choices  # type: ignore[attr-defined]

    def told(self) -> dict[str, Any]:
        """What was said, as the services take it."""
        names = ("kind", "words", "radius_km", "diets", "exclude_allergens")
        category = self.categories.get(self.cleaned_data["category"])
        return {**{name: self.cleaned_data[name] for name in names}, "category": category}


class NewSearchForm(NewForm, SearchFields):
    """A new one."""

    cell = forms.CharField(max_length=12, required=False, widget=forms.HiddenInput)
    organization = forms.ChoiceField(label=_("For whom"), initial=MYSELF, widget=forms.RadioSelect)

    def __init__(self, *args: Any, by: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        acted_for = organizations_acted_for(by).order_by("name")
        self.organizations = {str(row.pk): row for row in acted_for}
        if self.organizations:
            named = ((key, row.name) for key, row in self.organizations.items())
            choices = [(MYSELF, _("Myself")), *named]
            self.fields["organization"].choices = choices  # type: ignore[attr-defined]
        else:
            del self.fields["organization"]

    def draft(self) -> SearchDraft:
        chosen = self.cleaned_data.get("organization", MYSELF)
        return SearchDraft(
            **self.told(),
            cell=self.cleaned_data["cell"],
            organization=self.organizations.get(chosen),
        )

    def apply(self, refused: Refused) -> None:
        """A cell is nothing that was typed: what is wrong with it is said above."""
        if "cell" in refused.details:
            self.add_error(None, " ".join(str(said) for said in refused.details["cell"]))
        else:
            super().apply(refused)


class EditSearchForm(SearchFields):
    """Changing one; its place stays."""

    def __init__(self, *args: Any, search: SavedSearch, **kwargs: Any) -> None:
        names = ("kind", "words", "radius_km", "diets", "exclude_allergens")
        initial = {name: getattr(search, name) for name in names}
        initial["category"] = search.category.slug if search.category else ""
        super().__init__(*args, initial=initial, **kwargs)
