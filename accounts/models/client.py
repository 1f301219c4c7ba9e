"""Programs of organizations: what each may do, how often, and who decided so."""

from __future__ import annotations

from typing import Any, ClassVar

import pghistory
from django.contrib.auth.hashers import is_password_usable
from django.contrib.postgres.fields import ArrayField
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from accounts.enums import ClientState
from accounts.models.organization import Organization
from accounts.models.person import User
from accounts.querysets import ApiClientQuerySet
from core.api.buckets import Plan
from core.events.subjects import Subject

PER_SECOND, BURST, PER_DAY = 100, 200, 10_000
MOST_A_SECOND, MOST_A_DAY = 10_000, 100_000_000
WHAT_A_CLIENT_MAY = ("state", "granted_scopes", "per_second", "burst", "per_day")


class ApiClient(Subject):  # type: ignore[django-manager-missing]
    """A program that an organization lets use the API in its name, once an operator has agreed.

    Until then it has neither an account nor a key, so that there is nothing to sign in with. From
    then on `account` is who it is: a `User` without an address of its own, a coordinator of the
    organization, by which whatever it does is judged as a person's doings are.
    """

    subject_type: ClassVar[str] = "api_client"

    organization = models.ForeignKey(
        Organization, on_delete=models.PROTECT, related_name="api_clients"
    )
    name = models.CharField(_("name"), max_length=80)
    purpose = models.TextField(_("what it is for"), max_length=500)
    # Its id there is the id here; the secret is kept there as a password is.
    key = models.OneToOneField(
        "allauth_idp_oidc.Client",
        verbose_name=_("key"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        editable=False,
        related_name="api_client",
    )
    account = models.OneToOneField(
        User,
        verbose_name=_("account"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        editable=False,
        related_name="api_client",
    )
    asked_scopes = ArrayField(
        models.CharField(max_length=32), verbose_name=_("scopes asked for"), default=list
    )
    granted_scopes = ArrayField(
        models.CharField(max_length=32), verbose_name=_("scopes granted"), default=list, blank=True
    )
    state = models.CharField(
        _("state"), max_length=8, choices=ClientState, default=ClientState.PENDING
    )
    per_second = models.PositiveIntegerField(
        _("calls a second"),
        default=PER_SECOND,
        validators=[MinValueValidator(1), MaxValueValidator(MOST_A_SECOND)],
    )
    burst = models.PositiveIntegerField(
        _("calls at once"),
        default=BURST,
        validators=[MinValueValidator(1), MaxValueValidator(MOST_A_SECOND)],
    )
    per_day = models.PositiveIntegerField(
        _("calls a day"),
        default=PER_DAY,
        validators=[MinValueValidator(1), MaxValueValidator(MOST_A_DAY)],
    )
    created_by = models.ForeignKey(
        User,
        verbose_name=_("registered by"),
        on_delete=models.SET_NULL,
        null=True,
        editable=False,
        related_name="+",
    )
    decided_by = models.ForeignKey(
        User,
        verbose_name=_("decided by"),
        on_delete=models.SET_NULL,
        null=True,
        editable=False,
        related_name="+",
    )
    decided_at = models.DateTimeField(_("decided at"), null=True, editable=False)
    reason = models.TextField(_("reason"), max_length=500, blank=True)
    # Written at most once an hour.
    last_used_at = models.DateTimeField(_("last used at"), null=True, editable=False)

    objects = ApiClientQuerySet.as_manager()

    class Meta:
        verbose_name = _("API client")
        verbose_name_plural = _("API clients")
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=ClientState.values), name="api_client_state_known"
            ),
            models.CheckConstraint(
                condition=Q(key__isnull=True, account__isnull=True)
                | Q(key__isnull=False, account__isnull=False),
                name="api_client_key_needs_account",
            ),
            models.CheckConstraint(
                condition=~Q(state=ClientState.APPROVED) | Q(account__isnull=False),
                name="api_client_approved_is_someone",
            ),
            models.CheckConstraint(
                condition=Q(per_second__gte=1, burst__gte=1, per_day__gte=1),
                name="api_client_plan_positive",
            ),
        ]
        indexes = [
            models.Index(
                fields=["organization", "-created_at", "-id"], name="api_client_by_organization"
            ),
            models.Index(fields=["state", "created_at"], name="api_client_by_state"),
        ]

    def __str__(self) -> str:
        return f"{self.name}, {self.organization}"

    @property
    def plan(self) -> Plan:
        return Plan(per_second=self.per_second, burst=self.burst, per_day=self.per_day)

    @property
    def scopes_waiting(self) -> list[str]:
        """Asked for and not granted: what an operator has still to decide."""
        return sorted(set(self.asked_scopes) - set(self.granted_scopes))

    @property
    def has_secret(self) -> bool:
        """Whether a secret was ever made for it; which, nobody knows."""
        return self.key is not None and is_password_usable(self.key.secret)

    def get_absolute_url(self) -> str:
        return reverse("partners:program", args=[self.organization.slug, self.pk])


_Rights: Any = pghistory.create_event_model(
    ApiClient,
    pghistory.UpdateEvent("rights", condition=pghistory.AnyChange(*WHAT_A_CLIENT_MAY)),
    fields=list(WHAT_A_CLIENT_MAY),
    append_only=True,
)


class ClientRights(_Rights):  # type: ignore[misc]
    """What a client may, after each change of it; a trigger writes it, whoever asked."""

    class Meta(_Rights.Meta):  # type: ignore[misc]
        verbose_name = _("change of an API client's rights")
        verbose_name_plural = _("changes of API clients' rights")
