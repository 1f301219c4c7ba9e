from django.db import transaction
from django.db.models.functions import Now
from django.utils.translation import gettext as _

from accounts.models import User
from accounts.permissions import require_unsuspended
from core.errors import Refused, TransitionForbidden
from partners.models import Webhook, WebhookDelivery
from partners.webhooks.enums import WebhookDeliveryState
from partners.webhooks.permissions import can_moderate, require_own
from partners.webhooks.services.changing import lock
from partners.webhooks.waking import wake

MOST_ATTEMPTS = 1000
"""After which a delivery is left alone: three days of patience come to eighty."""


@transaction.atomic
def ping(*, webhook: Webhook, by: User) -> WebhookDelivery:
    """Send it something harmless, to see whether it is reached. One that waits still is that one.

    Raises:
        NotAllowed: somebody else's.
        Suspended: `by` is.
        TransitionForbidden: it is off.
    """
    require_unsuspended(by)
    require_own(by, webhook)
    lock(webhook)
    _require_on(webhook)
    _end_rest(webhook)
    waiting = webhook.deliveries.planned().filter(event=None).first()
    delivery: WebhookDelivery = waiting or WebhookDelivery.objects.create(webhook=webhook)
    wake()
    return delivery


@transaction.atomic
def redeliver(*, delivery: WebhookDelivery, by: User) -> WebhookDelivery:
    """Send something once more, under the same id, with days of patience anew. Harmless twice.

    Raises:
        NotAllowed: somebody else's, and `by` is no moderator.
        Suspended: `by` is.
        TransitionForbidden: its webhook is off.
        Refused: it was tried `MOST_ATTEMPTS` times.
    """
    require_unsuspended(by)
    if not can_moderate(by):
        require_own(by, delivery.webhook)
    lock(delivery.webhook)
    _require_on(delivery.webhook)
    delivery.refresh_from_db(fields=["attempts"])
    if delivery.attempts >= MOST_ATTEMPTS:
        raise Refused(_("Too many calls. Come back later."))
    _end_rest(delivery.webhook)
    WebhookDelivery.objects.filter(pk=delivery.pk).update(
        state=WebhookDeliveryState.PLANNED, due_at=Now(), first_tried_at=None, sent_at=None
    )
    delivery.refresh_from_db()
    wake()
    return delivery


def _end_rest(webhook: Webhook) -> None:
    """Somebody looks at the receiver at this moment, and shall see how a call goes."""
    Webhook.objects.filter(pk=webhook.pk).update(rests_until=Now())


def _require_on(webhook: Webhook) -> None:
    if not webhook.is_active:
        raise TransitionForbidden(
            _("The webhook is off. Switch it on first."),
            {"state": webhook.state, "allowed": ["enable"]},
        )
