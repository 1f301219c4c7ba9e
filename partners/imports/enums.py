from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class ImportKind(TextChoices):
    """What the lines of a file are."""

    LISTINGS = "listings", _("Food offered")
    REQUESTS = "requests", _("Food needed")
    ORGANIZATIONS = "organizations", _("Organizations")


class FileForm(TextChoices):
    """How a file is written."""

    CSV = "csv", _("CSV table")
    HSDS = "hsds", _("HSDS 3.0 JSON")


class ImportState(TextChoices):
    DRAFT = "draft", _("Waiting for its columns")
    WAITING = "waiting", _("Waiting")
    RUNNING = "running", _("Running")
    DONE = "done", _("Done")
    FAILED = "failed", _("Stopped")
    CANCELLED = "cancelled", _("Cancelled")


LIVE = (ImportState.WAITING, ImportState.RUNNING)
ENDED = (ImportState.DONE, ImportState.FAILED, ImportState.CANCELLED)


class LineResult(TextChoices):
    """What became of one line."""

    NEW = "new", _("New")
    UPDATED = "updated", _("Updated")
    UNCHANGED = "unchanged", _("Unchanged")
    REFUSED = "refused", _("Refused")
