"""`summary.csv`, `history` and `forecasts`: public, as rows, each wrong question named."""

import csv
import io
from datetime import timedelta
from typing import Any

import pytest

from core import clock
from insights.models import Snapshot
from tests.insights.derived import a_forecast, a_sunday, a_week
from tests.insights.events import P4, P5, PEOPLE, absorb, listing, request

pytestmark = pytest.mark.django_db


def table(answer: Any) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(answer.content.decode())))


def error(client, path: str) -> tuple[int, list[str]]:
    answer = client.get(f"/api/v1/{path}")
    return answer.status_code, sorted(answer.json()["error"]["details"])


# --- The table -----------------------------------------------------------------------------------


def test_table_has_the_rows_of_the_summary(client, today):
    absorb(
        *[request(today, grams=5_000, by=person) for person in PEOPLE[:6]],
        *[listing(today, grams=1_250, by=person, category="fruit") for person in PEOPLE[:5]],
    )
    rows = client.get(f"/api/v1/summary?cell={P5}").json()["data"]["aggregates"]
    answer = client.get(f"/api/v1/summary.csv?cell={P5}", headers={"accept": "text/csv"})
    assert answer["Content-Type"] == "text/csv; charset=utf-8"
    assert answer["Content-Disposition"] == (
        f'attachment; filename="foodcoord-{P5}-7-{today.isoformat()}.csv"'
    )
    assert table(answer) == [
        {
            "cell": P5,
            "window_days": "7",
            **{name: "" if value is None else str(value) for name, value in row.items()},
        }
        for row in rows
    ]


def test_nothing_in_the_table_is_a_formula(client, today):
    absorb(*[listing(today, by=person, category="=cmd()") for person in PEOPLE[:6]])
    rows = table(client.get(f"/api/v1/summary.csv?cell={P5}"))
    assert [row["category"] for row in rows] == ["'=cmd()"]


def test_unchanged_table_is_not_sent_again(client, today):
    absorb(*[listing(today, by=person) for person in PEOPLE[:6]])
    first = client.get(f"/api/v1/summary.csv?cell={P5}")
    headers = {"if-none-match": first["ETag"]}
    again = client.get(f"/api/v1/summary.csv?cell={P5}", headers=headers)
    assert (again.status_code, again.content) == (304, b"")


@pytest.mark.parametrize(
    ("path", "fields"),
    [
        ("summary.csv", ["cell"]),
        (f"summary.csv?cell={P5}&window=8", ["window"]),
        ("history", ["cell"]),
        ("history?cell=nowhere!", ["cell"]),
        (f"history?cell={P5}&category=A%20B", ["category"]),
        (f"history?cell={P5}&category=%00", ["category"]),
        (f"history?cell={P5}&limit=0", ["limit"]),
        (f"history?cell={P5}&cursor=x", ["cursor"]),
        ("forecasts", ["cell"]),
        ("forecasts?cell=a", ["cell"]),
    ],
)
def test_wrong_question_is_refused_by_field(client, path, fields):
    assert error(client, path) == (400, fields)


# --- Weeks ---------------------------------------------------------------------------------------


def test_week_is_told_exactly(client):
    week = a_week(P5, "vegetables", ended=a_sunday(weeks_ago=6), median_minutes=90)
    items = client.get(f"/api/v1/history?cell={P5}").json()["data"]["items"]
    assert items == [
        {
            "cell": P5,
            "category": "vegetables",
            "from": (week.as_of - timedelta(days=6)).isoformat(),
            "as_of": week.as_of.isoformat(),
            "listings": 6,
            "requests": 5,
            "commitments": 0,
            "kg_offered": "12.000",
            "kg_requested": "8.000",
            "kg_committed": "0.000",
            "kg_handed_over": "0.000",
            "kg_expired": "0.000",
            "median_minutes_to_commitment": 90,
            "expires_at": week.expires_at.isoformat().replace("+00:00", "Z"),
        }
    ]


def test_weeks_that_may_not_be_read_are_not_there(client):
    a_week(P5, "vegetables", ended=a_sunday(weeks_ago=1))
    a_week(P5, "fruit", ended=a_sunday(weeks_ago=7), shown=False)
    old = a_week(P5, "berries", ended=a_sunday(weeks_ago=7))
    past = clock.now() - timedelta(hours=1)
    Snapshot.objects.filter(pk=old.pk).update(expires_at=past, computed_at=past - timedelta(days=1))
    assert client.get(f"/api/v1/history?cell={P5}").json()["data"]["items"] == []


def test_weeks_are_turned_newest_first_and_none_twice(client):
    for weeks_ago in range(6, 11):
        for category in ("fruit", "vegetables"):
            a_week(P5, category, ended=a_sunday(weeks_ago=weeks_ago))
    a_week(P4, "fruit", ended=a_sunday(weeks_ago=6))
    told: list[tuple[str, str]] = []
    url = f"/api/v1/history?cell={P5}&limit=3"
    following: str | None = ""
    while following is not None:
        body = client.get(f"{url}&cursor={following}").json()
        told += [(item["as_of"], item["category"]) for item in body["data"]["items"]]
        following = body["meta"]["next"]
    assert len(told) == len(set(told)) == 10
    assert told == sorted(told, key=lambda each: (each[0], -ord(each[1][0])), reverse=True)


def test_weeks_of_one_category(client):
    for category in ("fruit", "vegetables"):
        a_week(P5, category, ended=a_sunday(weeks_ago=6))
    items = client.get(f"/api/v1/history?cell={P5}&category=fruit").json()["data"]["items"]
    assert [item["category"] for item in items] == ["fruit"]


@pytest.mark.parametrize("weeks", [1, 3])
def test_history_costs_one_query(client, weeks, django_assert_num_queries):
    for weeks_ago in range(weeks):
        a_week(P5, "fruit", ended=a_sunday(weeks_ago=6 + weeks_ago))
    with django_assert_num_queries(1):
        assert len(client.get(f"/api/v1/history?cell={P5}").json()["data"]["items"]) == weeks


# --- Forecasts -----------------------------------------------------------------------------------


def test_forecast_is_told_exactly(client, today):
    made = a_forecast(P4, "vegetables")
    data = client.get(f"/api/v1/forecasts?cell={P5}").json()["data"]
    assert data == {
        "cell": P4,
        "items": [
            {
                "cell": P4,
                "category": "vegetables",
                "outlook": "scarce",
                "as_of": today.isoformat(),
                "from": (today + timedelta(days=1)).isoformat(),
                "until": (today + timedelta(days=14)).isoformat(),
                "kg_offered": "40.000",
                "kg_offered_low": "30.000",
                "kg_offered_high": "52.000",
                "kg_requested": "80.000",
                "kg_requested_low": "61.000",
                "kg_requested_high": "99.000",
                "weeks_seen": 14,
                "tests_made": 9,
                "usual_error": 0.22,
                "usual_error_of_last_week": 0.35,
                "definition": "/insights/definitions/#forecast",
                "computed_at": made.computed_at.isoformat().replace("+00:00", "Z"),
                "expires_at": made.expires_at.isoformat().replace("+00:00", "Z"),
            }
        ],
    }


@pytest.mark.parametrize("count", [1, 3])
def test_forecasts_cost_two_queries(client, count, django_assert_num_queries):
    for category in ("fruit", "vegetables", "berries")[:count]:
        a_forecast(P4, category)
    with django_assert_num_queries(2):
        items = client.get(f"/api/v1/forecasts?cell={P5}").json()["data"]["items"]
    assert len(items) == count


@pytest.mark.parametrize("path", [f"history?cell={P5}", f"forecasts?cell={P5}"])
def test_unchanged_answer_is_not_sent_again(client, path):
    first = client.get(f"/api/v1/{path}")
    again = client.get(f"/api/v1/{path}", headers={"if-none-match": first["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
    a_week(P5, "fruit", ended=a_sunday(weeks_ago=6))
    a_forecast(P4, "fruit")
    changed = client.get(f"/api/v1/{path}", headers={"if-none-match": first["ETag"]})
    assert changed.status_code == 200
