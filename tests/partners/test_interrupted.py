"""Runs that are cut short, or meet an organization that cannot be imported."""

import json
import os
import signal
import subprocess
import sys
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from accounts.models import Organization
from core.events.models import DomainEvent
from partners.models import NeedLine, NeedList
from requests_app.models import FoodRequest
from tests.core.processes import ROOT, database_url
from tests.partners.conftest import LONDON, Importer, a_list

NEEDS = "UHT Milk\nRice\nSalt\nTea\nSugar\nCarrier Bags"
BANKS = 40


def recent(banks: int) -> list[dict[str, object]]:
    found = (datetime.now(UTC) - timedelta(days=1)).isoformat()
    return [a_list(f"bank-{n:02}", needs=NEEDS, found=found) for n in range(banks)]


@pytest.mark.django_db(transaction=True)
def test_a_killed_run_leaves_whole_organizations_and_the_next_goes_on(importer: Importer) -> None:
    lists = recent(BANKS)
    importer.write(lists)
    process = subprocess.Popen(
        [sys.executable, "manage.py", "import_needs", importer.file, "--places", importer.places],
        cwd=ROOT,
        env={**os.environ, "DATABASE_URL": database_url()},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        _wait_until_some_are_there(process)
    finally:
        process.send_signal(signal.SIGKILL)
        process.wait(timeout=30)
    there = Organization.objects.count()
    assert 3 <= there < BANKS
    assert NeedList.objects.count() == there
    assert FoodRequest.objects.count() == 5 * there
    assert NeedLine.objects.count() == 6 * there
    report = importer(lists)
    assert report[1:3] == [
        f"organizations: {BANKS - there} new · 0 updated · {there} unchanged · 0 skipped",
        f"requests: {5 * (BANKS - there)} new · 0 kept · 0 withdrawn",
    ]
    assert FoodRequest.objects.count() == 5 * BANKS
    assert DomainEvent.objects.filter(type="request.created").count() == 5 * BANKS


def _wait_until_some_are_there(process: "subprocess.Popen[bytes]") -> None:
    for _ in range(1200):
        if Organization.objects.count() >= 3:
            return
        assert process.poll() is None, "it ended before it could be killed"
        time.sleep(0.05)
    raise AssertionError("nothing was imported within a minute")


@pytest.mark.django_db(transaction=True)
def test_what_a_service_refuses_keeps_no_other_from_being_imported(importer: Importer) -> None:
    """Its people have taken the import's right away, and a moderator has hidden another."""
    lists = recent(3)
    importer(lists)
    taken_over, hidden, free = Organization.objects.order_by("slug")
    taken_over.memberships.all().delete()
    Organization.objects.filter(pk=hidden.pk).update(hidden_at=hidden.created_at)
    found = datetime.now(UTC).isoformat()
    newer = [a_list(f"bank-{n:02}", needs="Rice\nTea", found=found) for n in range(3)]
    report = importer(newer)
    assert report[1:6] == [
        "organizations: 0 new · 1 updated · 0 unchanged · 2 skipped",
        "  skipped, the import may not act for it: 2",
        "  bank-00: the import may not act for it",
        "  bank-01: the import may not act for it",
        "requests: 0 new · 2 kept · 3 withdrawn",
    ]
    states = FoodRequest.objects.filter(organization__in=[taken_over, hidden])
    assert set(states.values_list("state", flat=True)) == {"open"}
    assert free.foodrequests.filter(state="withdrawn").count() == 3


@pytest.mark.django_db(transaction=True)
def test_command_as_a_process(tmp_path: Path, importer: Importer) -> None:
    """Report on stdout and exit 0; one line on stderr and exit 1."""
    importer.write(recent(1))
    good = _command(importer)
    assert (good.returncode, good.stdout.splitlines()[1]) == (
        0,
        "organizations: 1 new · 0 updated · 0 unchanged · 0 skipped",
    )
    importer.file.write_text(json.dumps({"no": "array"}), encoding="utf-8")
    bad = _command(importer)
    assert (bad.returncode, bad.stdout) == (1, "")
    assert bad.stderr.splitlines()[-1] == f"CommandError: {importer.file}: not a JSON array"
    gone = _command(importer, importer.folder / "gone.json")
    assert (gone.returncode, gone.stdout) == (1, "")
    assert gone.stderr.splitlines()[-1].endswith("gone.json: No such file or directory")
    assert LONDON in importer.places.read_text()


def _command(importer: Importer, file: Path | None = None) -> "subprocess.CompletedProcess[str]":
    return subprocess.run(
        [
            *(sys.executable, "manage.py", "import_needs", file or importer.file),
            *("--places", importer.places),
        ],
        cwd=ROOT,
        env={**os.environ, "DATABASE_URL": database_url()},
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
