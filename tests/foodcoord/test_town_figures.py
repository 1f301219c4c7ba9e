"""The demo's town at its full size: what it is planted to show does show."""

from datetime import timedelta

import pytest
from django.db.models import Count

from core import clock
from core.geo import cells
from foodcoord.town import demo
from foodcoord.town.geography import OXFORD
from insights.models import Aggregate, InsightSignal, Snapshot

MIDDLE = cells.encode(OXFORD.middle.lat, OXFORD.middle.lon, 5)


def silent(_line: str) -> None:
    """Nobody listens."""


@pytest.mark.django_db(transaction=True)
def test_the_planted_surplus_and_shortage_show_in_the_middle_of_the_town() -> None:
    demo.load_demo(silent)
    signals = InsightSignal.objects.filter(cell=MIDDLE).values_list("kind", "category")
    assert {("surplus", "vegetables"), ("shortage", "eggs-dairy")} <= set(signals)
    shown = Aggregate.objects.filter(
        cell=MIDDLE, category__in=["vegetables", "eggs-dairy"], shown=True
    )
    assert dict(shown.values_list("category").annotate(Count("window_days"))) == {
        "vegetables": 3,
        "eggs-dairy": 3,
    }
    weeks = Snapshot.objects.filter(cell=MIDDLE, category="vegetables")
    days = [clock.today() - timedelta(days=ago) for ago in range(1, demo.DAYS)]
    assert sorted(set(weeks.values_list("as_of", flat=True))) == sorted(
        day for day in days if day.isoweekday() == 7
    )
