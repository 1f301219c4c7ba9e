from datetime import date

import pytest

from insights.models import InsightSignal
from tests.insights.events import P5, PEOPLE, absorb, request, utc_today


@pytest.fixture
def today() -> date:
    return utc_today()


@pytest.fixture
def signal(db: None, today: date) -> InsightSignal:
    """A shortage of 30 kg of vegetables, of which only this cell's is kept."""
    absorb(*[request(today, grams=5_000, by=person) for person in PEOPLE[:6]])
    InsightSignal.objects.exclude(cell=P5).delete()
    return InsightSignal.objects.get(cell=P5)
