"""Organizations as HSDS 3.0 has them: held against the schemas that Open Referral publishes."""

import hashlib
import json
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from jsonschema import Draft202012Validator, FormatChecker  # type: ignore[import-untyped]
from referencing import Registry, Resource
from referencing.jsonschema import DRAFT202012

from accounts.models import Organization
from catalog.models import Category
from core import clock
from tests.factories import LYON, make_organization
from tests.partners.feeds import document, read

pytestmark = pytest.mark.django_db
FOLDER = Path(__file__).parent / "hsds"
NAME = "organizations.hsds.json"
SUMS = FOLDER / "SHA256SUMS"


def schemas() -> dict[str, Any]:
    return {file.name: json.loads(file.read_text()) for file in FOLDER.glob("*.json")}


def validator(name: str) -> Any:
    """For one of the schemas; what it refers to and is not here is an error, not a yes."""
    resources = [
        (file, Resource.from_contents(schema, default_specification=DRAFT202012))
        for file, schema in schemas().items()
    ]
    registry: Any = Registry().with_resources(resources)
    return Draft202012Validator(
        {"$ref": name}, registry=registry, format_checker=FormatChecker(["uuid", "date-time"])
    )


def problems(organization: Any) -> list[str]:
    services = organization["services"]
    whole = {name: value for name, value in organization.items() if name != "services"}
    found = list(validator("organization.json").iter_errors(whole))
    for service in services:
        found += validator("service.json").iter_errors(service)
    return [f"{list(error.absolute_path)}: {error.message[:100]}" for error in found]


@pytest.fixture
def pantry(db: None) -> Organization:
    made = make_organization(
        name="Quay Pantry",
        description="Bread & more",
        place=LYON,
        place_is_public=True,
        address="12 Quay",
        opening_hours={
            "mon": [["09:00", "12:30"], ["14:00", "18:00"]],
            "tue": [["09:00", "12:30"]],
            "sat": [["20:00", "24:00"]],
        },
        special_days={
            "2020-01-01": [],
            day(2): [],
            day(3): [["10:00", "11:00"], ["15:00", "16:00"]],
        },
    )
    made.accepts.set(Category.objects.filter(slug__in=["vegetables", "bread-bakery"]))
    return made


def day(ahead: int) -> str:
    return (clock.today() + timedelta(days=ahead)).isoformat()


def test_the_schemas_are_as_they_were_published() -> None:
    lines = (line.split("  ") for line in SUMS.read_text().splitlines())
    told = {name: checksum for checksum, name in lines}
    found = {
        file.name: hashlib.sha256(file.read_bytes()).hexdigest() for file in FOLDER.glob("*.json")
    }
    assert found == told
    for schema in schemas().values():
        Draft202012Validator.check_schema(schema)


def test_the_schemas_refuse_what_is_wrong(pantry: Organization) -> None:
    (whole,) = document(NAME)["contents"]
    assert problems({**whole, "id": "no uuid"})
    assert problems({**whole, "locations": [{"id": whole["id"]}]})
    assert problems({**whole, "services": [{**whole["services"][0], "status": "open"}]})


def test_every_organization_is_valid(pantry: Organization) -> None:
    make_organization(name="Hill Garden", kind="garden", place=(-33.9, 18.4), description="")
    make_organization(name="Round the clock", opening_hours={"sun": [["00:00", "24:00"]]})
    found = document(NAME)["contents"]
    assert len(found) == 3
    assert [problem for one in found for problem in problems(one)] == []


def test_all_that_is_public_is_told(pantry: Organization) -> None:
    (whole,) = document(NAME)["contents"]
    (location,), (service,) = whole["locations"], whole["services"]
    assert (whole["name"], whole["description"]) == ("Quay Pantry", "Bread & more")
    assert whole["uri"] == f"http://localhost:8000{pantry.get_absolute_url()}"
    assert (location["latitude"], location["longitude"]) == LYON
    (address,) = location["addresses"]
    assert (address["address_1"], address["city"], address["country"]) == ("12 Quay", "Lyon", "FR")
    assert service["organization_id"] == whole["id"]
    assert service["service_at_locations"][0]["location_id"] == location["id"]
    assert service["assured_date"] == clock.today().isoformat()
    assert {one["value"] for one in service["attributes"]} == {"vegetables", "bread-bakery"}
    assert {one["taxonomy_term"]["name"] for one in service["attributes"]} == {
        "Vegetables",
        "Bread & bakery",
    }


def test_a_place_that_is_not_public_is_the_middle_of_its_area(pantry: Organization) -> None:
    make_organization(
        name="Hill Garden", kind="garden", place=(45.771234, 4.821234), address="Gate 7"
    )
    (location,) = next(
        one["locations"] for one in document(NAME)["contents"] if one["name"] == "Hill Garden"
    )
    assert (location["latitude"], location["longitude"]) != (45.771234, 4.821234)
    assert "addresses" not in location
    assert "Gate 7" not in read(NAME).content.decode()


def test_hours_are_times_and_rules(pantry: Organization) -> None:
    (whole,) = document(NAME)["contents"]
    schedules = whole["locations"][0]["schedules"]
    usual = [s for s in schedules if "valid_from" not in s]
    assert [(s["opens_at"][:5], s["closes_at"][:5], s["freq"], s["byday"]) for s in usual] == [
        ("09:00", "12:30", "WEEKLY", "MO,TU"),
        ("14:00", "18:00", "WEEKLY", "MO"),
        ("20:00", "23:59", "WEEKLY", "SA"),
    ]
    special = [s for s in schedules if "valid_from" in s]
    assert [(s["valid_from"], s["valid_to"], s.get("opens_at", "")[:5]) for s in special] == [
        (day(2), day(2), ""),
        (day(3), day(3), "10:00"),
        (day(3), day(3), "15:00"),
    ]
    days = ["MO", "TU", "WE", "TH", "FR", "SA", "SU"]
    assert special[0]["byday"] == days[date.fromisoformat(day(2)).weekday()]
    assert len({s["id"] for s in schedules}) == len(schedules)


def test_times_say_how_far_they_are_ahead_of_utc(pantry: Organization) -> None:
    for month, ahead, hours in ((1, "+01:00", 1.0), (7, "+02:00", 2.0)):
        moment = clock.now().replace(month=month, day=15)
        with clock.at(moment):
            pantry.change(last_verified=moment)
            first = document(NAME)["contents"][0]["locations"][0]["schedules"][0]
        assert (first["opens_at"], first["timezone"]) == (f"09:00{ahead}", hours)


def test_ids_stay_what_they_are(pantry: Organization) -> None:
    assert document(NAME) == document(NAME)


def test_pages_are_as_hsds_has_them(db: None) -> None:
    made = sorted(str(make_organization().pk) for _ in range(5))
    first = document(NAME, "per_page=2")
    page = {name: value for name, value in first.items() if name not in ("contents", "next")}
    assert page == {
        "total_items": 5,
        "total_pages": 3,
        "page_number": 1,
        "size": 2,
        "first_page": True,
        "last_page": False,
        "empty": False,
    }
    last = document(NAME, "per_page=2&page=3")
    assert (last["page_number"], last["size"], last["last_page"], last["next"]) == (
        3,
        1,
        True,
        None,
    )
    beyond = document(NAME, "per_page=2&page=9")
    assert (beyond["empty"], beyond["size"], beyond["total_items"]) == (True, 0, 5)
    assert followed("per_page=2") == made
    by_number = [document(NAME, f"per_page=2&page={number}") for number in (1, 2, 3)]
    assert [one["id"] for page in by_number for one in page["contents"]] == made


def followed(query: str) -> list[str]:
    """The ids of all pages, by `next`, which counts the pages too."""
    ids, number, page = [], 1, document(NAME, query)
    while True:
        assert page["page_number"] == number
        ids += [one["id"] for one in page["contents"]]
        if not page["next"]:
            return ids
        page = Client().get(page["next"].removeprefix("http://localhost:8000")).json()
        number += 1


@pytest.mark.parametrize(
    ("query", "field"),
    [
        ("page=0", "page"),
        ("page=x", "page"),
        ("page=1234567", "page"),
        ("per_page=0", "per_page"),
        ("per_page=101", "per_page"),
        ("limit=101", "limit"),
        ("cursor=x", "cursor"),
        ("cursor=WzEsInh4Il0", "cursor"),
        ("cursor=WyIxIiwieHgiXQ", "cursor"),
        ("cursor=WzEsbnVsbF0", "cursor"),
        ("cursor=WzEsIngiXQ&page=2", "page"),
    ],
)
def test_a_page_that_makes_no_sense_is_refused(db: None, query: str, field: str) -> None:
    answer = read(NAME, query)
    assert answer.status_code == 400
    assert list(answer.json()["error"]["details"]) == [field]
