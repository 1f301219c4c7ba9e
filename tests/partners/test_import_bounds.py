"""What one file, one cell or one program cannot do to everybody else's."""

import io
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4, uuid5

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db.models.signals import post_save
from pytest_django import Settings
from rest_framework.test import APIClient

from accounts.errors import TooMany
from accounts.models import Organization, User
from accounts.scopes import Scope
from listings.models import Listing
from partners.errors import UnusableFile
from partners.imports import services
from partners.imports.enums import ImportState
from partners.imports.files import survey
from partners.imports.hours import opening_hours
from partners.imports.limits import MOST_LIVE
from partners.imports.values import Unread
from partners.models import ExternalId, Import
from tests.accounts.programs import caller, make_program, token_of
from tests.factories import make_organization
from tests.partners.importing import SOON, came_to, gone_through, send, told

pytestmark = pytest.mark.django_db
Api = Callable[..., APIClient]

IMPORTS = "/api/v1/imports"
HEADER = "id,food,quantity,unit,available until,best before"
GOOD = f"{HEADER}\nA-1,tomato,2,kg,{SOON},\n"


@pytest.fixture(autouse=True)
def _files(settings: Settings, tmp_path: Path) -> None:
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def pantry(giver: User) -> Organization:
    return make_organization(by=giver, name="Quay Pantry")


def body(organization: Organization, **more: Any) -> dict[str, Any]:
    said = {"id": str(uuid4()), "kind": "listings", "content": GOOD}
    return {**said, "organization": str(organization.pk), **more}


def test_quotation_marks_do_not_hold_all_of_a_file_together() -> None:
    file = io.BytesIO(b'food,quantity,until\nx,"\n' + b'","\n' * 500_000)
    with pytest.raises(UnusableFile, match="Line 2 is longer than a line of a table can be"):
        survey(file, "listings")


@pytest.mark.parametrize(
    ("cells", "column", "message"),
    [
        (f"x,1,kg,{SOON},9999-12-31", "", ""),
        ("x,1,kg,,9999-12-31", "best before", "too far away"),
        ("x,1,kg,9999-12-31,", "available until", "too far away"),
        ("x,1,kg,0001-01-01T00:00:00+14:00,", "available until", "too far away"),
        ("x,1,kg,0001-01-01T00:00:00Z,", "available until", "too far away"),
        (f"x,1{'0' * 40},kg,{SOON},", "quantity", "digits"),
        (f"x,1{'0' * 26},kg,{SOON},", "quantity", "digits"),
    ],
)
def test_a_cell_beyond_all_measure_is_refused_by_itself(
    giver: User, pantry: Organization, cells: str, column: str, message: str
) -> None:
    run = send(f"{GOOD}B-1,{cells.replace('x', 'rice', 1)}\n", by=giver, organization=pantry)
    refused = 1 if message else 0
    assert came_to(run) == ("done", 2 - refused, 0, 0, refused)
    for _line, where, said in told(run):
        assert (where, message in said) == (column, True)


def test_what_nobody_thought_of_costs_one_line(giver: User, pantry: Organization) -> None:
    def fails(instance: Listing, **_: Any) -> None:
        if instance.quantity == 2:
            raise OverflowError

    post_save.connect(fails, sender=Listing)
    try:
        run = send(f"{GOOD}A-2,tomato,3,kg,{SOON},\n", by=giver, organization=pantry)
    finally:
        post_save.disconnect(fails, sender=Listing)
    assert came_to(run) == ("done", 1, 0, 0, 1)
    assert told(run) == [(2, "", "This line could not be stored.")]
    assert Listing.objects.get().quantity == 3


@pytest.mark.parametrize("text", ["mon" + " " * 90_000 + "x", "mon 9:00-10:00;" * 6_000])
def test_long_hours_are_refused_at_once(text: str) -> None:
    began = time.process_time()
    with pytest.raises(Unread):
        opening_hours(text)
    assert time.process_time() - began < 0.5


def test_ids_of_what_is_made_cannot_be_foretold(giver: User, pantry: Organization) -> None:
    send(GOOD, by=giver, organization=pantry)
    made = Listing.objects.get()
    foretold = uuid5(UUID("0f3c6f5e-6e0a-5c1b-8f27-4b8d1f6a9c10"), f"{pantry.pk}:listings:A-1")
    assert made.pk != foretold
    assert made.pk.version == 4
    assert ExternalId.objects.get().subject_id == made.pk


def test_only_so_many_of_an_organization_are_under_way(giver: User, pantry: Organization) -> None:
    runs = [send(GOOD, by=giver, organization=pantry, run=False) for _ in range(MOST_LIVE)]
    with pytest.raises(TooMany):
        send(GOOD, by=giver, organization=pantry)
    with pytest.raises(TooMany):
        services.again(run=runs[0], by=giver, import_id=uuid4(), dry_run=False)
    same = send(GOOD, by=giver, organization=pantry, run=False, import_id=runs[0].pk)
    assert same == runs[0]
    draft = Import.objects.get(pk=runs[-1].pk)
    Import.objects.filter(pk=draft.pk).update(state=ImportState.DRAFT)
    send(GOOD, by=giver, organization=pantry, run=False)
    with pytest.raises(TooMany):
        services.go_on(run=draft, by=giver, mapping=draft.mapping)
    elsewhere = make_organization(by=giver, name="Hill Pantry")
    assert send(GOOD, by=giver, organization=elsewhere).state == "done"
    gone_through(runs[0])
    assert services.go_on(run=draft, by=giver, mapping=draft.mapping).state == "waiting"


def test_a_form_has_one_file(api: Api, giver: User, pantry: Organization) -> None:
    files = [SimpleUploadedFile(name, GOOD.encode()) for name in ("one.csv", "two.csv")]
    said = body(pantry)
    del said["content"]
    sent = {**said, "file": files[0], "other": files[1]}
    answer = api(giver).post(IMPORTS, sent, format="multipart")
    assert answer.status_code == 400
    assert list(answer.json()["error"]["details"]) == ["file"]
    assert not Import.objects.exists()


def test_a_program_imports_only_what_it_may_write(pantry: Organization) -> None:
    scopes = [Scope.IMPORTS_READ, Scope.IMPORTS_WRITE, Scope.LISTINGS_WRITE]
    program = make_program(pantry, scopes=scopes)
    without = caller(token_of(program, "imports:read", "imports:write"))
    able = caller(token_of(program))
    for client, kind, missing in (
        (without, "listings", "listings:write"),
        (able, "requests", "requests:write"),
        (able, "organizations", "organizations:write"),
    ):
        answer = client.post(IMPORTS, body(pantry, kind=kind))
        assert answer.status_code == 403
        assert answer.json()["error"]["code"] == "SCOPE_MISSING"
        assert answer.json()["error"]["details"] == {"scope": missing}
    first = body(pantry)
    assert able.post(IMPORTS, first).status_code == 202
    again = {"id": str(uuid4()), "again": first["id"]}
    # The newest secret's tokens are those of `able`: the same program without the scope.
    few = caller(token_of(program, "imports:write"))
    assert few.post(IMPORTS, again).json()["error"]["details"] == {"scope": "listings:write"}
