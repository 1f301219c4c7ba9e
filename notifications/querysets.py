from __future__ import annotations

from typing import TYPE_CHECKING, Self

from django.contrib.auth.models import AnonymousUser
from django.db import models
from django.db.models.functions import Now

from core import clock
from notifications.enums import DispatchState

if TYPE_CHECKING:
    from accounts.models import User
    from notifications.models import Dispatch, Notification, PushDevice  # noqa: F401

NEWEST_FIRST = ("-created_at", "-id")


class NotificationQuerySet(models.QuerySet["Notification"]):
    def visible_to(self, user: User | AnonymousUser) -> Self:
        """Those the person is shown on the site; their own, and no others."""
        if not user.is_authenticated:
            return self.none()
        return self.filter(recipient=user, shown=True)

    def unread(self) -> Self:
        return self.filter(read_at=None)

    def awaiting_digest(self) -> Self:
        """Unread ones that were left for a digest and are in none yet."""
        return self.unread().filter(for_digest=True, digest=None)

    def expired(self) -> Self:
        return self.filter(expires_at__lte=clock.now())


class DispatchQuerySet(models.QuerySet["Dispatch"]):
    def planned(self) -> Self:
        return self.filter(state=DispatchState.PLANNED)

    def due(self) -> Self:
        return self.planned().filter(due_at__lte=Now())

    def failed(self) -> Self:
        return self.filter(state=DispatchState.FAILED)

    def with_all(self) -> Self:
        """With everything that sending one needs."""
        return self.select_related(
            "notification__recipient", "notification__event", "digest__recipient", "device"
        )


class PushDeviceQuerySet(models.QuerySet["PushDevice"]):
    def of(self, user: User | AnonymousUser) -> Self:
        if not user.is_authenticated:
            return self.none()
        return self.filter(user=user)
