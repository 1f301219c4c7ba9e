from collections.abc import Iterable
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Self

from django.contrib.auth.models import AnonymousUser
from django.db.models import Q

from accounts.models import User
from core import clock
from listings.enums import LIVE, UNTIL_GONE, ListingState
from posts.querysets import PostQuerySet

if TYPE_CHECKING:
    from listings.models import Listing  # noqa: F401


class ListingQuerySet(PostQuerySet["Listing"]):
    def live(self) -> Self:
        """Neither ended nor over: what anybody may read about."""
        return self.in_state(*LIVE).filter(available_until__gt=clock.now()).safe_to_eat()

    def open_now(self) -> Self:
        """Something is left, and it may be taken and eaten now."""
        active = self.in_state(ListingState.ACTIVE).filter(available_until__gt=clock.now())
        return active.safe_to_eat()

    def safe_to_eat(self) -> Self:
        """Not past its use-by date, which is about safety; best-before is about quality."""
        return self.filter(Q(edible_until=None) | Q(edible_until__gt=clock.now()))

    def without_end(self) -> Self:
        """On offer for as long as there is some."""
        return self.filter(available_until=UNTIL_GONE)

    def suiting(self, diets: Iterable[str]) -> Self:
        """Said to suit all of these diets."""
        return self.filter(diets__contains=list(diets)) if diets else self

    def without(self, allergens: Iterable[str]) -> Self:
        """Holding none of these allergens, as far as is said."""
        return self.exclude(allergens__overlap=list(allergens)) if allergens else self

    def overdue(self) -> Self:
        """Still active though its time, or its use-by date, has passed."""
        over = Q(available_until__lte=clock.now()) | Q(edible_until__lte=clock.now())
        return self.in_state(ListingState.ACTIVE).filter(over)

    def lapsing(self, since: datetime, until: datetime) -> Self:
        """Live by their state, and over or past a date on the package since then."""
        over = Q(available_until__gt=since, available_until__lte=until)
        inedible = Q(edible_until__gt=since, edible_until__lte=until)
        days = (since.astimezone(UTC).date(), until.astimezone(UTC).date())
        past = Q(best_before__gte=days[0], best_before__lt=days[1])
        return self.in_state(*LIVE).filter(over | inedible | past)

    def for_audience(self, user: User | AnonymousUser) -> Self:
        """Food on offer is for everybody."""
        return self.all()
