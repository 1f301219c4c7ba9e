"""Which webhook, or whose, a caller or reader means."""

from uuid import UUID

from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _

from accounts.models import Organization, User
from core.errors import Invalid
from partners.models import Webhook, WebhookDelivery
from posts.querysets import organizations_acted_for


def own_webhook(by: User, webhook_id: UUID) -> Webhook:
    """One of an organization that the person or program acts for.

    Raises:
        Http404: there is none.
    """
    rows = Webhook.objects.visible_to(by).select_related("organization")
    found: Webhook = get_object_or_404(rows, pk=webhook_id)
    return found


def own_delivery(webhook: Webhook, delivery_id: UUID) -> WebhookDelivery:
    """One of a webhook's deliveries.

    Raises:
        Http404: there is none.
    """
    rows = webhook.deliveries.select_related("event", "webhook__organization")
    found: WebhookDelivery = get_object_or_404(rows, pk=delivery_id)
    return found


def meant_organization(by: User, named: UUID | None) -> Organization:
    """Whose webhook it shall be: the one named, or the only one that the caller acts for, as a
    program does.

    Raises:
        Invalid: on `organization`: it is none of theirs, or has to be named.
    """
    acted_for = organizations_acted_for(by)
    if named is not None:
        acted_for = acted_for.filter(pk=named)
    found = list(acted_for.order_by("pk")[:2])
    if len(found) != 1:
        raise Invalid(organization=_("Name an organization that you act for."))
    return found[0]
