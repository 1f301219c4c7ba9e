from datetime import date
from typing import TYPE_CHECKING, Self

from django.contrib.auth.models import AnonymousUser
from django.db import models

from accounts.models import User
from posts.querysets import organizations_acted_for, speaks_for
from standing.enums import StandingState

if TYPE_CHECKING:
    from standing.models import Occasion, Standing  # noqa: F401


class StandingQuerySet(models.QuerySet["Standing"]):
    def visible_to(self, user: User | AnonymousUser) -> Self:
        """Those that speak for the person: what others see is each occasion's own post."""
        if not user.is_authenticated:
            return self.none()
        acted_for = list(organizations_acted_for(user))
        return self.filter(speaks_for(user, acted_for))

    def running(self) -> Self:
        return self.filter(state=StandingState.RUNNING)

    def in_state(self, *states: str) -> Self:
        return self.filter(state__in=states)

    def pause_over(self, today: date) -> Self:
        """Paused until a day that has come, wherever on earth its owner is."""
        return self.filter(state=StandingState.PAUSED, paused_until__lte=today)

    def with_party(self) -> Self:
        """With all that a row or an API item names, in one query."""
        return self.select_related("owner", "organization", "category", "food")


class OccasionQuerySet(models.QuerySet["Occasion"]):
    def since(self, day: date) -> Self:
        return self.filter(day__gte=day)
