"""Rows whose every version has its event."""

from typing import Any, ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from core.idempotency import SentOnce


class Subject(SentOnce):
    """A core row: its id is the client's own, and each change of it counts its version up by one.

    A deferred constraint trigger (`core.events.trigger`) refuses a commit in which a version has
    no event.
    """

    subject_type: ClassVar[str]

    version = models.PositiveIntegerField(_("version"), default=1, editable=False)
    created_at = models.DateTimeField(_("created at"), editable=False)
    updated_at = models.DateTimeField(_("updated at"), editable=False)

    class Meta:
        abstract = True

    def change(self, **values: Any) -> None:
        """Write `values` and count the version up; the caller holds the row and records the event.

        Args:
            values: field name → new value. `updated_at` is the caller's clock.
        """
        for name, value in values.items():
            setattr(self, name, value)
        self.version += 1
        self.save(update_fields=[*values, "version"])
