"""Matches and saved searches as ready strings."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.models import User
from accounts.presenters import length_text
from catalog.models import Category
from core.geo import towns
from core.moments import moment
from listings.models import Listing
from listings.photos import illustrated
from listings.presenters import listing_card
from matching.finding.reasons import reasons
from matching.finding.rule import Match
from matching.models import SavedSearch
from posts.presenters import Card, Row, allergen_labels, diet_labels
from requests_app.models import FoodRequest
from requests_app.presenters import request_card


@dataclass(frozen=True)
class MatchCard:
    """One match as the owner of the other side sees it; `propose_url` joins the two."""

    card: Card
    reasons: Sequence[str]
    propose_url: str
    propose_label: str


def match_cards(
    matches: Iterable[Match], post: Listing | FoodRequest, viewer: User
) -> list[MatchCard]:
    """What answers one's own post, with each reason in words."""
    found = list(matches)
    if isinstance(post, Listing):
        label = _("Offer it")
        cards = [request_card(match.request, viewer, match.distance_km) for match in found]
    else:
        label = _("Ask for it")
        plain = [listing_card(match.listing, viewer, match.distance_km) for match in found]
        cards = illustrated(plain, [match.listing for match in found])
    return [
        MatchCard(card, reasons(match, viewer), _proposal_address(match), label)
        for match, card in zip(found, cards, strict=True)
    ]


def _proposal_address(match: Match) -> str:
    joined = {"listing": str(match.listing.pk), "request": str(match.request.pk)}
    return f"{reverse('commitments:propose')}?{urlencode(joined)}"


def offered_text(listing: Listing, count: int) -> str:
    """That organizations were told; empty where none was."""
    if not count:
        return ""
    said = ngettext(
        "We told %(count)s organization nearby that accepts this kind of food: %(category)s.",
        "We told %(count)s organizations nearby that accept this kind of food: %(category)s.",
        count,
    )
    return said % {"count": count, "category": listing.category.name}


def search_rows(searches: Iterable[SavedSearch], viewer: User) -> list[Row]:
    """One's own searches in a list."""
    return [
        Row(
            url=search.get_absolute_url(),
            title=search_title(search),
            text=search_text(search, viewer),
            picture=search.category.icon if search.category else "basket",
            badge=str(_("On") if search.active else _("Paused")),
            badge_tone="open" if search.active else "neutral",
            meta=_last_told(search),
        )
        for search in searches
    ]


def search_title(search: SavedSearch) -> str:
    """What it looks for: the words, else the food, else the kind of food."""
    named = search.words or (search.food.name if search.food else "")
    category = search.category.name if search.category else ""
    if named and category:
        return _("%(words)s in %(category)s") % {"words": named, "category": category}
    return named or category or _("Everything")


def search_text(search: SavedSearch, viewer: User) -> str:
    """Whether food or needs, how far around where, and what it must and must not be."""
    around = _("within %(length)s of %(town)s") % {
        "length": length_text(search.radius_km, viewer.units),
        "town": towns.nearest(search.point).name,
    }
    without = [
        _("Without: %(allergen)s") % {"allergen": label}
        for label in allergen_labels(search.exclude_allergens)
    ]
    for_whom = [search.organization.name] if search.organization else []
    parts = [str(search.get_kind_display()), around, *diet_labels(search.diets), *without]
    return " · ".join([*parts, *for_whom])


def category_choices(categories: Iterable[Category]) -> list[tuple[Any, str]]:
    return [("", str(_("Everything"))), *((row.slug, row.name) for row in categories)]


def _last_told(search: SavedSearch) -> str:
    if search.last_alert_at is None:
        return ""
    return _("told %(when)s") % {"when": moment(search.last_alert_at).text}
