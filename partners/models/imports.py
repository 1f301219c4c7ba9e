"""Files that organizations bring in: what became of each, and which line is which thing here."""

from typing import Any

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from accounts.models import Organization, User
from core import clock
from core.idempotency import SentOnce
from partners.imports.enums import LIVE, FileForm, ImportKind, ImportState

LONGEST_ID = 120


class Import(SentOnce):
    """One file and its run. The row is the truth: a run that dies goes on where `position` says.

    `position` counts the lines that are done with, `line` is where the last of them starts in the
    file, as an editor counts. `lease` names the one run that may write.
    """

    organization = models.ForeignKey(
        Organization,
        verbose_name=_("organization"),
        on_delete=models.CASCADE,
        related_name="imports",
        db_index=False,
    )
    created_by = models.ForeignKey(
        User, verbose_name=_("by"), on_delete=models.CASCADE, related_name="+"
    )
    kind = models.CharField(_("kind"), max_length=16, choices=ImportKind)
    form = models.CharField(_("form"), max_length=8, choices=FileForm)
    dry_run = models.BooleanField(_("dry run"), default=True)
    language = models.CharField(_("language"), max_length=10)
    state = models.CharField(
        _("state"), max_length=12, choices=ImportState, default=ImportState.WAITING
    )
    file_name = models.CharField(_("file"), max_length=200, blank=True)
    # Empty once the file is forgotten.
    file_key = models.CharField(max_length=200, blank=True, editable=False)
    encoding = models.CharField(max_length=16, blank=True, editable=False)
    delimiter = models.CharField(max_length=1, blank=True, editable=False)
    columns = models.JSONField(_("columns"), default=list)
    mapping = models.JSONField(_("what the columns mean"), default=dict)
    remarks = models.JSONField(_("remarks"), default=list)
    total = models.PositiveIntegerField(_("lines"))
    position = models.PositiveIntegerField(_("lines done"), default=0)
    line = models.PositiveIntegerField(_("last line"), default=0)
    new = models.PositiveIntegerField(_("new"), default=0)
    updated = models.PositiveIntegerField(_("updated"), default=0)
    unchanged = models.PositiveIntegerField(_("unchanged"), default=0)
    refused = models.PositiveIntegerField(_("refused"), default=0)
    failure = models.TextField(_("why it stopped"), blank=True)
    attempts = models.PositiveSmallIntegerField(default=0, editable=False)
    lease = models.UUIDField(null=True, editable=False)
    leased_until = models.DateTimeField(null=True, editable=False)
    created_at = models.DateTimeField(_("created at"), default=clock.now, editable=False)
    started_at = models.DateTimeField(_("started at"), null=True, editable=False)
    ended_at = models.DateTimeField(_("ended at"), null=True, editable=False)

    class Meta:
        verbose_name = _("import")
        verbose_name_plural = _("imports")
        constraints = [
            models.CheckConstraint(
                condition=Q(kind__in=ImportKind.values), name="import_kind_known"
            ),
            models.CheckConstraint(condition=Q(form__in=FileForm.values), name="import_form_known"),
            models.CheckConstraint(
                condition=Q(state__in=ImportState.values), name="import_state_known"
            ),
        ]
        indexes = [
            models.Index(fields=["organization", "-created_at", "-id"], name="import_newest"),
            models.Index(
                fields=["created_at"], name="import_live", condition=Q(state__in=list(LIVE))
            ),
            models.Index(fields=["created_at"], name="import_kept", condition=~Q(file_key="")),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}, {self.file_name}"

    def get_absolute_url(self) -> str:
        return reverse("partners:import_detail", args=[self.organization.slug, self.pk])

    @property
    def is_live(self) -> bool:
        return self.state in LIVE

    @property
    def is_forgotten(self) -> bool:
        """Whether its file is gone, and with it what its lines said."""
        return not self.file_key

    def counts(self) -> dict[str, int]:
        """Lines by what became of them."""
        names = ("new", "updated", "unchanged", "refused")
        return {name: getattr(self, name) for name in names}


class ImportProblem(models.Model):
    """What is wrong with one line, in the words of whoever imports."""

    of = models.ForeignKey(
        Import, on_delete=models.CASCADE, related_name="problems", db_index=False
    )
    line = models.PositiveIntegerField(_("line"))
    column = models.CharField(_("column"), max_length=200, blank=True)
    message = models.CharField(_("message"), max_length=600)

    class Meta:
        verbose_name = _("line refused")
        verbose_name_plural = _("lines refused")
        indexes = [models.Index(fields=["of", "line", "id"], name="import_problem_by_line")]

    def __str__(self) -> str:
        return f"{self.line}: {self.message}"


class ImportMapping(models.Model):
    """Which column means what, as an organization last said it for one kind of file."""

    organization = models.ForeignKey(
        Organization, on_delete=models.CASCADE, related_name="import_mappings", db_index=False
    )
    kind = models.CharField(_("kind"), max_length=16, choices=ImportKind)
    columns: Any = models.JSONField(_("field and column"), default=dict)
    updated_at = models.DateTimeField(_("updated at"), default=clock.now, editable=False)

    class Meta:
        verbose_name = _("meaning of columns")
        verbose_name_plural = _("meanings of columns")
        constraints = [
            models.UniqueConstraint(fields=["organization", "kind"], name="import_mapping_once"),
            models.CheckConstraint(
                condition=Q(kind__in=ImportKind.values), name="import_mapping_kind_known"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.organization}, {self.get_kind_display()}"


class ExternalId(models.Model):
    """What an organization's own id of a thing stands for here, and what was last said of it."""

    organization = models.ForeignKey(
        Organization, on_delete=models.CASCADE, related_name="external_ids", db_index=False
    )
    kind = models.CharField(_("kind"), max_length=16, choices=ImportKind)
    external_id = models.CharField(_("id in their files"), max_length=LONGEST_ID)
    subject_id = models.UUIDField(_("id here"))
    content = models.CharField(max_length=64, editable=False)
    created_at = models.DateTimeField(_("created at"), default=clock.now, editable=False)

    class Meta:
        verbose_name = _("id in an organization's files")
        verbose_name_plural = _("ids in organizations' files")
        constraints = [
            models.UniqueConstraint(
                fields=["organization", "kind", "external_id"], name="external_id_once"
            ),
            models.CheckConstraint(
                condition=Q(kind__in=ImportKind.values), name="external_id_kind_known"
            ),
        ]
        indexes = [models.Index(fields=["subject_id"], name="external_id_by_subject")]

    def __str__(self) -> str:
        return self.external_id


class SeenId(models.Model):
    """An id that a line of a running import has had: no second line of that file may have it."""

    of = models.ForeignKey(Import, on_delete=models.CASCADE, related_name="+", db_index=False)
    external_id = models.CharField(max_length=LONGEST_ID)
    line = models.PositiveIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["of", "external_id"], name="seen_id_once"),
        ]

    def __str__(self) -> str:
        return self.external_id
