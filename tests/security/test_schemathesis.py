"""The API as schemathesis sees it: the running server, held against its own description.

Everything that this program can check is checked, for whoever calls, but that what fits the
description is also accepted: a date in the past fits, and is refused. What ends the caller's token
or account is left out here, and tested by itself (`tests/accounts`).

A few seeded calls of each operation are made here; `make fuzz` makes all of them (FUZZ=1).
"""

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from pytest_django import Settings
from pytest_django.live_server_helper import LiveServer

from accounts.scopes import Scope
from tests.accounts.programs import make_program, token_of
from tests.factories import access_token
from tests.security.world import World, build

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("fresh_limits")]

ENDS_THE_CALLER = (
    "auth_logout_create",
    "auth_refresh_create",
    "me_destroy",
    "me_sessions_end",
    "me_sessions_end_one",
)
CALLERS: dict[str, Callable[[World], str]] = {
    "nobody": lambda w: "",
    "person": lambda w: access_token(w.gina),
    "program": lambda w: token_of(make_program(w.pantry, scopes=Scope.values)),
}
EVERYTHING = ["--phases", "examples,coverage,fuzzing,stateful", "--max-examples", "60"]
A_FEW = ["--max-examples", "1"]
STATEFUL = ["person"]  # of the few; in the long version everybody goes from one answer to the next
FUZZ = os.environ.get("FUZZ") == "1"


@pytest.fixture
def server(live_server: LiveServer, settings: Settings, tmp_path: Path) -> LiveServer:
    settings.MEDIA_ROOT = tmp_path / "media"
    return live_server


def run(
    server: LiveServer, token: str, folder: Path, *, stateful: bool
) -> subprocess.CompletedProcess[str]:
    """Schemathesis, until it has made its calls; what it said is in its output."""
    program = Path(sys.executable).with_name("schemathesis")
    few = [*A_FEW, "--phases", "fuzzing,stateful" if stateful else "fuzzing"]
    calls = [*(EVERYTHING if FUZZ else few), "--seed", "20261130", "--continue-on-failure"]
    left_out = [part for name in ENDS_THE_CALLER for part in ("--exclude-operation-id", name)]
    signed_in = ["--header", f"Authorization: Bearer {token}"] if token else []
    return subprocess.run(
        [
            program,
            "run",
            f"{server.url}/api/v1/schema/?format=json",
            *("--exclude-checks", "positive_data_acceptance"),
            *("--generation-database", "none", "--warnings", "off", "--no-color"),
            *("--suppress-health-check", "all"),
            *calls,
            *left_out,
            *signed_in,
        ],
        cwd=folder,
        capture_output=True,
        text=True,
        timeout=7200 if FUZZ else 300,
        check=False,
    )


def test_schemathesis_finds_nothing(server: LiveServer, tmp_path: Path) -> None:
    world = build()
    for name, token_for in CALLERS.items():
        done = run(server, token_for(world), tmp_path, stateful=name in STATEFUL)
        assert done.returncode == 0, f"{name}:\n{done.stdout[-6000:]}\n{done.stderr[-2000:]}"
        assert "Test cases:" in done.stdout, name
