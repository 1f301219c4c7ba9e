"""The example for developers does what it says, against the running site."""

import subprocess
import sys
from pathlib import Path

import pytest
from pytest_django.live_server_helper import LiveServer

from accounts.scopes import Scope
from listings.models import Listing
from tests.accounts.programs import make_program, new_secret
from tests.core.processes import ROOT
from tests.factories import make_listing

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("fresh_limits")]
EXAMPLE = Path(ROOT, "docs/examples/client.py")
SCOPES = (Scope.LISTINGS_READ, Scope.LISTINGS_WRITE, Scope.CHANGES_READ)


def test_it_posts_once_changes_and_follows(live_server: LiveServer) -> None:
    program = make_program(scopes=SCOPES)
    another = make_listing()
    done = subprocess.run(
        [sys.executable, EXAMPLE, live_server.url, str(program.pk), new_secret(program)],
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert (done.returncode, done.stderr) == (0, "")
    made = Listing.objects.exclude(pk=another.pk).get()
    assert (made.organization, made.version) == (program.organization, 2)
    assert made.quantity == 4
    changes, listed = done.stdout.splitlines()
    assert f"upsert {made.pk}" in changes
    assert f"upsert {another.pk}" in changes
    assert listed == "1 listed"


def test_it_is_sixty_lines_of_the_standard_library() -> None:
    text = EXAMPLE.read_text()
    imported = {
        line.split()[1].partition(".")[0] for line in text.splitlines() if "import " in line
    }
    assert len(text.splitlines()) <= 60
    assert imported <= sys.stdlib_module_names
