"""Rows that can be computed again from events at any time."""

from typing import Self

from django.db import models
from django.db.models.functions import Now
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class DerivedQuerySet(models.QuerySet["DerivedModel"]):
    def fresh(self) -> Self:
        """Only what may still be shown."""
        return self.filter(expires_at__gt=Now())

    def expired(self) -> Self:
        return self.filter(expires_at__lte=Now())


class DerivedModel(models.Model):
    """Says when it was computed and until when it may be shown."""

    computed_at = models.DateTimeField(_("computed at"), default=timezone.now)
    expires_at = models.DateTimeField(_("expires at"), db_index=True)

    objects = DerivedQuerySet.as_manager()

    class Meta:
        abstract = True
        constraints = [
            models.CheckConstraint(
                condition=models.Q(expires_at__gt=models.F("computed_at")),
                name="%(app_label)s_%(class)s_expires_later",
            ),
        ]
