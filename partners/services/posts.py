"""From what a list names to posts of an organization: made, kept, taken back."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from typing import Any, Generic, TypeVar
from uuid import UUID

from django.db.models import Exists, OuterRef
from django.utils.translation import gettext as _

from accounts.models import Organization, User
from catalog.models import Category, Food
from listings import services as listings
from listings.models import Listing
from listings.services import ListingDraft
from partners.enums import LineKind
from partners.identity import post_id
from partners.lines.names import CATEGORY
from partners.models import NeedLine
from partners.services.amounts import amount
from posts.models import Post
from posts.services.unanswered import Unanswered
from requests_app import services as requests
from requests_app.models import FoodRequest
from requests_app.services import RequestDraft

P = TypeVar("P", bound=Post)


@dataclass(frozen=True, kw_only=True)
class Publication:
    """A list as its posts need to know it: who posts for whom, since when, until when, how much."""

    by: User
    organization: Organization
    source_id: str
    found: datetime
    until: datetime
    kilograms: Decimal


@dataclass
class Changes(Generic[P]):
    """What became of an organization's imported posts of one kind.

    Args:
        posts: those that the list stands behind, by subject.
        new: how many were made.
        kept: how many were there already, and stay as they are.
        withdrawn: how many the list names no more.
        awaited: as many as it names no more, but on which somebody waits for an answer: they
            are taken back by a later list.
    """

    posts: dict[str, P] = field(default_factory=dict)
    new: int = 0
    kept: int = 0
    withdrawn: int = 0
    awaited: int = 0


class Shelf:
    """Foods and categories by subject, loaded once a run."""

    def __init__(self) -> None:
        self.foods = {food.slug: food for food in Food.objects.curated().with_units()}
        self.categories = {f"{CATEGORY}{row.slug}": row for row in Category.objects.all()}

    def of(self, subject: str) -> Food | Category:
        return self.foods.get(subject) or self.categories[subject]


class Trade(Generic[P]):
    """What needs and offers have in common; each says how it is made and taken back."""

    kind: LineKind
    model: type[P]
    link: str  # the field of a line that leads to it

    def __init__(self, shelf: Shelf) -> None:
        self.shelf = shelf

    def create(self, subject: str, told: Publication) -> P:
        raise NotImplementedError

    def withdraw(self, post: P, by: User) -> None:
        raise NotImplementedError

    def bring_up_to(self, subjects: Iterable[str], told: Publication) -> Changes[P]:
        """Let an organization's imported posts be those of a list.

        What has ended meanwhile, in whatever way, and is named again is asked for anew.

        Args:
            subjects: what the list names.
            told: the list.

        Raises:
            Refused: as the services of listings and requests.
        """
        standing = self._standing(told.organization)
        changes: Changes[P] = Changes()
        for subject in subjects:
            known = standing.pop(subject, None)
            changes.posts[subject] = known or self.create(subject, told)
            if known:
                changes.kept += 1
            else:
                changes.new += 1
        for post in standing.values():
            try:
                self.withdraw(post, told.by)
                changes.withdrawn += 1
            except Unanswered:
                changes.awaited += 1
        return changes

    def _standing(self, organization: Organization) -> dict[str, P]:
        """Its live posts that came by an import, by subject."""
        rows = self.model.rows().of_organization(organization).live()
        lines = NeedLine.objects.filter(**{self.link: OuterRef("pk")})
        imported = rows.filter(Exists(lines)).with_party().order_by("created_at", "pk")
        return {_subject_of(post): post for post in imported}

    def _quantity(self, subject: str, told: Publication) -> dict[str, Any]:
        quantity, unit = amount(self.shelf.of(subject), told.kilograms)
        return {"quantity": quantity, "unit": unit, "organization": told.organization}

    def _id(self, subject: str, told: Publication) -> UUID:
        return post_id(told.source_id, self.kind, subject)


class Needs(Trade[FoodRequest]):
    """Needs become requests."""

    kind = LineKind.NEED
    model = FoodRequest
    link = "food_request"

    def create(self, subject: str, told: Publication) -> FoodRequest:
        draft = RequestDraft(
            food=self.shelf.foods.get(subject),
            category=self.shelf.categories.get(subject),
            needed_by=told.until,
            note=_("From its published list, which names no amounts."),
            **self._quantity(subject, told),
        )
        request_id = self._id(subject, told)
        return requests.create(by=told.by, request_id=request_id, draft=draft)[0]

    def withdraw(self, post: FoodRequest, by: User) -> None:
        requests.withdraw(food_request=post, by=by)


class Excess(Trade[Listing]):
    """What there is too much of becomes listings."""

    kind = LineKind.EXCESS
    model = Listing
    link = "listing"

    def create(self, subject: str, told: Publication) -> Listing:
        draft = ListingDraft(
            food=self.shelf.foods[subject],
            available_from=told.found,
            available_until=told.until,
            pickup_note=_("From its published list, which names no amounts."),
            **self._quantity(subject, told),
        )
        return listings.create(by=told.by, listing_id=self._id(subject, told), draft=draft)[0]

    def withdraw(self, post: Listing, by: User) -> None:
        listings.withdraw(listing=post, by=by)


def _subject_of(post: Post) -> str:
    return post.food.slug if post.food else f"{CATEGORY}{post.category.slug}"
