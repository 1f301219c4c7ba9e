"""Imports made into what pages show."""

from dataclasses import dataclass
from typing import Any

from django.utils import timezone
from django.utils.formats import date_format, number_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from partners.imports.enums import ImportState
from partners.models import Import

TONES = {
    ImportState.DONE: "leaf",
    ImportState.FAILED: "tomato",
    ImportState.RUNNING: "honey",
    ImportState.WAITING: "honey",
    ImportState.DRAFT: "honey",
}


@dataclass(frozen=True)
class Row:
    """One import in the list of them, as `components/rows.html` shows it."""

    url: str
    title: str
    text: str
    badge: str
    badge_tone: str
    initial: str
    meta: str = ""


def row(run: Import) -> Row:
    what = _("tried") if run.dry_run else _("imported")
    return Row(
        url=run.get_absolute_url(),
        title=run.file_name or _("A file"),
        text=f"{run.get_kind_display()} · {what} · {counted(run)}",
        badge=str(run.get_state_display()),
        badge_tone=TONES.get(ImportState(run.state), ""),
        initial=str(run.get_kind_display())[:1],
        meta=date_format(timezone.localtime(run.created_at), "SHORT_DATETIME_FORMAT"),
    )


def counted(run: Import) -> str:
    """How far it is: `120 of 300 lines`."""
    done = {"done": number_format(run.position), "total": number_format(run.total)}
    words = ngettext("%(done)s of %(total)s line", "%(done)s of %(total)s lines", run.total)
    return words % done


def figures(run: Import) -> list[dict[str, Any]]:
    """What became of the lines, in words that fit a dry run, too."""
    if run.dry_run:
        labels = {
            "new": _("would be new"),
            "updated": _("would be updated"),
            "unchanged": _("would stay as they are"),
            "refused": _("would be refused"),
        }
    else:
        labels = {
            "new": _("are new"),
            "updated": _("are updated"),
            "unchanged": _("stayed as they are"),
            "refused": _("were refused"),
        }
    return [
        {"value": number_format(count), "label": labels[name]}
        for name, count in run.counts().items()
    ]
