"""The environment variables the demo's processes read their settings from."""

import os
import shlex
from collections.abc import Mapping
from pathlib import Path
from urllib.parse import quote

import environ

from accounts.keys import keep_private_key
from foodcoord.demo.folder import DemoFolder
from foodcoord.embedded.server import OWNER, EmbeddedPostgres
from notifications.vapid_keys import keep_vapid_key

# Not in effect while the schema changes or a town is loaded.
NO_TIME_LIMITS = "-c statement_timeout=0 -c lock_timeout=10000 -c timezone=UTC"
TO_BE_MADE = {"DATABASE_URL": "postgresql:///made-by-the-demo", "SECRET_KEY": "made-by-the-demo"}


def before_settings() -> None:
    """Fill what the strict settings ask for and the demo only makes once it runs."""
    environ.Env.read_env(Path(__file__).resolve().parents[2] / ".env")
    for name, value in TO_BE_MADE.items():
        os.environ.setdefault(name, value)


def database_is_given() -> bool:
    """Say whether the person who started the demo named a database."""
    return os.environ["DATABASE_URL"] != TO_BE_MADE["DATABASE_URL"]


def site_environment(folder: DemoFolder, port: int, place: str) -> dict[str, str]:
    """Return what the demo decides for all its processes."""
    key = os.environ["SECRET_KEY"]
    return {
        "DEBUG": "0",
        "SECRET_KEY": folder.secret_key() if key == TO_BE_MADE["SECRET_KEY"] else key,
        "JWT_PRIVATE_KEY_FILE": str(keep_private_key(folder.token_key)),
        "VAPID_PRIVATE_KEY_FILE": str(keep_vapid_key(folder.push_key)),
        # The demo's accounts share a password that everybody knows: a second factor adds nothing.
        "STAFF_MFA_REQUIRED": "0",
        "SHOW_STYLEGUIDE": "1",
        "WEBHOOK_PRIVATE_ADDRESSES": "1",
        "DEFAULT_PLACE": os.environ.get("DEFAULT_PLACE", place),
        "SITE_URL": f"http://localhost:{port}",
        "LIVE_URL": f"http://localhost:{port + 1}",
        "ALLOWED_HOSTS": "localhost,127.0.0.1,[::1]",
        "STATIC_FILES": "quick",
        "STATIC_ROOT": str(folder.static),
        "MEDIA_ROOT": str(folder.media),
        "EMAIL_URL": os.environ.get("EMAIL_URL", "filemail:///" + quote(str(folder.mail))),
        "PYTHONUNBUFFERED": "1",
        "DJANGO_SETTINGS_MODULE": "foodcoord.settings",
    }


def database_environment(database: EmbeddedPostgres | None, user: str) -> dict[str, str]:
    """Return the DATABASE_URL of a user of the embedded database, or the one that is given."""
    if database is None:
        return {"DATABASE_URL": os.environ["DATABASE_URL"]}
    options = NO_TIME_LIMITS if user == OWNER else ""
    return {"DATABASE_URL": database.url(user=user, options=options)}


def explainer_environment(database: EmbeddedPostgres | None, user: str) -> dict[str, str]:
    """Return the worker's way to write a model's texts: under a login that can do nothing else."""
    return {"EXPLAINER_DATABASE_URL": database.url(user=user)} if database else {}


def stand_in_environment(port: int) -> dict[str, str]:
    """Return what lets the stand-in for Bedrock on this port explain, with its made-up prices."""
    return {
        "EXPLAINER": "bedrock",
        "BEDROCK_MODEL": "stand-in",
        "BEDROCK_ENDPOINT_URL": f"http://127.0.0.1:{port}",
        "BEDROCK_PRICE_IN": "1",
        "BEDROCK_PRICE_OUT": "5",
        "AWS_ACCESS_KEY_ID": "stand-in",
        "AWS_SECRET_ACCESS_KEY": "stand-in",
    }


def write_for_shell(file: Path, values: Mapping[str, str]) -> None:
    """Write variables as a file a shell can read; `make manage` reaches the database by it."""
    file.unlink(missing_ok=True)
    file.touch(mode=0o600)
    lines = [f"export {name}={shlex.quote(value)}\n" for name, value in values.items()]
    file.write_text("".join(lines))
