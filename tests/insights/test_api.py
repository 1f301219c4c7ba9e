"""`GET /api/v1/summary`: exactly these answers, in few queries, for everyone."""

from datetime import timedelta

import pytest
from django.test import Client

from core import clock
from core.events.models import Delivery
from insights.explanations.write import write_plain
from insights.models import Aggregate, InsightSignal
from tests.insights.events import (
    BESIDE,
    FAR,
    P4,
    P5,
    P6,
    PEOPLE,
    absorb,
    event,
    listing,
    promise,
    request,
    save,
)

pytestmark = pytest.mark.django_db
LYON = "lat=45.764&lon=4.8357"
HERE_LAT_LON = "lat=45.7690&lon=4.8395"


def ask(client: Client, query: str, **headers: str):
    response = client.get(f"/api/v1/summary?{query}", headers=headers)
    assert response.status_code == 200, response.content
    return response.json()["data"]


def error(client: Client, query: str):
    response = client.get(f"/api/v1/summary?{query}")
    return (
        response.status_code,
        response.json()["error"]["code"],
        response.json()["error"]["details"],
    )


@pytest.fixture
def town(today):
    """Six people offer a little and ask for a lot of vegetables; two of bread."""
    absorb(
        *[request(today, grams=5_000, by=person) for person in PEOPLE[:6]],
        listing(today, grams=3_125, by=PEOPLE[6]),
        promise(today, grams=3_000, by=[PEOPLE[6], PEOPLE[0]]),
        event(
            "commitment.updated",
            on=today,
            by=[PEOPLE[6], PEOPLE[0]],
            state="fulfilled",
            handed_over_delta=2_000,
        ),
        *[listing(today, by=person, category="bread-bakery") for person in PEOPLE[:2]],
    )


def test_summary_answers_exactly_this(client, town, today):
    data = ask(client, f"cell={P5}&window=14")
    p5, p4 = (InsightSignal.objects.get(cell=cell) for cell in (P5, P4))
    as_of = data.pop("freshness")["as_of"]
    assert as_of.endswith("Z")
    assert sorted(data.pop("signals"), key=lambda each: each["cell"]) == [
        {
            "id": str(signal.pk),
            "kind": "shortage",
            "cell": signal.cell,
            "neighbour": None,
            "category": "vegetables",
            "window_days": 14,
            "severity": 2,
            "confidence": 0.8,
            "numbers": {
                "window_days": 14,
                "listings": 1,
                "requests": 6,
                "commitments": 1,
                "offered_g": 3_125,
                "requested_g": 30_000,
                "committed_g": 3_000,
                "handed_over_g": 2_000,
                "expired_g": 0,
                "share": "0.91",
                "usual_share": "0.50",
                "probable_share": "0.76",
                "threshold": "0.60",
            },
            "first_seen": signal.first_seen.isoformat().replace("+00:00", "Z"),
            "expires_at": signal.expires_at.isoformat().replace("+00:00", "Z"),
            "explanation": {
                "text": (
                    "Vegetables: people ask for more than there is. In the last 14 days about "
                    "30 kg were asked for, 3.1 kg were offered and 3 kg promised. If you have "
                    "some to spare, this is a good moment to share it."
                ),
                "language": "en",
                "source": "plain",
                "model": None,
                "prompt_version": "plain-1",
                "inputs": {
                    "kind": "shortage",
                    "category": "vegetables",
                    "window_days": 14,
                    "kg_requested": "30",
                    "kg_offered": "3.1",
                    "kg_committed": "3",
                },
                "created_at": signal.computed_at.isoformat().replace("+00:00", "Z"),
                "expires_at": signal.expires_at.isoformat().replace("+00:00", "Z"),
                "retracted": None,
            },
        }
        for signal in (p4, p5)
    ]
    assert data == {
        "cell": P5,
        "window_days": 14,
        "aggregates": [
            {
                "category": "vegetables",
                "listings": 1,
                "requests": 6,
                "commitments": 1,
                "kg_offered": "3.125",
                "kg_requested": "30.000",
                "kg_committed": "3.000",
                "kg_handed_over": "2.000",
                "kg_expired": "0.000",
                "fill_rate": 0.1,
                "median_minutes_to_commitment": None,
                "as_of": today.isoformat(),
            }
        ],
    }


def test_total_has_no_category(client, town):
    data = ask(client, f"cell={P6}")
    assert [
        (row["category"], row["listings"], row["kg_offered"]) for row in data["aggregates"]
    ] == [(None, 3, "5.125")]


def test_place_is_answered_for_by_its_cell_of_precision_five(client, town):
    assert ask(client, "lat=45.7690&lon=4.8395")["cell"] == P5


def test_place_with_too_few_people_is_answered_for_by_the_coarser_cell(client, today):
    absorb(
        *[listing(today, by=person) for person in PEOPLE[:3]],
        *[listing(today, by=person, cell=FAR) for person in PEOPLE[3:6]],
    )
    data = ask(client, HERE_LAT_LON)
    assert (data["cell"], data["aggregates"][0]["listings"]) == (P4, 6)


def test_place_nobody_posts_from_is_answered_for_with_nothing(client):
    data = ask(client, "lat=-45&lon=170")
    assert (len(data["cell"]), data["aggregates"], data["signals"]) == (5, [], [])


def test_nothing_below_k_is_ever_served(client, today):
    absorb(
        *[request(today, grams=90_000, by=person) for person in PEOPLE[:4]],
        *[listing(today, grams=90_000, by=person, cell=BESIDE) for person in PEOPLE[:4]],
    )
    for cell in (P4, P5, P6, BESIDE):
        for window in (7, 14, 30):
            data = ask(client, f"cell={cell}&window={window}")
            assert (data["aggregates"], data["signals"]) == ([], [])


def test_stale_windows_are_not_served(client, today):
    with clock.at(clock.now() - timedelta(days=3)):
        absorb(*[listing(today - timedelta(days=3), by=person) for person in PEOPLE[:6]])
    assert Aggregate.objects.filter(shown=True).exists()
    assert ask(client, f"cell={P5}")["aggregates"] == []


def test_signals_are_those_of_the_cell_and_of_the_cells_around_it(client, town):
    def cells(cell: str) -> list[str]:
        return sorted(row["cell"] for row in ask(client, f"cell={cell}")["signals"])

    assert [cells(cell) for cell in (P4, P5, P6, FAR)] == [[P4], [P4, P5], [P4, P5], [P4]]


@pytest.mark.parametrize(
    ("query", "fields"),
    [
        ("", ["cell"]),
        ("cell=u05", ["cell"]),
        ("cell=u05kq4x", ["cell"]),
        ("cell=u05ka", ["cell"]),
        ("cell=%27%3B--", ["cell"]),
        ("lat=91&lon=4", ["lat"]),
        ("lat=45", ["lon"]),
        ("lat=x&lon=y", ["lat", "lon"]),
        ("lat=nan&lon=inf", ["lat", "lon"]),
        (f"cell={P5}&window=8", ["window"]),
        (f"cell={P5}&window=-7", ["window"]),
        (f"{LYON}&window=seven", ["window"]),
    ],
)
def test_wrong_question_is_refused_by_field(client, query, fields):
    status, code, details = error(client, query)
    assert (status, code, sorted(details)) == (400, "VALIDATION_ERROR", fields)


def test_window_is_a_week_unless_said(client):
    assert ask(client, f"cell={P5}")["window_days"] == 7


def test_capital_letters_name_the_same_cell(client):
    assert ask(client, f"cell={P5.upper()}")["cell"] == P5


def test_explanation_comes_in_the_callers_language(client, town):
    signal = InsightSignal.objects.get(cell=P5)
    write_plain(signal)
    data = ask(client, f"cell={P5}", **{"accept-language": "fr"})
    words = next(each["explanation"] for each in data["signals"] if each["cell"] == P5)
    assert words["language"] == "fr"
    assert words["text"].startswith("Légumes")


def test_freshness_is_now_when_nothing_waits(client, town):
    assert ask(client, f"cell={P5}")["freshness"]["lag_seconds"] == 0


def test_freshness_says_how_long_the_oldest_event_waits(client, today):
    save(listing(clock.now() - timedelta(seconds=40)))
    lag = ask(client, f"cell={P5}")["freshness"]["lag_seconds"]
    assert 39 <= lag <= 45
    Delivery.objects.update(dead_at=clock.now())
    assert ask(client, f"cell={P5}")["freshness"]["lag_seconds"] == 0


def test_unchanged_summary_is_not_sent_again(client, town, today):
    first = client.get(f"/api/v1/summary?cell={P5}")
    again = client.get(f"/api/v1/summary?cell={P5}", headers={"if-none-match": first["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
    absorb(listing(today, by=PEOPLE[0]))
    changed = client.get(f"/api/v1/summary?cell={P5}", headers={"if-none-match": first["ETag"]})
    assert changed.status_code == 200


@pytest.mark.parametrize("kinds", [1, 3])
def test_summary_costs_four_queries_however_many_rows(
    client, today, kinds, django_assert_num_queries
):
    absorb(
        *[
            request(today, grams=5_000, by=person, category=category)
            for person in PEOPLE[:6]
            for category in ["vegetables", "fruit", "berries"][:kinds]
        ]
    )
    for signal in InsightSignal.objects.all():
        write_plain(signal)
    with django_assert_num_queries(4):
        assert len(ask(client, f"cell={P5}")["signals"]) == 2 * kinds


def test_anyone_may_read_it_and_nobody_may_write(client, town, stranger):
    with clock.at(clock.now()):
        anonymous = ask(client, f"cell={P5}")
        client.force_login(stranger)
        assert ask(client, f"cell={P5}") == anonymous
    assert client.post("/api/v1/summary", {}, content_type="application/json").status_code in {
        401,
        405,
    }


def test_it_is_in_the_schema(client):
    response = client.get("/api/v1/schema/")
    assert response["Content-Type"] == "application/json"
    assert "/api/v1/summary" in response.json()["paths"]
    known = {"If-None-Match": response["ETag"]}
    assert client.get("/api/v1/schema/", headers=known).status_code == 304
