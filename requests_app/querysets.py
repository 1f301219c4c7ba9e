from collections.abc import Iterable
from datetime import datetime
from typing import TYPE_CHECKING, Self

from django.contrib.auth.models import AnonymousUser

from accounts.models import User
from core import clock
from posts.querysets import PostQuerySet
from requests_app.enums import LIVE, RequestState

if TYPE_CHECKING:
    from requests_app.models import FoodRequest  # noqa: F401


class FoodRequestQuerySet(PostQuerySet["FoodRequest"]):
    def live(self) -> Self:
        """Neither ended nor over."""
        return self.in_state(*LIVE).filter(needed_by__gt=clock.now())

    def open_now(self) -> Self:
        """Something is still needed and its time has not passed."""
        return self.in_state(RequestState.OPEN).filter(needed_by__gt=clock.now())

    def of_organizations(self) -> Self:
        return self.exclude(organization=None)

    def taking(self, allergens: Iterable[str]) -> Self:
        """That take food with these allergens in it."""
        return self.exclude(avoid_allergens__overlap=list(allergens)) if allergens else self

    def met_by(self, diets: Iterable[str]) -> Self:
        """That ask for no diet besides these."""
        return self.filter(diets__contained_by=list(diets)) if diets else self

    def overdue(self) -> Self:
        """Still open though its time has passed."""
        return self.in_state(RequestState.OPEN).filter(needed_by__lte=clock.now())

    def lapsing(self, since: datetime, until: datetime) -> Self:
        """Live by their state, and over since then."""
        return self.in_state(*LIVE).filter(needed_by__gt=since, needed_by__lte=until)

    def for_audience(self, user: User | AnonymousUser) -> Self:
        """What households need is for signed-in people; what organizations need, for everybody."""
        return self.all() if user.is_authenticated else self.of_organizations()
