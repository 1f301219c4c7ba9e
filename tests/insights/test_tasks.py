"""What runs by the clock, and who is subscribed."""

from datetime import timedelta

import pytest
from django_q.models import Schedule

from core import clock, roles
from core.derived.purge import purge_expired
from core.events import registry
from insights.figures.deltas import EVENT_TYPES
from insights.models import (
    Aggregate,
    DayBucket,
    DayParticipant,
    DayWait,
    Explanation,
    InsightSignal,
    Retraction,
)
from insights.tasks import keep_current
from tests.insights.events import PEOPLE, absorb, noon, promise, request

pytestmark = pytest.mark.django_db
DERIVED = (Aggregate, DayBucket, DayParticipant, DayWait, Explanation, InsightSignal)


def test_figures_listen_to_what_counts_and_words_to_requests():
    assert registry.get("aggregates").event_types == EVENT_TYPES
    explanations = registry.get("explanations")
    assert set(explanations.event_types) == {"insight.requested"}
    assert explanations.outside


def test_upkeep_is_scheduled():
    assert Schedule.objects.get(func="insights.tasks.keep_current").minutes == 1


def test_upkeep_brings_figures_to_today_and_costs_little_afterwards(
    today, django_assert_num_queries
):
    with clock.at(noon(today - timedelta(days=1))):
        absorb(*[request(today - timedelta(days=1), by=person) for person in PEOPLE[:6]])
    keep_current()
    assert set(Aggregate.objects.values_list("as_of", flat=True)) == {today}
    with django_assert_num_queries(2):
        keep_current()


def test_everything_past_its_time_is_purged(today):
    with clock.at(noon(today - timedelta(days=50))):
        absorb(
            *[request(today - timedelta(days=50), 5_000, by=person) for person in PEOPLE[:6]],
            promise(today - timedelta(days=50)),
        )
    assert all(model.objects.exists() for model in DERIVED if model is not Explanation)
    purge_expired()
    assert not any(model.objects.exists() for model in DERIVED)


@pytest.mark.parametrize("model", DERIVED)
def test_the_web_reads_derived_rows_and_the_worker_writes_them(model):
    table = model._meta.db_table
    assert roles.rights(roles.WEB, table) == roles.READ
    assert roles.rights(roles.WORKER, table) == roles.WRITE


def test_the_web_may_retract():
    assert roles.rights(roles.WEB, Retraction._meta.db_table) == roles.WRITE
