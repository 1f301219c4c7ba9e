from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class WebhookState(TextChoices):
    ACTIVE = "active", pgettext_lazy("webhook", "On")
    DISABLED = "disabled", pgettext_lazy("webhook", "Off")


class WhyDisabled(TextChoices):
    BY_HAND = "by_hand", _("switched off by the organization")
    BY_STAFF = "by_staff", _("switched off by a moderator")
    GONE = "gone", _("the receiver answered that it is gone")
    FAILING = "failing", _("nothing could be delivered for three days")


class WebhookDeliveryState(TextChoices):
    PLANNED = "planned", pgettext_lazy("webhook delivery", "Waiting")
    SENT = "sent", pgettext_lazy("webhook delivery", "Delivered")
    FAILED = "failed", pgettext_lazy("webhook delivery", "Given up")
    SKIPPED = "skipped", pgettext_lazy("webhook delivery", "Not sent: the webhook was off")


class EventType(TextChoices):
    """What may be subscribed to."""

    LISTING_CREATED = "listing.created", _("Food is offered")
    LISTING_UPDATED = "listing.updated", _("An offer is changed")
    LISTING_COMPLETED = "listing.completed", _("An offer is all handed over")
    LISTING_EXPIRED = "listing.expired", _("An offer has expired")
    LISTING_WITHDRAWN = "listing.withdrawn", _("An offer is withdrawn")
    LISTING_ERASED = "listing.erased", _("An offer has lost its words: its person has left")
    REQUEST_CREATED = "request.created", _("Food is asked for")
    REQUEST_UPDATED = "request.updated", _("A request is changed")
    REQUEST_FULFILLED = "request.fulfilled", _("A request is fulfilled")
    REQUEST_EXPIRED = "request.expired", _("A request has expired")
    REQUEST_WITHDRAWN = "request.withdrawn", _("A request is withdrawn")
    REQUEST_ERASED = "request.erased", _("A request has lost its words: its person has left")
    COMMITMENT_CREATED = "commitment.created", _("Something is proposed to us, or by us")
    COMMITMENT_UPDATED = "commitment.updated", _("A promise of ours is changed")
    COMMITMENT_ERASED = "commitment.erased", _("A promise has lost its words: its person has left")
    ORGANIZATION_CREATED = "organization.created", _("An organization joins")
    ORGANIZATION_UPDATED = "organization.updated", _("An organization's page is changed")
    INSIGHT_GENERATED = "insight.generated", _("A figure is explained")


PING = "webhook.ping"
"""The type of what is sent to try a webhook out; nobody subscribes to it."""
