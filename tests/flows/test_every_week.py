"""Bread every Friday, across the change of clocks, as its owner and a neighbour live it."""

from datetime import UTC, datetime, timedelta

import pytest
from django.test import Client

from commitments import services as commitments
from core import clock
from listings.models import Listing
from standing.models import Standing
from standing.tasks import post_occasions
from tests.factories import make_commitment

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("fresh_limits")]
# A Monday; on the Sunday after, clocks in Paris go from UTC+1 to UTC+2.
MONDAY = datetime(2027, 3, 22, 9, tzinfo=UTC)
WEEK = timedelta(days=7)
FRIDAYS = [datetime(2027, 3, 26, 8, tzinfo=UTC), datetime(2027, 4, 2, 7, tzinfo=UTC)]


def weekly() -> dict[str, str | int]:
    return {
        "id": "6f6d2f0a-5b1e-4f57-9d3e-2f4b8f2c7a11",
        "kind": "listing",
        "food": "bread",
        "quantity": "8",
        "unit": "loaf",
        "weekday": 5,
        "opens": "09:00",
        "closes": "12:00",
        "timezone": "Europe/Paris",
        "first_day": "2027-03-22",
    }


def test_a_weekly_listing_keeps_its_hours_across_the_change_of_clocks(
    grower, searcher, api, opened
):
    with clock.at(MONDAY):
        answer = api(grower).post("/api/v1/standing", weekly(), format="json")
        assert answer.status_code == 201, answer.json()
    for week in range(2):
        for _twice in range(2):
            with clock.at(MONDAY + timedelta(days=2) + week * WEEK):
                post_occasions()
    made = list(Listing.objects.order_by("available_from"))
    assert [row.available_from for row in made] == FRIDAYS
    assert [row.available_until - row.available_from for row in made] == [timedelta(hours=3)] * 2

    agreed = []
    for week, listing in enumerate(made):
        opens = FRIDAYS[week] + timedelta(hours=1)
        with clock.at(MONDAY + timedelta(days=2) + week * WEEK):
            promise = make_commitment(
                by=searcher,
                listing=listing,
                handover_start=opens,
                handover_end=opens + timedelta(hours=1),
            )
            agreed.append(commitments.accept(commitment=promise, by=grower))
    made[1].refresh_from_db()
    assert made[1].remaining == 7  # who took of one week has nothing of the next by it
    starts = []
    for promise in agreed:
        url = f"{promise.get_absolute_url()}calendar.ics"
        starts += [
            line
            for line in opened(searcher).get(url).content.decode().splitlines()
            if line.startswith("DTSTART")
        ]
    assert starts == ["DTSTART:20270326T090000Z", "DTSTART:20270402T080000Z"]

    standing = Standing.objects.get()
    with clock.at(MONDAY + WEEK):
        said = opened(grower).post(f"/standing/{standing.pk}/skip/", {"day": "2027-04-09"})
    assert said.status_code == 302
    with clock.at(MONDAY + 2 * WEEK + timedelta(days=2)):
        post_occasions()
    assert Listing.objects.count() == 2
    assert Client().get(f"/standing/{standing.pk}/").status_code == 302
