"""What a person should know before they take a food."""

from dataclasses import dataclass

from django.contrib.auth.models import AnonymousUser
from django.utils.translation import gettext as _

from accounts.models import User
from catalog.enums import Allergen, Diet
from listings.models import Listing


@dataclass(frozen=True)
class Warning:
    """`code`: allergen, diet, best_before."""

    code: str
    text: str


def warnings_for(user: User | AnonymousUser, listing: Listing) -> list[Warning]:
    """What speaks against this food, for this person; no query.

    Args:
        user: whose avoided allergens and diets count.
        listing: any.
    """
    return [*_about_allergens(user, listing), *_about_diets(user, listing), *_about_dates(listing)]


def contained(user: User | AnonymousUser, listing: Listing) -> list[str]:
    """Of the allergens in it, those that the person avoids, in the catalog's order."""
    avoided = user.avoided_allergens if isinstance(user, User) else []
    return [code for code in Allergen.values if code in listing.allergens and code in avoided]


def _about_allergens(user: User | AnonymousUser, listing: Listing) -> list[Warning]:
    return [
        Warning(
            "allergen",
            _("Contains: %(allergen)s. You avoid it.") % {"allergen": Allergen(code).label},
        )
        for code in contained(user, listing)
    ]


def _about_diets(user: User | AnonymousUser, listing: Listing) -> list[Warning]:
    wanted = user.diets if isinstance(user, User) else []
    return [
        Warning("diet", _("Nobody says that it suits you: %(diet)s.") % {"diet": Diet(code).label})
        for code in Diet.values
        if code in wanted and code not in listing.diets and listing.category.is_food
    ]


def _about_dates(listing: Listing) -> list[Warning]:
    if not listing.is_past_best_before:
        return []
    return [Warning("best_before", _("It is past its best-before date: look, smell and taste."))]
