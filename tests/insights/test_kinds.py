"""Each kind of signal is shown and defined."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import translation

from insights.definitions import all_definitions
from insights.enums import SignalKind
from insights.models import InsightSignal
from insights.pages.signal_cards import ANCHORS, TONES
from insights.reads.context import context_line
from tests.insights.events import P5, PEOPLE, absorb, promise
from tests.insights.test_lifecycle import EAST, asks, keep_week, offers


def test_every_kind_leads_to_its_definition():
    anchors = {definition.anchor for definition in all_definitions()}
    assert set(ANCHORS) == set(TONES) == set(SignalKind)
    assert set(ANCHORS.values()) <= anchors


@pytest.mark.django_db
def test_mismatch_has_a_page_and_a_line(today, client):
    absorb(*asks(today), *offers(today, first=40, cell=EAST))
    signal = InsightSignal.objects.get(kind="mismatch")
    page = client.get(
        reverse("insights:signal", args=[signal.pk]), headers={"accept-language": "en"}
    ).content.decode()
    assert "Vegetables: scarce here, plentiful next door" in page
    assert "Offered next door" in page
    with translation.override("en"):
        assert [line.text for line in context_line(P5, "en")] == [
            "Vegetables: scarce here, plentiful next door"
        ]


@pytest.mark.django_db
def test_slow_answers_have_a_page(today, client):
    for weeks_ago in range(5, 11):
        keep_week(today - timedelta(weeks=weeks_ago), median_minutes=120)
    absorb(*[promise(today, minutes=2_000, by=person) for person in PEOPLE[:20]])
    signal = InsightSignal.objects.get(kind="slow_answers", cell=P5)
    page = client.get(
        reverse("insights:signal", args=[signal.pk]), headers={"accept-language": "en"}
    ).content.decode()
    assert "Vegetables: answers take longer than usual" in page
    assert "Unlike the weeks before" in page
