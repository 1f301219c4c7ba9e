"""The log of what happened, and who still has to hear of it."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _
from uuid6 import uuid7


class DomainEvent(models.Model):
    """One fact, written in the transaction of the change it states, and never altered.

    `actor` and every participant in `payload` are pseudonyms; no e-mail, name, phone or exact
    place is ever in here. `cells` are the public geohashes at precisions 4, 5 and 6.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    type = models.CharField(_("type"), max_length=64)
    schema_version = models.PositiveSmallIntegerField(_("schema version"), default=1)
    occurred_at = models.DateTimeField(_("occurred at"))
    actor = models.UUIDField(_("actor"), null=True)
    correlation_id = models.CharField(_("correlation id"), max_length=64, blank=True)
    subject_type = models.CharField(_("subject type"), max_length=32)
    subject_id = models.UUIDField(_("subject"))
    subject_version = models.PositiveIntegerField(_("subject version"), null=True)
    cells = ArrayField(models.CharField(max_length=12), verbose_name=_("cells"), default=list)
    payload = models.JSONField(_("payload"), default=dict)

    class Meta:
        verbose_name = _("event")
        verbose_name_plural = _("events")
        constraints = [
            models.UniqueConstraint(
                fields=["subject_id", "subject_version", "subject_type"],
                name="event_once_per_subject_version",
            ),
        ]
        indexes = [
            models.Index(fields=["type", "occurred_at"], name="event_type_time"),
            models.Index(fields=["occurred_at"], name="event_time"),
        ]

    def __str__(self) -> str:
        return f"{self.type} {self.subject_id}"


class DeliveryQuerySet(models.QuerySet["Delivery"]):
    def open(self) -> "DeliveryQuerySet":
        return self.filter(done_at=None, dead_at=None)

    def due(self) -> "DeliveryQuerySet":
        return self.open().filter(due_at__lte=Now())

    def dead(self) -> "DeliveryQuerySet":
        return self.exclude(dead_at=None)

    def of(self, consumer: str) -> "DeliveryQuerySet":
        return self.filter(consumer=consumer)


class Delivery(models.Model):
    """That one consumer has yet to absorb one event. The queue of record: tasks only wake it."""

    id = models.BigAutoField(primary_key=True)
    event = models.ForeignKey(
        DomainEvent, on_delete=models.PROTECT, related_name="deliveries", db_index=False
    )
    consumer = models.CharField(_("consumer"), max_length=40)
    attempts = models.PositiveSmallIntegerField(_("attempts"), db_default=0)
    replayed = models.BooleanField(_("replayed"), db_default=False)
    due_at = models.DateTimeField(_("due at"), db_default=Now())
    done_at = models.DateTimeField(_("done at"), null=True, blank=True)
    dead_at = models.DateTimeField(_("dead at"), null=True, blank=True)
    last_error = models.CharField(_("last error"), max_length=200, blank=True, db_default="")

    objects = DeliveryQuerySet.as_manager()

    class Meta:
        verbose_name = _("delivery")
        verbose_name_plural = _("deliveries")
        constraints = [
            models.UniqueConstraint(fields=["event", "consumer"], name="delivery_once"),
        ]
        indexes = [
            models.Index(
                fields=["consumer", "due_at"],
                name="delivery_open",
                condition=Q(done_at=None, dead_at=None),
            ),
            models.Index(
                fields=["dead_at"], name="delivery_dead", condition=Q(dead_at__isnull=False)
            ),
        ]

    def __str__(self) -> str:
        return f"{self.consumer} ← {self.event_id}"


class Bell(models.Model):
    """Whether a ring for a consumer waits to be answered (`core.events.bell`)."""

    consumer = models.CharField(_("consumer"), max_length=40, primary_key=True)
    waiting = models.BooleanField(_("waiting"))
    rung_at = models.DateTimeField(_("rung at"))

    class Meta:
        verbose_name = _("bell")
        verbose_name_plural = _("bells")

    def __str__(self) -> str:
        return self.consumer
