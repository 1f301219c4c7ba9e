"""On and off. Off, a webhook is told nothing; what waited is not sent, but can be sent again."""

from django.db import transaction

from accounts.models import User
from core import clock
from core.events.notices import request_notice
from partners.models import Webhook
from partners.webhooks.enums import WebhookDeliveryState, WebhookState, WhyDisabled

OF_ITSELF = frozenset({WhyDisabled.GONE, WhyDisabled.FAILING, WhyDisabled.BY_STAFF})
"""Reasons that its organization has to be told of."""


@transaction.atomic
def switch_off(webhook: Webhook, because: WhyDisabled, *, by: User | None) -> None:
    """Let a locked webhook rest. Harmless twice.

    Args:
        webhook: locked by the caller.
        because: why; its organization hears of it, unless it did so itself.
        by: who did; None for the system.
    """
    if not webhook.is_active:
        return
    now = clock.now()
    webhook.change(
        state=WebhookState.DISABLED, disabled_because=because, state_since=now, updated_at=now
    )
    webhook.deliveries.planned().update(state=WebhookDeliveryState.SKIPPED)
    if because in OF_ITSELF:
        request_notice(
            "webhook_disabled",
            to=webhook.organization.pseudonym,
            about=("organization", webhook.organization_id),
            occasion=f"{webhook.pk}.{webhook.version}",
            actor=by.pseudonym if by else None,
            because=str(because),
        )


@transaction.atomic
def switch_on(webhook: Webhook) -> None:
    """Let a locked webhook go on, with a clean slate. Harmless twice.

    What was planned by a consumer that had looked just before it was switched off is skipped now.
    """
    if webhook.is_active:
        return
    now = clock.now()
    webhook.deliveries.planned().update(state=WebhookDeliveryState.SKIPPED)
    webhook.change(
        state=WebhookState.ACTIVE,
        disabled_because="",
        state_since=now,
        failing_since=None,
        updated_at=now,
    )
