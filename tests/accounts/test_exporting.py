"""My data: everything that is mine, and nothing of anybody else's."""

import csv
import io
import json
import re

import pytest

from accounts import services
from accounts.enums import Purpose
from accounts.models import User
from core import clock, privacy
from core.privacy.rows import record_type
from core.spreadsheets import cell
from tests.factories import (
    LYON,
    make_commitment,
    make_listing,
    make_organization,
    make_request,
)

EXPORT = "/api/v1/me/export"


def read(response) -> str:
    return b"".join(response.streaming_content).decode()


def rows_of(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text)))


@pytest.fixture
def busy(giver, taker):
    listing = make_listing(by=giver, title='=HYPERLINK("x")')
    make_request(by=giver, food="egg", unit="piece", quantity="6", note="Soft, please")
    make_commitment(by=taker, listing=listing, message="Mine")
    make_listing(by=taker, title="Theirs")
    make_organization(by=giver, name="Quay Pantry")
    services.agree(user=giver, purpose=Purpose.EMAIL_NEWS, language="en")
    return giver


@pytest.mark.usefixtures("fresh_limits")
def test_one_table_with_every_row_and_no_others(api, busy, taker):
    answer = api(busy).get(EXPORT, {"format": "csv"})
    assert answer.headers["Content-Type"] == "text/csv; charset=utf-8"
    text = read(answer)
    rows = rows_of(text)
    assert next(csv.reader(io.StringIO(text)))[:2] == ["record_type", "id"]
    kinds = {row["record_type"] for row in rows}
    assert kinds >= {
        "user",
        "listing",
        "request",
        "commitment",
        "membership",
        "consent",
        "email_address",
        "security_event",
    }
    expected = 0
    for entry in privacy.registered():
        if entry.fields:
            expected += entry.model._base_manager.filter(entry.of(busy)).count()
    assert len(rows) == expected
    assert "Theirs" not in text
    assert taker.email not in text
    assert str(taker.pk) not in text
    assert busy.password not in text


@pytest.mark.usefixtures("fresh_limits")
def test_cells_are_no_formulas_and_times_are_utc(api, busy):
    rows = rows_of(read(api(busy).get(EXPORT, {"format": "csv"})))
    listing = next(row for row in rows if row["record_type"] == "listing")
    assert listing["title"] == '\'=HYPERLINK("x")'
    assert listing["food"] == "tomato"
    me = next(row for row in rows if row["record_type"] == "user")
    assert me["created_at"].endswith("Z")
    assert json.loads(me["home"]) == {"lat": LYON[0], "lon": LYON[1], "label": ""}


@pytest.mark.parametrize("start", ["=", "+", "-", "@"])
def test_each_start_of_a_formula_is_neutralised(start):
    assert cell(f"{start}1+1") == f"'{start}1+1"
    assert cell([f"{start}1"]) == f"'{start}1"
    assert cell("plain") == "plain"


@pytest.mark.usefixtures("fresh_limits")
def test_json_has_the_same_rows_in_the_envelope(api, busy):
    told = json.loads(read(api(busy).get(EXPORT, {"format": "json"})))
    table = rows_of(read(api(busy).get(EXPORT, {"format": "csv"})))
    assert set(told) == {"data", "meta"}
    pairs = {(item["record_type"], item["id"]) for item in told["data"]["items"]}
    events = {"security_event"}  # each download is one
    assert {p for p in pairs if p[0] not in events} == {
        (row["record_type"], row["id"]) for row in table if row["record_type"] not in events
    }


@pytest.mark.usefixtures("fresh_limits")
def test_the_parameter_wins_over_accept(api, giver):
    caller = api(giver)
    asked = {"HTTP_ACCEPT": "text/csv"}
    assert caller.get(EXPORT, **asked).headers["Content-Type"].startswith("text/csv")
    told = caller.get(EXPORT, {"format": "json"}, **asked)
    assert told.headers["Content-Type"] == "application/json"
    assert caller.get(EXPORT).headers["Content-Type"] == "application/json"
    wrong = caller.get(EXPORT, {"format": "xml"})
    assert (wrong.status_code, set(wrong.json()["error"]["details"])) == (400, {"format"})


def test_record_types_are_told_apart():
    models = {entry.model for entry in privacy.registered() if entry.fields}
    names = [record_type(model) for model in models]
    assert len(set(names)) == len(names)
    assert [name for name in names if not re.fullmatch("[a-z_]+", name)] == []


@pytest.mark.usefixtures("fresh_limits")
def test_downloads_are_counted(api, giver):
    caller = api(giver)
    assert [caller.get(EXPORT).status_code for _ in range(7)] == [200] * 6 + [429]


@pytest.mark.usefixtures("fresh_limits")
def test_nobody_has_nothing_and_the_suspended_has_their_own(api, client, stranger):
    assert api().get(EXPORT).status_code == 401
    for path in ("/settings/data/", "/settings/data/foodcoord.csv", "/settings/data/delete/"):
        assert client.get(path).url == f"/accounts/login/?next={path}"
    User.objects.filter(pk=stranger.pk).update(suspended_at=clock.now())
    assert api(stranger).get(EXPORT).status_code == 200


@pytest.mark.usefixtures("fresh_limits")
def test_page_hands_out_the_file(client, stranger):
    client.force_login(stranger)
    assert client.get("/settings/data/").status_code == 200
    answer = client.get("/settings/data/foodcoord.csv")
    assert answer.headers["Content-Disposition"].startswith('attachment; filename="foodcoord-')
    assert stranger.email in read(answer)
    assert client.get("/settings/data/foodcoord.xml").status_code == 404
