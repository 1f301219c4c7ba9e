from __future__ import annotations

from typing import ClassVar

from django.core import signing
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from accounts.enums import Role
from accounts.models.organization import Organization
from accounts.models.person import User
from accounts.querysets import InvitationQuerySet
from core import clock
from core.events.subjects import Subject

SIGNER = signing.Signer(salt="accounts.invitation")
MOST_USES = 50


class Invitation(Subject):
    """That people may join an organization: by a link, or one person by their e-mail address.

    Nothing secret is stored: the link carries its id, signed, and ends with the row.
    """

    subject_type: ClassVar[str] = "invitation"

    organization = models.ForeignKey(
        Organization, on_delete=models.CASCADE, related_name="invitations"
    )
    role = models.CharField(_("role"), max_length=12, choices=Role, default=Role.MEMBER)
    email = models.EmailField(_("e-mail address"), blank=True)
    invited_by = models.ForeignKey(
        User, verbose_name=_("invited by"), on_delete=models.CASCADE, related_name="+"
    )
    expires_at = models.DateTimeField(_("good until"))
    most_uses = models.PositiveSmallIntegerField(
        _("how many may join"),
        default=1,
        validators=[MinValueValidator(1), MaxValueValidator(MOST_USES)],
    )
    uses = models.PositiveSmallIntegerField(_("have joined"), default=0)
    revoked_at = models.DateTimeField(_("revoked at"), null=True, blank=True)
    mailed_at = models.DateTimeField(_("mailed at"), null=True, blank=True)

    objects = InvitationQuerySet.as_manager()

    class Meta:
        verbose_name = _("invitation")
        verbose_name_plural = _("invitations")
        constraints = [
            models.CheckConstraint(condition=Q(role__in=Role.values), name="invitation_role_known"),
            models.CheckConstraint(
                condition=Q(uses__lte=F("most_uses")), name="invitation_uses_bounded"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.organization}, {self.email or self.get_role_display()}"

    @property
    def is_open(self) -> bool:
        """Whether somebody can still join by it."""
        in_time = self.revoked_at is None and self.expires_at > clock.now()
        return in_time and self.uses < self.most_uses

    @property
    def token(self) -> str:
        """The same each time it is shown."""
        return SIGNER.sign_object(str(self.pk))

    def get_absolute_url(self) -> str:
        return reverse("accounts:invitation", args=[self.token])
