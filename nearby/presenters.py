"""The feed as ready strings, so that templates only place them."""

from collections.abc import Iterable
from dataclasses import replace

from django.contrib.auth.models import AnonymousUser
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.models import User
from catalog.models import Category
from listings.models import Listing
from listings.photos import illustrated
from listings.presenters import listing_card
from nearby.feed.pages import Page
from nearby.feed.posts import as_posts, own_among
from posts.models import Post
from posts.presenters import Card
from requests_app.models import FoodRequest
from requests_app.presenters import request_card

Viewer = User | AnonymousUser


def cards(page: Page, viewer: Viewer, categories: Iterable[Category]) -> list[Card]:
    """The page's posts; one's own say so."""
    own = own_among(page.rows, viewer)
    posts = as_posts(page.rows, categories=categories)
    made = [
        _marked(_card(post, viewer, page.distance_km(row)), cell=row.cell, is_own=row.id in own)
        for row, post in zip(page.rows, posts, strict=True)
    ]
    return illustrated(made, posts)


def came(page: Page, *, further: bool) -> str:
    """How many came: `7 results`, `24+ results` where there are more, `5 more results`.

    Args:
        page: of the feed.
        further: whether others were shown before it.
    """
    count = len(page.rows)
    if not count:
        return _("No results")
    if further:
        text = ngettext("%(count)s more result", "%(count)s more results", count)
    else:
        text = ngettext("%(count)s result", "%(count)s results", count)
    return text % {"count": f"{count}+" if page.following and not further else count}


def _card(post: Post, viewer: Viewer, distance_km: float) -> Card:
    if isinstance(post, Listing):
        return listing_card(post, viewer, distance_km)
    if isinstance(post, FoodRequest):
        return request_card(post, viewer, distance_km)
    raise TypeError(type(post))


def _marked(card: Card, *, cell: str, is_own: bool) -> Card:
    if is_own:
        card = replace(card, state_label=_("Yours"), state_tone="info")
    return replace(card, cell=cell)
