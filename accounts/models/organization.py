from __future__ import annotations

import uuid
from typing import ClassVar

from django.contrib.postgres.indexes import GistIndex
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from accounts.enums import OrganizationKind, Role
from accounts.models.person import User
from accounts.querysets import MembershipQuerySet, OrganizationQuerySet
from accounts.validators import validate_opening_hours, validate_special_days
from catalog.models import Category
from core import clock
from core.events.subjects import Subject
from core.geo.models import Placed


class Organization(Subject, Placed):
    """A pantry, kitchen, school… that lists, asks and promises under one name."""

    subject_type: ClassVar[str] = "organization"

    pseudonym = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    slug = models.SlugField(max_length=80, unique=True)
    name = models.CharField(_("name"), max_length=120)
    kind = models.CharField(_("kind"), max_length=16, choices=OrganizationKind)
    description = models.TextField(_("about"), max_length=2000, blank=True)
    place_is_public = models.BooleanField(_("show the exact place to everyone"), default=False)
    opening_hours = models.JSONField(
        _("opening hours"), default=dict, blank=True, validators=[validate_opening_hours]
    )
    special_days = models.JSONField(
        _("special days"), default=dict, blank=True, validators=[validate_special_days]
    )
    accepts = models.ManyToManyField(
        Category, verbose_name=_("accepts"), related_name="+", blank=True
    )
    last_verified = models.DateTimeField(_("last verified"))
    # By a moderator: only its members see its page then.
    hidden_at = models.DateTimeField(_("hidden at"), null=True, blank=True, editable=False)
    members = models.ManyToManyField(User, through="Membership", related_name="organizations")

    my_role: str | None  # the reader's, where read `with_role_of` them

    objects = OrganizationQuerySet.as_manager()

    class Meta:
        verbose_name = _("organization")
        verbose_name_plural = _("organizations")
        constraints = [
            models.CheckConstraint(
                condition=models.Q(kind__in=OrganizationKind.values),
                name="organization_kind_known",
            ),
        ]
        indexes = [
            models.Index(fields=["geohash"], name="organization_by_cell"),
            GistIndex(fields=["location"], name="organization_nearest"),
            models.Index(fields=["kind", "name"], name="organization_by_kind"),
            models.Index(fields=["last_verified"], name="organization_by_verified"),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("accounts:organization_detail", args=[self.slug])


class Membership(models.Model):
    organization = models.ForeignKey(
        Organization, on_delete=models.CASCADE, related_name="memberships"
    )
    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="memberships")
    role = models.CharField(_("role"), max_length=12, choices=Role, default=Role.MEMBER)
    created_at = models.DateTimeField(_("since"), default=clock.now, editable=False)

    objects = MembershipQuerySet.as_manager()

    class Meta:
        verbose_name = _("membership")
        verbose_name_plural = _("memberships")
        constraints = [
            models.UniqueConstraint(
                fields=["organization", "user"],
                name="membership_once",
                violation_error_message=_("This person is a member already."),
            ),
            models.CheckConstraint(
                condition=models.Q(role__in=Role.values), name="membership_role_known"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user}, {self.get_role_display()}"
