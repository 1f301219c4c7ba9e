"""Every number that is shown equals one counted by plain SQL over the log of events."""

import json
from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from catalog.models import Category
from insights.models import InsightSignal
from insights.pages.amounts import weight
from insights.pages.areas import area_name
from tests.insights import read_page
from tests.insights.counted import Counted, counted
from tests.insights.events import P4, P5, P6, absorb, utc_today
from tests.insights.towns import a_town

pytestmark = pytest.mark.django_db
Item = dict[str, Any]


def kilograms(grams: int) -> str:
    return f"{grams / 1000:.3f}"


def seen(client: Client, cell: str, days: int, category: str = "") -> tuple[str, list[Item]]:
    """The page, and its download."""
    asked: dict[str, str | int] = {"cell": cell, "window": days, "category": category}
    page = client.get(reverse("insights:overview"), asked).content.decode()
    told = client.get(reverse("insights:download", args=["json"]), asked)
    return page, json.loads(told.content)["data"]["items"]


def of_type(items: list[Item], record_type: str) -> list[Item]:
    return [item for item in items if item["record_type"] == record_type]


def in_the_window(cell: str, category: str, days: int) -> Counted:
    today = utc_today()
    return counted(cell, category, today - timedelta(days=days - 1), today)


def name_of(slug: str | None) -> str:
    return Category.objects.get(slug=slug).name if slug else "All food"


@pytest.mark.parametrize("seed", [1, 2])
@pytest.mark.parametrize("cell", [P4, P5, P6])
def test_figures_and_map_are_what_the_log_says(client, seed, cell):
    absorb(*a_town(seed))
    for days in (7, 14, 30):
        page, items = seen(client, cell, days)
        check_figures(page, of_type(items, "figures"), days)
        check_map(page, of_type(items, "area"), days)


def check_figures(page: str, items: list[Item], days: int) -> None:
    assert items
    told = {item["category"]: item for item in items}
    true = {slug: in_the_window(told[slug]["cell"], slug or "", days) for slug in told}
    for slug, item in told.items():
        expected = true[slug]
        assert (item["listings"], item["requests"], item["commitments"]) == expected[:3]
        shares = ("offered", "requested", "committed", "handed_over", "expired")
        assert [item[f"kg_{name}"] for name in shares] == [kilograms(g) for g in expected[3:]]
    area = area_name(items[0]["cell"])
    rows = {row[0]: row[1:] for row in read_page.table(page, area)}
    assert rows == {name_of(slug): row_of(true[slug]) for slug in told}
    sums = [sum(column) for column in list(zip(*true.values(), strict=True))[3:]]
    names = ("offered", "asked for", "promised", "handed over", "lost")
    stats = read_page.stats(page)
    assert {name: stats[name] for name in names} == {
        name: weight(grams) for name, grams in zip(names, sums, strict=True)
    }
    check_bars(page, {name_of(slug): each for slug, each in true.items()})


def row_of(true: Counted) -> list[str]:
    fill = round(min(1.0, max(0, true.promised) / true.asked), 2) if true.asked > 0 else None
    return [
        *(weight(grams) for grams in true[3:]),
        "–" if fill is None else f"{round(100 * fill)} %",
        f"{true.listings} / {true.requests} / {true.promises}",
    ]


def check_bars(page: str, true: dict[str, Counted]) -> None:
    bars = read_page.bars(page)
    assert bars == {
        **{f"{name}, offered": weight(each.offered) for name, each in true.items()},
        **{f"{name}, asked for": weight(each.asked) for name, each in true.items()},
    }


def check_map(page: str, items: list[Item], days: int) -> None:
    drawn = read_page.linked_cells(page)
    assert {item["cell"] for item in items} == set(drawn)
    for item in items:
        shown = of_type(seen(Client(), item["cell"], days)[1], "figures")
        true = [in_the_window(item["cell"], each["category"], days) for each in shown]
        offered, asked = sum(each.offered for each in true), sum(each.asked for each in true)
        assert (item["kg_offered"], item["kg_requested"]) == (kilograms(offered), kilograms(asked))
        assert drawn[item["cell"]] == (
            f"{area_name(item['cell'])}: {weight(offered)} offered, {weight(asked)} asked for"
        )


@pytest.mark.parametrize("seed", [4])
@pytest.mark.parametrize("category", ["vegetables", "eggs-dairy"])
def test_weeks_are_what_the_log_says(client, seed, category):
    absorb(*a_town(seed))
    page, items = seen(client, P4, 7, category)
    weeks = of_type(items, "week")
    assert [week["kg_offered"] is None for week in weeks[-3:]] == [False, False, False]
    title = f"{name_of(category)}: kilograms a week, offered and asked for"
    rows, marks = read_page.table(page, title), read_page.marks(page)
    assert len(rows) == len(weeks)
    for week, row in zip(weeks, rows, strict=True):
        if week["kg_offered"] is None:
            assert row[1:] == ["too little to show", "too little to show"]
            continue
        first, last = date.fromisoformat(week["first_day"]), date.fromisoformat(week["last_day"])
        true = counted(P4, category, first, last)
        days = (last - first).days + 1
        offered, asked = round(true.offered * 7 / days), round(true.asked * 7 / days)
        assert (week["kg_offered"], week["kg_requested"]) == (kilograms(offered), kilograms(asked))
        assert row[1:] == [weight(offered), weight(asked)]
        assert f"{row[0]}: {weight(offered)} offered" in marks
        assert f"{row[0]}: {weight(asked)} asked for" in marks


def test_facts_of_signals_are_what_the_log_says(client):
    absorb(*a_town(6, posts=320))
    found = list(InsightSignal.objects.active())
    assert found
    for signal in found:
        true = in_the_window(signal.cell, signal.category, signal.window_days)
        facts = read_page.facts(client.get(signal.get_absolute_url()).content.decode())
        expected = {
            "Offered": weight(true.offered),
            "Asked for": weight(true.asked),
            "Promised": weight(true.promised),
            "Lost": weight(true.lost),
            "Promises": str(true.promises),
            "Offers and requests": f"{true.listings} / {true.requests}",
            "Days": str(signal.window_days),
        }
        assert {name: expected[name] for name in expected if name in facts} == {
            name: facts[name] for name in expected if name in facts
        }
        assert "Offers and requests" in facts


@pytest.mark.parametrize("grams", [0, -5, -49])
def test_next_to_nothing_has_no_sign(grams):
    assert weight(grams) == "0 kg"
