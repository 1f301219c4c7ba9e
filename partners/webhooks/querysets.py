from __future__ import annotations

from collections.abc import Collection
from typing import TYPE_CHECKING, Self

from django.contrib.auth.models import AnonymousUser
from django.db import models
from django.db.models import Count, Q

from accounts.models import Organization, User
from partners.webhooks.enums import WebhookDeliveryState, WebhookState
from posts.querysets import organizations_acted_for

if TYPE_CHECKING:
    from partners.models import Webhook, WebhookDelivery  # noqa: F401

EVERYWHERE = ""


class WebhookQuerySet(models.QuerySet["Webhook"]):
    def visible_to(self, user: User | AnonymousUser) -> Self:
        """Those of organizations that the person, or the program, acts for."""
        if not user.is_authenticated:
            return self.none()
        return self.filter(organization__in=organizations_acted_for(user))

    def of_organization(self, organization: Organization) -> Self:
        return self.filter(organization=organization)

    def active(self) -> Self:
        return self.filter(state=WebhookState.ACTIVE)

    def wanting(self, event_types: Collection[str], cells: Collection[str]) -> Self:
        """Those that ask for one of these types in one of these cells, or everywhere; none of an
        organization that a moderator has taken out of sight."""
        inside = Q(cell=EVERYWHERE) | Q(cell__in=list(cells))
        shown = Q(organization__hidden_at=None)
        return self.filter(inside, shown, event_types__overlap=list(event_types))

    def with_waiting(self) -> Self:
        """Adds `waiting`: how many deliveries wait to go out."""
        waiting = Q(deliveries__state=WebhookDeliveryState.PLANNED)
        return self.annotate(waiting=Count("deliveries", filter=waiting))


class WebhookDeliveryQuerySet(models.QuerySet["WebhookDelivery"]):
    def planned(self) -> Self:
        return self.filter(state=WebhookDeliveryState.PLANNED)

    def in_state(self, state: str) -> Self:
        return self.filter(state=state)

    def with_event(self) -> Self:
        """With all that a row of the log, or sending one, names."""
        return self.select_related("event", "webhook")
