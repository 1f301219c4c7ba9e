"""The people everybody knows: who gives, who takes, and who has nothing to do with it."""

from collections.abc import Iterator

import pytest
from django.core.cache import cache

from accounts.models import User
from tests.factories import LYON, make_user


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
