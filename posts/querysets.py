from typing import Any, Self, TypeVar

from django.contrib.auth.models import AnonymousUser
from django.db import models
from django.db.models import Q

from accounts.models import Organization, User
from accounts.permissions import ACTING_ROLES
from core.geo import cells

P = TypeVar("P", bound=models.Model)


class PostQuerySet(models.QuerySet[P]):
    """Reads that listings and requests share."""

    def of(self, user: User | AnonymousUser) -> Self:
        """Those that speak for this person."""
        if not user.is_authenticated:
            return self.none()
        acted_for = Organization.objects.filter(
            memberships__user=user, memberships__role__in=ACTING_ROLES
        )
        return self.filter(Q(organization=None, owner=user) | Q(organization__in=acted_for))

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
