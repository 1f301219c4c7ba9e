"""Runs that are killed, overtaken, sent twice at once, or left alone."""

import io
import subprocess
import sys
import time
import tracemalloc
from datetime import timedelta
from pathlib import Path
from uuid import UUID, uuid4

import pytest
from django.core.files.storage import default_storage
from django.db import connection, transaction
from django_q.models import OrmQ
from pytest_django import Settings

from accounts.models import Organization, User
from core import clock, roles
from core.errors import InFlight, Invalid, TransitionForbidden
from core.events.models import DomainEvent
from listings.models import Listing
from partners.imports import claiming, files, running, services, tasks, turns
from partners.imports.enums import ImportState
from partners.models import Import, ImportProblem, SeenId
from tests.core.processes import ROOT, database_url, environment_of
from tests.factories import make_organization
from tests.partners.importing import SOON, came_to, gone_through, send, told

WORK = """
import sys, uuid, django
django.setup()
from partners.imports import running
running.run(uuid.UUID(sys.argv[1]), seconds=300)
"""


def stock(lines: int) -> str:
    rows = (f"S-{n},rice,{n % 9 + 1},kg,{SOON}" for n in range(lines))
    return "\n".join(["id,food,quantity,unit,until", *rows, ""])


def rung_for() -> list[UUID]:
    """The runs for which a worker was asked, in order."""
    asked = [row.task for row in OrmQ.objects.order_by("pk")]
    return [UUID(task["args"][0]) for task in asked if task["func"] == claiming.TASK]


@pytest.fixture(autouse=True)
def _files(settings: Settings, tmp_path: Path) -> None:
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def pantry(giver: User) -> Organization:
    return make_organization(by=giver, name="Quay Pantry")


def worker(run: Import, folder: Path) -> "subprocess.Popen[bytes]":
    """A worker's process, under the worker's own login."""
    own = database_url().replace("postgresql://", "").partition("@")[2]
    return subprocess.Popen(
        [sys.executable, "-c", WORK, str(run.pk)],
        cwd=ROOT,
        env=environment_of(
            DATABASE_URL=f"postgresql://{roles.WORKER}@{own}",
            MEDIA_ROOT=str(folder),
            NEWCOMER_DAYS="0",
        ),
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )


@pytest.mark.django_db(transaction=True)
def test_who_is_killed_is_followed_and_no_line_counts_twice(
    giver: User, pantry: Organization, tmp_path: Path
) -> None:
    """Under the worker's own login, which may read no place but in a person's name."""
    roles.create_roles()
    roles.grant()
    lines = 400
    run = send(stock(lines), by=giver, organization=pantry, run=False)
    process = worker(run, tmp_path)
    try:
        for _ in range(1200):
            run.refresh_from_db()
            if run.position or process.poll() is not None:
                break
            time.sleep(0.05)
    finally:
        process.kill()
        process.wait(timeout=30)
    run.refresh_from_db()
    assert (run.state, run.failure) == (ImportState.RUNNING, "")
    assert 0 < run.position < lines
    assert Listing.objects.count() == run.position == run.new
    tasks.run(str(run.pk))  # too early: its lease is another's
    assert Import.objects.get(pk=run.pk).position == run.position
    Import.objects.filter(pk=run.pk).update(leased_until=clock.now())
    assert worker(run, tmp_path).wait(timeout=120) == 0
    run.refresh_from_db()
    assert came_to(run) == ("done", lines, 0, 0, 0)
    assert Listing.objects.filter(organization=pantry).count() == lines
    assert DomainEvent.objects.filter(type="listing.created").count() == lines


@pytest.mark.django_db
def test_of_two_at_once_one_runs_and_the_other_finds_everything_there(
    giver: User, pantry: Organization
) -> None:
    one, other = (send(stock(3), by=giver, organization=pantry, run=False) for _ in range(2))
    held = claiming.claim(one.pk)
    assert held is not None
    assert claiming.claim(other.pk) is None
    running._go_on(held, time.monotonic() + 60)
    assert [row.pk for row in turns.waiting()] == [other.pk]
    assert came_to(gone_through(other)) == ("done", 0, 0, 3, 0)
    assert Listing.objects.count() == 3


@pytest.mark.django_db
def test_who_was_overtaken_writes_nothing(giver: User, pantry: Organization) -> None:
    run = send(stock(3), by=giver, organization=pantry, run=False)
    stale = claiming.claim(run.pk)
    assert stale is not None
    Import.objects.filter(pk=run.pk).update(leased_until=clock.now())
    taken_over = claiming.claim(run.pk)
    assert taken_over is not None
    running._go_on(stale, time.monotonic() + 60)
    assert not Listing.objects.exists()
    running._go_on(taken_over, time.monotonic() + 60)
    assert came_to(Import.objects.get()) == ("done", 3, 0, 0, 0)


@pytest.mark.django_db
def test_a_task_stops_itself_and_the_next_goes_on(
    giver: User, pantry: Organization, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(running, "LINES", 2)
    run = send(stock(5), by=giver, organization=pantry, run=False)
    OrmQ.objects.all().delete()
    seen = []
    for _ in range(3):
        running.run(run.pk, seconds=0)
        run.refresh_from_db()
        seen.append((run.state, run.position, run.line))
    assert seen == [("running", 2, 3), ("running", 4, 5), ("running", 5, 6)]
    assert rung_for() == [run.pk] * 3
    running.run(run.pk, seconds=0)
    assert came_to(Import.objects.get()) == ("done", 5, 0, 0, 0)
    assert rung_for() == [run.pk] * 3
    assert not SeenId.objects.exists()


@pytest.mark.django_db
def test_organizations_take_turns_and_the_oldest_file_does_not_come_again_at_once(
    giver: User, pantry: Organization, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(running, "LINES", 1)
    others = [pantry, *(make_organization(by=giver, name=name) for name in ("Hill", "Mill"))]
    runs = [send(stock(2), by=giver, organization=each, run=False).pk for each in others]
    OrmQ.objects.all().delete()
    for run in runs * 2:
        running.run(run, seconds=0)
    assert rung_for() == [*runs[1:], runs[0], *runs[1:], runs[0]]
    assert set(Import.objects.values_list("position", flat=True)) == {2}


@pytest.mark.django_db
def test_all_imports_together_keep_one_worker_busy(giver: User, pantry: Organization) -> None:
    run = send(stock(1), by=giver, organization=pantry, run=False)
    OrmQ.objects.all().delete()
    elsewhere = connection.copy()
    try:
        with elsewhere.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_lock(%s)", [turns.LOCK])
        assert came_to(gone_through(run)) == ("waiting", 0, 0, 0, 0)
        assert not OrmQ.objects.exists()
        with elsewhere.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_unlock(%s)", [turns.LOCK])
        assert came_to(gone_through(run)) == ("done", 1, 0, 0, 0)
    finally:
        elsewhere.close()


@pytest.mark.django_db
def test_nobody_rings_for_a_run_whose_turn_cannot_come_yet(
    giver: User, pantry: Organization
) -> None:
    """Behind one whose worker has died, until its lease ends: a ring would be one for ever."""
    dead, behind = (send(stock(1), by=giver, organization=pantry, run=False) for _ in range(2))
    assert claiming.claim(dead.pk) is not None
    OrmQ.objects.all().delete()
    assert gone_through(behind).state == ImportState.WAITING
    assert rung_for() == []
    with clock.at(clock.now() + claiming.LEASE):
        tasks.sweep()
    assert rung_for() == [dead.pk]


@pytest.mark.django_db(transaction=True)
def test_sent_while_the_same_is_being_sent_it_is_in_flight_and_leaves_no_file(
    giver: User, pantry: Organization, tmp_path: Path
) -> None:
    first, taken = send(stock(1), by=giver, organization=pantry, run=False), uuid4()
    elsewhere = connection.copy()
    elsewhere.set_autocommit(False)
    try:
        with elsewhere.cursor() as cursor:
            cursor.execute(
                "UPDATE partners_import SET id = %s WHERE id = %s", [str(taken), str(first.pk)]
            )
        with transaction.atomic():
            with connection.cursor() as cursor:
                cursor.execute("SET LOCAL lock_timeout = '100ms'")
            with pytest.raises(InFlight):
                send(stock(2), by=giver, organization=pantry, run=False, import_id=taken)
    finally:
        elsewhere.rollback()
        elsewhere.close()
    kept = [file for file in tmp_path.rglob("*") if file.is_file()]
    assert kept == [tmp_path / first.file_key]


@pytest.mark.django_db
def test_an_id_is_refused_the_second_time_in_a_later_chunk_of_a_dry_run_too(
    giver: User, pantry: Organization, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(running, "LINES", 2)
    text = stock(3) + f"S-0,rice,1,kg,{SOON}\n"
    run = send(text, by=giver, organization=pantry, dry_run=True)
    assert told(run) == [(5, "id", "Line 2 has this id already; each line needs its own.")]
    assert came_to(run) == ("done", 3, 0, 0, 1)


@pytest.mark.django_db
def test_a_cancelled_run_stops_and_cannot_be_cancelled_when_it_is_over(
    giver: User, pantry: Organization, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(running, "LINES", 2)
    run = send(stock(5), by=giver, organization=pantry, run=False)
    running.run(run.pk, seconds=0)
    for _ in range(2):
        services.cancel(run=run, by=giver)
    assert came_to(gone_through(run)) == ("cancelled", 2, 0, 0, 0)
    done = send(stock(1), by=giver, organization=pantry)
    with pytest.raises(TransitionForbidden):
        services.cancel(run=done, by=giver)


@pytest.mark.django_db
def test_who_dies_five_times_at_one_place_is_given_up(giver: User, pantry: Organization) -> None:
    run = send(stock(2), by=giver, organization=pantry, run=False)
    for _ in range(claiming.MOST_ATTEMPTS):
        assert claiming.claim(run.pk) is not None
        Import.objects.filter(pk=run.pk).update(leased_until=clock.now())
    assert claiming.claim(run.pk) is None
    tasks.sweep()
    run.refresh_from_db()
    assert (run.state, run.failure) == (
        "failed",
        "It stopped 5 times behind line 0 without an answer.",
    )


@pytest.mark.django_db
def test_the_sweeper_rings_for_what_nobody_has_in_hand(giver: User, pantry: Organization) -> None:
    send(stock(1), by=giver, organization=pantry, run=False)
    OrmQ.objects.all().delete()
    tasks.sweep()
    assert OrmQ.objects.count() == 0
    with clock.at(clock.now() + timedelta(minutes=1)):
        tasks.sweep()
    assert OrmQ.objects.count() == 1


@pytest.mark.django_db
def test_files_are_forgotten_with_what_their_lines_said(giver: User, pantry: Organization) -> None:
    dry = send(stock(1) + "x,,,,\n", by=giver, organization=pantry, dry_run=True)
    real, _new = services.again(run=dry, by=giver, import_id=uuid4(), dry_run=False)
    real = gone_through(real)
    key = real.file_key
    assert dry.file_key == key
    assert default_storage.exists(key)
    Import.objects.filter(pk=dry.pk).update(created_at=clock.now() - timedelta(days=8))
    tasks.forget_files()
    assert default_storage.exists(key)
    assert not dry.problems.exists()
    with clock.at(clock.now() + timedelta(days=8)):
        tasks.forget_files()
    assert not default_storage.exists(key)
    assert not ImportProblem.objects.exists()
    with pytest.raises(Invalid):
        services.again(
            run=Import.objects.get(pk=real.pk), by=giver, import_id=uuid4(), dry_run=False
        )


@pytest.mark.django_db
def test_a_file_that_is_lost_stops_the_run_in_plain_words(
    giver: User, pantry: Organization
) -> None:
    run = send(stock(1), by=giver, organization=pantry, run=False)
    default_storage.delete(run.file_key)
    run = gone_through(run)
    assert (run.state, run.failure) == (
        "failed",
        "The file is not there any more. Send it again.",
    )


@pytest.mark.django_db
def test_a_new_accounts_limit_stops_the_run_there_and_it_can_go_on_later(
    giver: User, pantry: Organization, settings: Settings
) -> None:
    settings.NEWCOMER_DAYS, settings.NEWCOMER_POSTS_A_DAY = 3, 2
    run = send(stock(4), by=giver, organization=pantry)
    assert came_to(run) == ("failed", 2, 0, 0, 0)
    assert run.failure.startswith("In its first days an account can post 2 times a day.")
    settings.NEWCOMER_DAYS = 0
    assert came_to(send(stock(4), by=giver, organization=pantry)) == ("done", 2, 0, 2, 0)


def peak(lines: int) -> int:
    """The most memory, in bytes, that looking through a file and reading it line by line takes."""
    data = io.BytesIO(stock(lines).replace("rice", f"rice {'x' * 80}").encode())
    tracemalloc.start()
    try:
        seen = files.survey(data, "listings")
        assert seen.total == lines
        key = files.keep(data, uuid4())
        run = Import(
            file_key=key,
            form=seen.form,
            encoding=seen.encoding,
            delimiter=seen.delimiter,
            columns=list(seen.columns),
            mapping={"id": "id", "food": "food"},
        )
        assert sum(1 for _line in files.lines_of(run)) == lines
        return tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()


def test_ten_times_the_lines_take_no_more_memory() -> None:
    peak(100)
    few, many = peak(2_000), peak(20_000)
    assert many < 1.2 * few
