"""My data, whole: two people with a row in every table that keeps something about people."""

import csv
import io
from typing import Any

import pytest
from django.test import Client
from pytest_django import Settings
from rest_framework.test import APIClient

from accounts import services as accounts
from accounts.models import Organization, User
from commitments.models import Commitment
from core import privacy
from core.events.drain import drain
from core.privacy.rows import record_type, records_of
from tests.accounts.test_erasing import found
from tests.factories import access_token, make_organization, make_user
from tests.security.belongings import HOMES, a_person, belongings_of, both_sides, word_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("fresh_limits")]

# A promise and its message are of both its sides; nothing else is shared.
SHARED = {"commitment"}


@pytest.fixture
def pantry(db: None) -> Organization:
    return make_organization(by=make_user(), name="Quay Pantry")


@pytest.fixture
def people(pantry: Organization, settings: Settings, tmp_path: object) -> dict[str, User]:
    settings.MEDIA_ROOT = tmp_path
    made = {name: a_person(name) for name in ("gina", "tom")}
    owner = pantry.memberships.get().user
    for name, other in (("gina", "tom"), ("tom", "gina")):
        accounts.add_member(organization=pantry, by=owner, email=made[name].email, role="owner")
        belongings_of(made[name], name, pantry=pantry, other=made[other])
        both_sides(made[name], made[other], word_of(name))
    drain("notifications")
    return made


def table_of(person: User) -> list[dict[str, str]]:
    """The CSV, as that person downloads it by the API."""
    caller = APIClient()
    caller.credentials(HTTP_AUTHORIZATION=f"Bearer {access_token(person)}")
    answer: Any = caller.get("/api/v1/me/export", {"format": "csv"})
    assert answer.status_code == 200
    text = b"".join(answer.streaming_content).decode()
    assert next(csv.reader(io.StringIO(text)))[0] == "record_type"
    return list(csv.DictReader(io.StringIO(text)))


def test_both_have_a_row_of_every_declared_kind(people: dict[str, User]) -> None:
    """Else the tests below would prove less than they say."""
    for name, person in people.items():
        missing = {
            f"{entry.model._meta.label}.{entry.owner}"
            for entry in privacy.registered()
            if not entry.model._base_manager.filter(entry.of(person)).exists()
        }
        assert (name, missing) == (name, set())


@pytest.mark.parametrize(("name", "other"), [("gina", "tom"), ("tom", "gina")])
def test_export_has_every_row_of_ones_own_and_none_of_anybody_elses(
    people: dict[str, User], name: str, other: str
) -> None:
    person = people[name]
    rows = table_of(person)
    kinds = {record_type(entry.model) for entry in privacy.registered() if entry.fields}
    assert {row["record_type"] for row in rows} == kinds
    own = {
        (record_type(entry.model), str(key))
        for entry in privacy.registered()
        if entry.fields
        for key in entry.model._base_manager.filter(entry.of(person)).values_list("pk", flat=True)
    }
    assert {(row["record_type"], row["id"]) for row in rows} == own
    assert len(rows) == len(own)
    foreign = {
        row["record_type"]
        for row in rows
        if word_of(other) in str(row) and row["record_type"] not in SHARED
    }
    assert foreign == set()
    assert people[other].email not in str(rows)
    assert str(HOMES[other][0]) not in str(rows)
    assert [row["bio"] for row in rows if row["bio"]] == [f"{word_of(name)} bio"]


def test_who_leaves_is_in_no_table_and_the_other_keeps_everything(
    people: dict[str, User],
) -> None:
    gina, tom = people["gina"], people["tom"]
    kept = {(record.record_type, record.id) for record in records_of(tom)} - {
        ("commitment", str(row.pk)) for row in Commitment.objects.all()
    }
    words = found(word_of("tom"))
    assert len(found(word_of("gina"))) > 15
    accounts.erase(user=gina)
    assert found(word_of("gina")) == set()
    assert found(*(str(degrees) for degrees in HOMES["gina"])) == set()
    assert kept <= {(record.record_type, record.id) for record in records_of(tom)}
    assert found(word_of("tom")) == words
    assert Client().get("/").status_code == 200
