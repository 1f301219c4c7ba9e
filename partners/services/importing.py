"""Taking a food bank's newest list over: one transaction each, so that a run which is killed leaves
whole organizations, and the next one goes on."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

from django.db import connection, transaction

from accounts.models import Organization, User
from core import clock
from core.geo.cells import Point
from partners.enums import LineKind, Outcome
from partners.files.entries import Entry
from partners.lines.cleaning import LONGEST_LINE, shown
from partners.lines.mapping import Mapper
from partners.models import NeedLine, NeedList
from partners.services.account import import_account
from partners.services.organizations import known_organization, may_speak_for, new_organization
from partners.services.posts import Changes, Excess, Needs, Publication, Shelf
from partners.services.subjects import Reading, read_lines

# Any number will do, as long as nothing else in this database locks the same.
IMPORT_LOCK = 7_203_121


@dataclass(frozen=True, kw_only=True)
class Terms:
    """What holds for a whole run.

    Args:
        kilograms: what a need or an excess is taken to be, as lists name no amounts.
        horizon: for how long after it was found a list is believed.
        mapper: tells what a line names.
        shelf: the catalog's foods and categories.
        dry_run: do everything, and take it back.
    """

    kilograms: Decimal
    horizon: timedelta
    mapper: Mapper
    shelf: Shelf
    dry_run: bool = False


@dataclass(frozen=True)
class Taken:
    """A list that was taken over: what was read, and what it changed."""

    needs: Reading
    excess: Reading
    requests: Changes[Any]
    listings: Changes[Any]


def import_list(*, entry: Entry, place: Point | None, terms: Terms) -> tuple[Outcome, Taken | None]:
    """Let an organization ask for and offer what its newest list names. Harmless twice.

    Args:
        entry: the newest list of a food bank.
        place: where the food bank is; asked for only while there is no organization yet.
        terms: of the run.

    Returns:
        What became of the list; and, if it was taken over, what it changed.

    Raises:
        Refused: by a service; nothing of this organization was written.
    """
    with transaction.atomic():
        _one_import()
        by = import_account()
        organization = known_organization(entry.slug)
        outcome = _standing_of(entry, organization, by, place, terms)
        taken = None
        if outcome == Outcome.NEW and place is not None:
            organization = new_organization(by=by, slug=entry.slug, name=entry.name, place=place)
        if organization is not None and outcome in (Outcome.NEW, Outcome.UPDATED):
            taken = _take_over(entry, organization, by, terms)
        if terms.dry_run:
            transaction.set_rollback(True)
    return outcome, taken


def _standing_of(
    entry: Entry,
    organization: Organization | None,
    by: User,
    place: Point | None,
    terms: Terms,
) -> Outcome:
    """Whether a list is to be taken, or why not. What is known already is asked first: time passes,
    and the same file twice shall say the same."""
    known = NeedList.objects.filter(source_id=entry.source_id).first()
    if known is not None:
        is_own = organization is not None and known.organization_id == organization.pk
        return Outcome.UNCHANGED if is_own else Outcome.REFUSED
    if organization is not None and not may_speak_for(by, organization):
        return Outcome.NOT_OURS
    if organization is not None and _is_older(entry, organization):
        return Outcome.OLDER
    if _until(entry, terms) <= clock.now():
        return Outcome.OVER
    if organization is not None:
        return Outcome.UPDATED
    return Outcome.NO_PLACE if place is None else Outcome.NEW


def _is_older(entry: Entry, organization: Organization) -> bool:
    last = organization.need_lists.order_by("-found").first()
    return last is not None and entry.found <= last.found


def _until(entry: Entry, terms: Terms) -> datetime:
    return entry.found + terms.horizon


def _take_over(entry: Entry, organization: Organization, by: User, terms: Terms) -> Taken:
    needs = read_lines(terms.mapper, LineKind.NEED, entry.needs)
    excess = read_lines(terms.mapper, LineKind.EXCESS, entry.excess)
    told = Publication(
        by=by,
        organization=organization,
        source_id=entry.source_id,
        found=entry.found,
        until=_until(entry, terms),
        kilograms=terms.kilograms,
    )
    requests = Needs(terms.shelf).bring_up_to(needs.subjects, told)
    listings = Excess(terms.shelf).bring_up_to(excess.subjects, told)
    taken = Taken(needs, excess, requests, listings)
    _remember(entry, organization, taken)
    return taken


def _remember(entry: Entry, organization: Organization, taken: Taken) -> None:
    needs, excess = taken.needs, taken.excess
    both: tuple[Changes[Any], ...] = (taken.requests, taken.listings)
    need_list = NeedList.objects.create(
        source_id=entry.source_id,
        organization=organization,
        found=entry.found,
        lines_read=needs.lines + excess.lines,
        lines_mapped=needs.mapped + excess.mapped,
        posts_new=sum(changes.new for changes in both),
        posts_kept=sum(changes.kept for changes in both),
        posts_withdrawn=sum(changes.withdrawn for changes in both),
    )
    rows = [
        *_lines(need_list, needs, "food_request", taken.requests),
        *_lines(need_list, excess, "listing", taken.listings),
    ]
    NeedLine.objects.bulk_create(rows)


def _lines(
    need_list: NeedList, reading: Reading, key: str, changes: Changes[Any]
) -> Iterator[NeedLine]:
    """Each line with each post it stands behind, and those that stand behind none."""
    behind = [(line, subject) for subject, lines in reading.subjects.items() for line in lines]
    for line, subject in behind:
        yield _line(need_list, reading, line, **{key: changes.posts[subject]})
    for line in reading.unmapped:
        yield _line(need_list, reading, line)


def _line(need_list: NeedList, reading: Reading, line: str, **post: Any) -> NeedLine:
    text = shown(line, LONGEST_LINE)
    return NeedLine(need_list=need_list, kind=reading.kind, text=text, **post)


def _one_import() -> None:
    """Let one import at a time write; the next waits until this organization is done."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [IMPORT_LOCK])
