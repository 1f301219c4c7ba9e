"""A whole import: every food bank of a file, one after the other."""

from collections.abc import Callable
from datetime import timedelta
from decimal import Decimal
from pathlib import Path
from typing import TypeVar

from django.db import transaction

from core.errors import Refused
from core.events import bell, registry
from partners.enums import Outcome
from partners.errors import UnusableFile
from partners.files.entries import Entry
from partners.files.newest import newest_lists, survey
from partners.files.places import Places, read_places
from partners.lines.mapping import Mapper
from partners.lines.names import load_names
from partners.report import Report
from partners.services import Terms, import_list
from partners.services.account import import_account
from partners.services.posts import Shelf

T = TypeVar("T")
Progress = Callable[[int, int], None]


def run(
    lists: Path,
    places: Path,
    *,
    kilograms: Decimal,
    horizon: timedelta,
    dry_run: bool,
    progress: Progress = lambda done, of: None,
) -> Report:
    """Import the newest list of every food bank in a file.

    The workers are woken once, at the end; until then they find what is due each minute.

    Args:
        lists: the JSON file of lists.
        places: the CSV file of places.
        kilograms: what a need or an excess is taken to be.
        horizon: for how long after it was found a list is believed.
        dry_run: write nothing, and report the same.
        progress: told how many food banks of how many are done.

    Raises:
        UnusableFile: one of the two; nothing was written.
        Refused: the import's account may not write.
    """
    _require_account()
    where = _named(places, read_places)
    report = Report(_named(lists, survey))
    terms = Terms(
        kilograms=kilograms,
        horizon=horizon,
        mapper=Mapper(load_names()),
        shelf=Shelf(),
        dry_run=dry_run,
    )
    count = len(report.survey.newest)
    with bell.muted():
        for done, entry in enumerate(newest_lists(lists, report.survey), 1):
            _import(entry, where, terms, report)
            progress(done, count)
    if report.wrote and not dry_run:
        bell.ring(sorted(registry.names()))
    return report


def _require_account() -> None:
    """Fail at once where every food bank would; the account is made with the first of them."""
    with transaction.atomic():
        import_account()
        transaction.set_rollback(True)


def _import(entry: Entry, places: Places, terms: Terms, report: Report) -> None:
    """One food bank; that a service refuses it keeps no other from being imported."""
    report.left_out += entry.left_out
    try:
        outcome, taken = import_list(entry=entry, place=places.points.get(entry.slug), terms=terms)
    except Refused as refused:
        report.note(Outcome.REFUSED)
        report.remarks.append(f"{entry.slug}: {_reason(refused)}")
        return
    report.note(outcome, taken)
    if outcome == Outcome.NO_PLACE:
        report.remarks.append(
            f"{entry.slug}: {places.wrong.get(entry.slug, 'it has no place in the file of places')}"
        )
    elif outcome == Outcome.REFUSED:
        report.remarks.append(f"{entry.slug}: its list's id belongs to another organization")
    elif outcome == Outcome.NOT_OURS:
        report.remarks.append(f"{entry.slug}: {outcome.label}")


def _reason(refused: Refused) -> str:
    """What a service said, by field."""
    fields = [f"{name}: {value}" for name, value in refused.details.items()]
    return " · ".join([str(refused.message), *fields])


def _named(path: Path, read: Callable[[Path], T]) -> T:
    try:
        return read(path)
    except UnusableFile as error:
        raise UnusableFile(f"{path}: {error}") from error
