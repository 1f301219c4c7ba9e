"""The people everybody knows: who gives, who takes, and who has nothing to do with it."""

import gc
import os
import shutil
from collections.abc import Callable, Iterator

import pytest
from django.contrib.staticfiles.handlers import StaticFilesHandlerMixin
from django.core.cache import cache
from django.core.servers.basehttp import WSGIRequestHandler
from django.db import connection
from django.db.backends.base.creation import TEST_DATABASE_PREFIX
from django.http import FileResponse, HttpRequest, HttpResponse
from pytest_django import Settings
from rest_framework.test import APIClient

from accounts.keys import generate_private_key
from accounts.models import User
from tests import migrated, postgres
from tests.factories import LYON, access_token, make_user

# The browser's event loop stays in the process, and tests that ask the database come after it.
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")
# The live server sends headers and body apart: the second would wait 40 ms for word of the first.
WSGIRequestHandler.disable_nagle_algorithm = True

_serve = StaticFilesHandlerMixin.serve


def _kept_by_browsers(
    handler: StaticFilesHandlerMixin, request: HttpRequest
) -> HttpResponse | FileResponse:
    """A browser keeps them, as it does those of production, which carry their hash."""
    answer = _serve(handler, request)
    answer.headers["Cache-Control"] = "max-age=3600"
    return answer


StaticFilesHandlerMixin.serve = _kept_by_browsers  # type: ignore[method-assign,assignment]
BROWSER_ARGUMENTS = ["--no-sandbox", "--disable-quic", "--disable-background-networking"]


def pytest_collection_finish() -> None:
    """What is imported by now stays: the collector need not walk through it again and again."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(50_000, 20, 20)


@pytest.fixture(scope="session")
def django_db_modify_db_settings(django_db_modify_db_settings: None) -> None:
    """On a server that was started for the tests, the migrated database becomes theirs."""
    if postgres.STARTED_HERE in os.environ:
        names = connection.settings_dict
        migrated.rename(names["TEST"]["NAME"] or TEST_DATABASE_PREFIX + names["NAME"])


@pytest.fixture(scope="session")
def django_db_keepdb(django_db_keepdb: bool) -> bool:
    """It is there already, and goes with its server."""
    return django_db_keepdb or postgres.STARTED_HERE in os.environ


@pytest.fixture(scope="session")
def browser_type_launch_args() -> dict[str, object]:
    program = os.environ.get("CHROMIUM") or shutil.which("chromium")
    return {"executable_path": program, "args": BROWSER_ARGUMENTS}


@pytest.fixture(scope="session")
def signing_key() -> str:
    return generate_private_key()


@pytest.fixture(autouse=True)
def _signs_tokens(settings: Settings, signing_key: str) -> None:
    settings.HEADLESS_JWT_PRIVATE_KEY = signing_key


@pytest.fixture(autouse=True)
def _hashes_quickly(settings: Settings) -> None:
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


@pytest.fixture(autouse=True)
def _knows_everybody(settings: Settings) -> None:
    """Nobody is new; the limits of new accounts are tested where they are set."""
    settings.NEWCOMER_DAYS = 0


@pytest.fixture(autouse=True)
def _counts_no_calls(settings: Settings) -> None:
    """Nobody calls too often; plans are tested where they are set."""
    settings.API_THROTTLE = False


@pytest.fixture
def api() -> Callable[..., APIClient]:
    """`api()` calls as nobody, `api(user)` with that person's access token."""

    def client(user: User | None = None) -> APIClient:
        caller = APIClient()
        if user:
            caller.credentials(HTTP_AUTHORIZATION=f"Bearer {access_token(user)}")
        return caller

    return client


@pytest.fixture
def giver(db: None) -> User:
    return make_user(email="giver@example.org", display_name="Gina Giver", home=LYON)


@pytest.fixture
def taker(db: None) -> User:
    return make_user(email="taker@example.org", display_name="Tom Taker", home=(45.77, 4.84))


@pytest.fixture
def stranger(db: None) -> User:
    return make_user(email="stranger@example.org", display_name="Sam Stranger", home=(45.75, 4.85))


@pytest.fixture
def fresh_limits(db: None) -> Iterator[None]:
    """Sign-in limits start from nothing, and leave nothing to tests that commit."""
    cache.clear()
    yield
    cache.clear()
