"""Other processes on the test's own database."""

import os
import subprocess
import sys
from pathlib import Path
from urllib.parse import quote, urlencode

from django.db import connection

ROOT = Path(__file__).resolve().parents[2]


def database_url() -> str:
    asked = connection.get_connection_params()
    where = {name: str(asked[name]) for name in ("host", "port") if asked.get(name)}
    return f"postgresql://{quote(asked['user'])}@/{quote(asked['dbname'])}?{urlencode(where)}"


def environment_of(**settings: str) -> dict[str, str]:
    """Of a process of the site, on the test's own database unless `settings` name another."""
    return {
        **os.environ,
        "DATABASE_URL": database_url(),
        "DJANGO_SETTINGS_MODULE": "foodcoord.settings",
        **settings,
    }


def run(*arguments: str, **settings: str) -> subprocess.CompletedProcess[str]:
    """Python with `arguments` from the root of the project, until it ends."""
    return subprocess.run(
        [sys.executable, *arguments],
        cwd=ROOT,
        env=environment_of(**settings),
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
