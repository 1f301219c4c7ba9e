"""What people are told, how it reaches them, and what they chose about it."""

from typing import Any
from uuid import UUID

from django.db import models
from django.db.models import Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _
from uuid6 import uuid7

from accounts.models import User
from core import clock
from core.events.models import DomainEvent
from notifications.enums import Channel, DigestRhythm, DispatchState, Skipped
from notifications.querysets import (
    DispatchQuerySet,
    NotificationQuerySet,
    PushDeviceQuerySet,
)

CALLING = (Channel.EMAIL, Channel.PUSH)
USUAL_DIGEST_HOUR = 8


class Preferences(models.Model):
    """What a person chose; without a row, or for a kind not named, the usual holds."""

    user = models.OneToOneField(
        User, on_delete=models.CASCADE, primary_key=True, related_name="notification_preferences"
    )
    # {kind: {channel: whether}}: only what was chosen.
    choices = models.JSONField(_("choices"), default=dict, blank=True)
    quiet_from = models.TimeField(_("quiet from"), null=True, blank=True)
    quiet_until = models.TimeField(_("quiet until"), null=True, blank=True)
    digest = models.CharField(
        _("mails"), max_length=8, choices=DigestRhythm, default=DigestRhythm.OFF
    )
    digest_hour = models.PositiveSmallIntegerField(_("hour"), default=USUAL_DIGEST_HOUR)
    digest_weekday = models.PositiveSmallIntegerField(_("day of the week"), default=0)
    updated_at = models.DateTimeField(_("updated at"), default=clock.now, editable=False)

    class Meta:
        verbose_name = _("preferences")
        verbose_name_plural = _("preferences")
        constraints = [
            models.CheckConstraint(
                condition=Q(digest__in=DigestRhythm.values), name="preferences_digest_known"
            ),
            models.CheckConstraint(
                condition=Q(digest_hour__range=(0, 23), digest_weekday__range=(0, 6)),
                name="preferences_digest_time",
            ),
            models.CheckConstraint(
                condition=Q(quiet_from__isnull=True, quiet_until__isnull=True)
                | Q(quiet_from__isnull=False, quiet_until__isnull=False),
                name="preferences_quiet_both",
            ),
        ]

    def __str__(self) -> str:
        return str(self.user)


class Digest(models.Model):
    """What one person is told together: one a period, never an empty one."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    recipient = models.ForeignKey(
        User, verbose_name=_("recipient"), on_delete=models.CASCADE, related_name="digests"
    )
    period = models.DateField(_("day on which it is due"))
    rhythm = models.CharField(_("rhythm"), max_length=8, choices=DigestRhythm)
    created_at = models.DateTimeField(_("created at"), default=clock.now, editable=False)

    class Meta:
        verbose_name = _("digest")
        verbose_name_plural = _("digests")
        constraints = [
            models.UniqueConstraint(fields=["recipient", "period"], name="digest_once_a_period"),
        ]

    def __str__(self) -> str:
        return f"{self.recipient}, {self.period}"


class Notification(models.Model):
    """One thing one person is told: ids and small facts only.

    Names, places and quantities are looked up when it is read, as far as the reader may know.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    recipient = models.ForeignKey(
        User,
        verbose_name=_("recipient"),
        on_delete=models.CASCADE,
        related_name="notifications",
        db_index=False,
    )
    kind = models.CharField(_("kind"), max_length=32)
    event = models.ForeignKey(
        DomainEvent, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    side = models.CharField(_("side"), max_length=8, blank=True)
    about_type = models.CharField(_("what it is about"), max_length=16)
    about_id = models.UUIDField(_("id"))
    facts = models.JSONField(_("facts"), default=dict, blank=True)
    shown = models.BooleanField(_("shown on the site"), default=True)
    # More of the same while the first of it is unread: kept, but shown and sent to nobody.
    folded = models.BooleanField(_("part of an earlier one"), default=False)
    for_digest = models.BooleanField(_("left for a digest"), default=False)
    digest = models.ForeignKey(
        Digest, on_delete=models.SET_NULL, related_name="notifications", null=True, blank=True
    )
    created_at = models.DateTimeField(_("created at"), default=clock.now, editable=False)
    read_at = models.DateTimeField(_("read at"), null=True, blank=True)
    expires_at = models.DateTimeField(_("kept until"), db_index=True)

    objects = NotificationQuerySet.as_manager()

    class Meta:
        verbose_name = _("notification")
        verbose_name_plural = _("notifications")
        constraints = [
            models.UniqueConstraint(
                fields=["event", "recipient"], name="notification_once_per_event"
            ),
        ]
        indexes = [
            models.Index(
                fields=["recipient", "-created_at", "-id"], name="notification_by_recipient"
            ),
            models.Index(
                fields=["recipient"],
                name="notification_unread",
                condition=Q(read_at=None, shown=True),
            ),
            models.Index(
                fields=["recipient"],
                name="notification_for_digest",
                condition=Q(read_at=None, for_digest=True, digest=None),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.about_id}"

    @property
    def about(self) -> tuple[str, UUID]:
        return self.about_type, self.about_id


class PushDevice(models.Model):
    """A browser that asked to be called; its id is the client's own."""

    id = models.UUIDField(primary_key=True, editable=False)
    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="push_devices")
    endpoint = models.URLField(_("address at its push service"), max_length=1000)
    p256dh = models.CharField(_("public key"), max_length=120)
    auth = models.CharField(_("secret"), max_length=60)
    name = models.CharField(_("name"), max_length=80, blank=True)
    created_at = models.DateTimeField(_("since"), default=clock.now, editable=False)
    last_sent_at = models.DateTimeField(_("last called"), null=True, blank=True)

    objects = PushDeviceQuerySet.as_manager()

    class Meta:
        verbose_name = _("device")
        verbose_name_plural = _("devices")
        constraints = [models.UniqueConstraint(fields=["endpoint"], name="push_device_once")]

    def __str__(self) -> str:
        return self.name or str(_("A browser"))


class Dispatch(models.Model):
    """One call to the world, planned in the transaction of its notification: planned → sent.

    Its id goes on the wire (`Message-ID`, `Topic`), so that a repeat can be told as one.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    notification = models.ForeignKey(
        Notification, on_delete=models.CASCADE, related_name="dispatches", null=True
    )
    digest = models.OneToOneField(
        Digest, on_delete=models.CASCADE, related_name="dispatch", null=True
    )
    device = models.ForeignKey(
        PushDevice, on_delete=models.SET_NULL, related_name="dispatches", null=True
    )
    channel = models.CharField(_("channel"), max_length=8, choices=Channel)
    state = models.CharField(
        _("state"), max_length=8, choices=DispatchState, default=DispatchState.PLANNED
    )
    skipped = models.CharField(_("why not sent"), max_length=12, choices=Skipped, blank=True)
    due_at = models.DateTimeField(_("due at"), db_default=Now())
    attempts = models.PositiveSmallIntegerField(_("attempts"), db_default=0)
    created_at = models.DateTimeField(_("created at"), default=clock.now, editable=False)
    sent_at = models.DateTimeField(_("sent at"), null=True, blank=True)
    provider_id = models.CharField(_("the provider's id"), max_length=200, blank=True)
    last_error = models.CharField(_("last error"), max_length=200, blank=True, db_default="")

    objects = DispatchQuerySet.as_manager()

    class Meta:
        verbose_name = _("dispatch")
        verbose_name_plural = _("dispatches")
        constraints = [
            models.CheckConstraint(
                condition=Q(notification__isnull=False, digest__isnull=True)
                | Q(notification__isnull=True, digest__isnull=False),
                name="dispatch_of_one_thing",
            ),
            models.CheckConstraint(
                condition=Q(state__in=DispatchState.values), name="dispatch_state_known"
            ),
            models.CheckConstraint(condition=Q(channel__in=CALLING), name="dispatch_channel_calls"),
            models.UniqueConstraint(
                fields=["notification"],
                name="dispatch_one_mail",
                condition=Q(channel=Channel.EMAIL),
            ),
            models.UniqueConstraint(
                fields=["notification", "device"],
                name="dispatch_once_a_device",
                condition=Q(channel=Channel.PUSH),
            ),
        ]
        indexes = [
            models.Index(
                fields=["due_at"],
                name="dispatch_due",
                condition=Q(state=DispatchState.PLANNED),
            ),
            models.Index(
                fields=["created_at"],
                name="dispatch_failed",
                condition=Q(state=DispatchState.FAILED),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.channel} {self.id}"

    @property
    def recipient(self) -> User:
        """Whom it is for."""
        told: Any = self.notification or self.digest
        recipient: User = told.recipient
        return recipient
