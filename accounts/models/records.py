"""What is written down of people's accounts: what happened to them, and what they agreed to."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _
from uuid6 import uuid7

from accounts.enums import Purpose, SecurityEventKind
from accounts.models.person import User
from core import clock


class SecurityEvent(models.Model):
    """That something happened to an account: no full address of the network, no full browser."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    user = models.ForeignKey(
        User, on_delete=models.CASCADE, related_name="security_events", db_index=False
    )
    kind = models.CharField(_("what happened"), max_length=24, choices=SecurityEventKind)
    at = models.DateTimeField(_("at"), default=clock.now, editable=False)
    network = models.CharField(_("from the network"), max_length=49, blank=True)
    device = models.CharField(_("with"), max_length=60, blank=True)

    class Meta:
        verbose_name = _("security event")
        verbose_name_plural = _("security events")
        constraints = [
            models.CheckConstraint(
                condition=models.Q(kind__in=SecurityEventKind.values),
                name="security_event_kind_known",
            ),
        ]
        indexes = [
            models.Index(fields=["user", "-at", "-id"], name="security_event_by_user"),
            models.Index(fields=["at"], name="security_event_by_time"),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}, {self.at:%Y-%m-%d}"


class Consent(models.Model):
    """That a person agreed to a text, in the words they were shown; revoked, not deleted."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    user = models.ForeignKey(
        User, on_delete=models.CASCADE, related_name="consents", db_index=False
    )
    purpose = models.CharField(_("purpose"), max_length=24, choices=Purpose)
    version = models.CharField(_("version"), max_length=10)
    language = models.CharField(_("language"), max_length=8)
    sha256 = models.CharField(_("fingerprint of the text"), max_length=64)
    given_at = models.DateTimeField(_("given at"), default=clock.now, editable=False)
    revoked_at = models.DateTimeField(_("revoked at"), null=True, blank=True, editable=False)

    class Meta:
        verbose_name = _("consent")
        verbose_name_plural = _("consents")
        constraints = [
            models.CheckConstraint(
                condition=models.Q(purpose__in=Purpose.values), name="consent_purpose_known"
            ),
            models.UniqueConstraint(
                fields=["user", "purpose"],
                name="consent_holds_once",
                condition=models.Q(revoked_at__isnull=True),
            ),
        ]
        indexes = [models.Index(fields=["user", "purpose", "-given_at"], name="consent_by_user")]

    def __str__(self) -> str:
        return f"{self.get_purpose_display()}, {self.version}"


class Erasure(models.Model):
    """That somebody left, by a fingerprint that leads nowhere unless a backup brings them back."""

    pseudonym_hash = models.CharField(_("fingerprint"), max_length=64, unique=True)
    erased_at = models.DateTimeField(_("erased at"), default=clock.now, editable=False)

    class Meta:
        verbose_name = _("erasure")
        verbose_name_plural = _("erasures")

    def __str__(self) -> str:
        return self.pseudonym_hash[:12]
