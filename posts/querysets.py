from collections.abc import Iterable
from typing import Any, Self, TypeVar

from django.contrib.auth.models import AnonymousUser
from django.db import models
from django.db.models import Q

from accounts.models import Block, Organization, User
from core.geo import cells

P = TypeVar("P", bound=models.Model)


def organizations_acted_for(user: User) -> models.QuerySet[Organization]:
    """Those in whose name the person may post."""
    return Organization.objects.acted_for_by(user)


class PostQuerySet(models.QuerySet[P]):
    """Reads that listings and requests share."""

    def visible_to(self, user: User | AnonymousUser) -> Self:
        """Live ones that the person may know of, and all that speak for them."""
        shown = self.shown_to(user)
        if not user.is_authenticated:
            return shown
        return shown | self.filter(speaks_for(user, organizations_acted_for(user)))

    def shown_to(self, user: User | AnonymousUser) -> Self:
        """Live ones that the person may know of: not hidden, of nobody they have a block with."""
        return self.for_audience(user).live().kept_from_nobody(user)

    def kept_from_nobody(self, user: User | AnonymousUser) -> Self:
        """Without what a moderator has hidden, and what a block between two people keeps away."""
        return self.filter(hidden_at=None).blocked_for_nobody(user)

    def blocked_for_nobody(self, user: User | AnonymousUser) -> Self:
        """Without what a block between two people keeps away."""
        if not user.is_authenticated:
            return self.all()
        return self.exclude(organization=None, owner__in=Block.objects.partners_of(user))

    def for_audience(self, user: User | AnonymousUser) -> Self:
        """Those that are, or were, for this person to know of while they were live."""
        raise NotImplementedError

    def live(self) -> Self:
        """Those that have neither ended nor are over."""
        raise NotImplementedError

    def open_now(self) -> Self:
        """Those of which something can be promised now."""
        raise NotImplementedError

    def overdue(self) -> Self:
        """Still open though their time has passed."""
        raise NotImplementedError

    def of(self, user: User | AnonymousUser) -> Self:
        """Those that speak for this person. A query of its own tells first which organizations
        they act for: beside an OR, Postgres finds rows by index for given ids only."""
        if not user.is_authenticated:
            return self.none()
        return self.filter(speaks_for(user, list(organizations_acted_for(user))))

    def of_organization(self, organization: Organization) -> Self:
        return self.filter(organization=organization)

    def in_cell(self, cell: str) -> Self:
        """Those whose public place lies in a cell, by a range of the one geohash index."""
        return self.filter(geohash__gte=cell, geohash__lt=cell + "~")

    def in_cells(self, wanted: list[str]) -> Self:
        ranges = Q()
        for cell in wanted:
            ranges |= Q(geohash__gte=cell, geohash__lt=cell + "~")
        return self.filter(ranges)

    def around(self, cell: str) -> Self:
        """Those in the cell or one that touches it."""
        return self.in_cells(cells.around(cell))

    def with_party(self) -> Self:
        """With everything that a card or an API item names, in one query."""
        return self.select_related("owner", "organization", "category", "food")

    def in_state(self, *states: Any) -> Self:
        return self.filter(state__in=states)


def speaks_for(user: User, acted_for: Iterable[Organization]) -> Q:
    """That something with an owner is the person's own, or an organization's of these."""
    own = Q(organization=None, owner=user)
    return own | Q(organization__in=acted_for)
