"""Whom we call about what, each call that is planned or was made, and how the attempts went."""

from __future__ import annotations

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from uuid6 import uuid7

from accounts.models import Organization, User
from core import clock
from core.events.models import DomainEvent
from core.events.subjects import Subject
from partners.webhooks.enums import (
    PING,
    WebhookDeliveryState,
    WebhookState,
    WhyDisabled,
)
from partners.webhooks.querysets import WebhookDeliveryQuerySet, WebhookQuerySet

LONGEST_URL = 500
LONGEST_CELL = 6


class Webhook(Subject):
    """An address of an organization that is told of certain events in a certain area.

    Secrets are encrypted (`accounts.secrets`); after a rotation the old one signs beside the new
    until `old_secret_until`. `busy_until` is the lease of the sender that has its one call in hand;
    while it fails, it is called no earlier than `rests_until`.
    """

    subject_type: ClassVar[str] = "webhook"

    organization = models.ForeignKey(
        Organization,
        verbose_name=_("organization"),
        on_delete=models.CASCADE,
        related_name="webhooks",
    )
    url = models.CharField(_("address"), max_length=LONGEST_URL)
    event_types = ArrayField(models.CharField(max_length=40), verbose_name=_("what it is told of"))
    cell = models.CharField(_("area"), max_length=LONGEST_CELL, blank=True, db_collation="C")
    secret = models.TextField(_("secret"), editable=False)
    secret_made_at = models.DateTimeField(_("secret made at"), editable=False)
    old_secret = models.TextField(_("secret before"), blank=True, editable=False)
    old_secret_until = models.DateTimeField(_("old secret signs until"), null=True, editable=False)
    state = models.CharField(
        _("state"), max_length=8, choices=WebhookState, default=WebhookState.ACTIVE
    )
    disabled_because = models.CharField(
        _("why it is off"), max_length=8, choices=WhyDisabled, blank=True
    )
    state_since = models.DateTimeField(_("since"), default=clock.now)
    failing_since = models.DateTimeField(_("failing since"), null=True, blank=True)
    rests_until = models.DateTimeField(_("due at"), db_default=Now(), editable=False)
    busy_until = models.DateTimeField(_("being called until"), db_default=Now(), editable=False)
    served_at = models.DateTimeField(_("last called"), db_default=Now(), editable=False)
    created_by = models.ForeignKey(
        User,
        verbose_name=_("created by"),
        on_delete=models.SET_NULL,
        related_name="+",
        null=True,
        blank=True,
    )

    objects = WebhookQuerySet.as_manager()

    class Meta:
        verbose_name = _("webhook")
        verbose_name_plural = _("webhooks")
        constraints = [
            models.CheckConstraint(
                condition=Q(state=WebhookState.ACTIVE, disabled_because="")
                | Q(state=WebhookState.DISABLED, disabled_because__in=WhyDisabled.values),
                name="webhook_off_for_a_reason",
            ),
        ]
        indexes = [
            models.Index(
                fields=["served_at"],
                name="webhook_next",
                condition=Q(state=WebhookState.ACTIVE),
            ),
        ]

    def __str__(self) -> str:
        return self.url

    def get_absolute_url(self) -> str:
        return reverse("partners:webhook_detail", args=[self.organization.slug, self.pk])

    @property
    def is_active(self) -> bool:
        return self.state == WebhookState.ACTIVE


class WebhookDelivery(models.Model):
    """One thing one webhook is told: planned → sent, failed or skipped.

    Its id is the `webhook-id` on the wire, the same each time it is tried. Without an event it is a
    ping. What is said besides `subject_state` is the event's own and is read from it.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    webhook = models.ForeignKey(
        Webhook, on_delete=models.CASCADE, related_name="deliveries", db_index=False
    )
    event = models.ForeignKey(
        DomainEvent,
        verbose_name=_("event"),
        on_delete=models.PROTECT,
        related_name="+",
        null=True,
        db_index=False,
    )
    # Of the event, so that what comes first is found by one index.
    subject_id = models.UUIDField(_("subject"), null=True)
    subject_version = models.PositiveIntegerField(_("subject version"), null=True)
    subject_state = models.CharField(_("its state then"), max_length=16, blank=True)
    state = models.CharField(
        _("state"),
        max_length=8,
        choices=WebhookDeliveryState,
        default=WebhookDeliveryState.PLANNED,
    )
    attempts = models.PositiveIntegerField(_("attempts"), db_default=0)
    due_at = models.DateTimeField(_("due at"), db_default=Now())
    created_at = models.DateTimeField(_("created at"), default=clock.now, editable=False)
    first_tried_at = models.DateTimeField(_("first tried at"), null=True, blank=True)
    sent_at = models.DateTimeField(_("sent at"), null=True, blank=True)
    last_status = models.PositiveSmallIntegerField(_("last status"), null=True, blank=True)
    last_error = models.CharField(_("last error"), max_length=40, blank=True)

    objects = WebhookDeliveryQuerySet.as_manager()

    class Meta:
        verbose_name = _("webhook delivery")
        verbose_name_plural = _("webhook deliveries")
        constraints = [
            models.UniqueConstraint(fields=["webhook", "event"], name="webhook_delivery_once"),
            models.CheckConstraint(
                condition=Q(state__in=WebhookDeliveryState.values), name="webhook_delivery_state"
            ),
        ]
        indexes = [
            models.Index(
                fields=["webhook", "due_at", "id"],
                name="webhook_delivery_due",
                condition=Q(state=WebhookDeliveryState.PLANNED),
            ),
            models.Index(
                fields=["webhook", "subject_id", "subject_version", "id"],
                name="webhook_delivery_order",
                condition=Q(state=WebhookDeliveryState.PLANNED),
            ),
            models.Index(fields=["webhook", "-created_at", "-id"], name="webhook_delivery_log"),
            models.Index(fields=["created_at"], name="webhook_delivery_age"),
        ]

    def __str__(self) -> str:
        return f"{self.event_type} {self.id}"

    @property
    def event_type(self) -> str:
        return self.event.type if self.event else PING


class WebhookAttempt(models.Model):
    """How one call went. Nothing of what the receiver said is kept but its status."""

    id = models.BigAutoField(primary_key=True)
    delivery = models.ForeignKey(
        WebhookDelivery, on_delete=models.CASCADE, related_name="attempts_made"
    )
    at = models.DateTimeField(_("at"), default=clock.now)
    status = models.PositiveSmallIntegerField(_("status"), null=True)
    milliseconds = models.PositiveIntegerField(_("milliseconds"))
    error = models.CharField(_("error"), max_length=40, blank=True)

    class Meta:
        verbose_name = _("attempt to call a webhook")
        verbose_name_plural = _("attempts to call webhooks")
        indexes = [models.Index(fields=["at"], name="webhook_attempt_at")]

    def __str__(self) -> str:
        return f"{self.status or self.error}"
