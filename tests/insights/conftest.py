from collections.abc import Iterator
from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from pytest_django import Settings

from core import clock
from insights.models import InsightSignal
from tests.insights.converse import StandIn, stand_in
from tests.insights.events import P5, PEOPLE, absorb, request


@pytest.fixture(autouse=True)
def _explains_within_the_tests_transaction(settings: Settings) -> None:
    """Another connection would not see it; `test_explainer_role` uses the alias itself."""
    settings.EXPLAINER_ALIAS = "default"


@pytest.fixture
def bedrock(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> Iterator[StandIn]:
    """The model's stand-in; the client is the real one, with no patience, and tries once.

    A token read costs 3 millionths of a dollar, one written 15.
    """
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "test")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "test")
    settings.BEDROCK_READ_SECONDS = 0.5
    settings.BEDROCK_TOTAL_SECONDS = 0
    settings.BEDROCK_PRICE_IN, settings.BEDROCK_PRICE_OUT = Decimal(3), Decimal(15)
    settings.EXPLAINER = "bedrock"
    settings.BEDROCK_MODEL = "stand-in"
    with stand_in() as server:
        settings.BEDROCK_ENDPOINT_URL = server.url
        yield server


@pytest.fixture
def midday() -> Iterator[datetime]:
    """It is the middle of a day, and of a month: neither turns while a test's hours pass.

    Years ahead, since the database goes by its own clock where it asks what has expired.
    """
    moment = datetime(2030, 5, 15, 12, tzinfo=UTC)
    with clock.at(moment):
        yield moment


@pytest.fixture
def today() -> date:
    return clock.today()


@pytest.fixture
def signal(db: None, today: date) -> InsightSignal:
    """A shortage of 30 kg of vegetables, of which only this cell's is kept."""
    absorb(*[request(today, grams=5_000, by=person) for person in PEOPLE[:6]])
    InsightSignal.objects.exclude(cell=P5).delete()
    return InsightSignal.objects.get(cell=P5)
