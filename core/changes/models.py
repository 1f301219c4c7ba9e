"""Which row was changed in which transaction."""

from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _


class TransactionField(models.Field[Any, Any]):
    """The full id of a transaction (`xid8`), which never comes again on a server."""

    description = "Transaction id"

    def db_type(self, connection: Any) -> str:
        return "xid8"


class Change(models.Model):
    """That a transaction has changed what is shown of a row. Triggers write it (see `triggers`).

    Many transactions may note the same row at once and never wait for each other: each has a row
    of its own here. All but the last are forgotten within the hour.
    """

    pk = models.CompositePrimaryKey("changed_in", "subject_type", "subject_id")
    changed_in = TransactionField(_("changed in"))
    subject_type = models.CharField(_("subject type"), max_length=32, db_collation="C")
    subject_id = models.UUIDField(_("subject"))

    class Meta:
        verbose_name = _("change")
        verbose_name_plural = _("changes")
        indexes = [
            models.Index(
                fields=["subject_type", "subject_id", "changed_in"], name="change_by_subject"
            )
        ]


class Lapse(models.Model):
    """Until when rows of a kind have been noted whose time has passed."""

    subject_type = models.CharField(_("subject type"), max_length=32, primary_key=True)
    noted_until = models.DateTimeField(_("noted until"))

    class Meta:
        verbose_name = _("lapse")
        verbose_name_plural = _("lapses")
