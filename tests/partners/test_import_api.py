"""`imports` over the API: a file or its text in, how far it is and what was refused out."""

from collections.abc import Callable
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from pytest_django import Settings
from rest_framework.test import APIClient

from accounts.models import Organization, User
from listings.models import Listing
from partners.models import Import
from tests.factories import make_organization
from tests.partners.importing import SOON, gone_through, send

pytestmark = pytest.mark.django_db
Api = Callable[..., APIClient]

TWO = f"id,Product,quantity,unit,until\nA-1,Tomatoes,2.5,kg,{SOON}\nA-2,=1+1,12,piece,{SOON}\n"

BOUNDARY = "------------------------d74496d66958873e"


@pytest.fixture(autouse=True)
def _files(settings: Settings, tmp_path: Path) -> None:
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def pantry(giver: User) -> Organization:
    return make_organization(by=giver, name="Quay Pantry")


def body(pantry: Organization, **more: Any) -> dict[str, Any]:
    return {"id": str(uuid4()), "kind": "listings", "organization": str(pantry.pk), **more}


def test_a_file_in_a_form(api: Api, giver: User, pantry: Organization) -> None:
    client = api(giver)
    said = body(pantry, dry_run="false", mapping='{"food": "Product"}')
    for status in (202, 200):
        file = SimpleUploadedFile("stock.csv", TWO.encode(), content_type="text/csv")
        answer = client.post("/api/v1/imports", {**said, "file": file}, format="multipart")
        assert answer.status_code == status
    told = answer.json()["data"]
    assert (told["state"], told["file_name"], told["dry_run"]) == ("waiting", "stock.csv", False)
    gone_through(Import.objects.get())
    told = client.get(f"/api/v1/imports/{said['id']}").json()["data"]
    assert told["state"] == "done"
    assert told["progress"] == {"done": 2, "of": 2, "line": 3}
    assert told["counts"] == {"new": 1, "updated": 0, "unchanged": 0, "refused": 1}
    message = "The catalog has no food called “=1+1”, or several. Write its name there."
    assert told["first_errors"] == [{"line": 3, "column": "Product", "message": message}]
    assert Listing.objects.count() == 1


def as_curl_sends(fields: dict[str, str], file: str) -> str:
    """The body of `curl -F name=value … -F file=@stock.csv`."""
    heads = [f'name="{name}"\r\n\r\n{value}' for name, value in fields.items()]
    heads.append(f'name="file"; filename="stock.csv"\r\nContent-Type: text/csv\r\n\r\n{file}')
    parts = "".join(f"--{BOUNDARY}\r\nContent-Disposition: form-data; {head}\r\n" for head in heads)
    return f"{parts}--{BOUNDARY}--\r\n"


@pytest.mark.parametrize(
    ("said", "count"),
    [({"dry_run": "false"}, 1), ({"dry_run": "true"}, 0), ({}, 0)],
)
def test_a_form_as_curl_sends_it_imports_only_when_told_to(
    api: Api, giver: User, pantry: Organization, said: dict[str, str], count: int
) -> None:
    form = as_curl_sends(body(pantry, mapping='{"food": "Product"}', **said), TWO)
    client = api(giver)
    kind = f"multipart/form-data; boundary={BOUNDARY}"
    answer = client.generic("POST", "/api/v1/imports", form, content_type=kind)
    assert answer.status_code == 202, answer.json()
    assert gone_through(Import.objects.get()).state == "done"
    assert Listing.objects.count() == count


@pytest.mark.parametrize(
    ("field", "text"),
    [
        ("dry_run", "perhaps"),
        ("dry_run", ""),
        ("mapping", "["),
        ("mapping", '["food"]'),
        ("mapping", "[" * 100_000),
        ("mapping", ""),
        ("organization", "x"),
    ],
)
def test_what_a_form_says_wrongly_is_refused_by_field(
    api: Api, giver: User, pantry: Organization, field: str, text: str
) -> None:
    file = SimpleUploadedFile("stock.csv", TWO.encode())
    said = body(pantry, file=file) | {field: text}
    answer = api(giver).post("/api/v1/imports", said, format="multipart")
    assert answer.status_code == 400
    assert list(answer.json()["error"]["details"]) == [field]


def test_text_in_json_is_only_tried_unless_said(
    api: Api, giver: User, pantry: Organization
) -> None:
    said = body(pantry, content=TWO)
    told = api(giver).post("/api/v1/imports", said).json()["data"]
    assert told["dry_run"] is True
    gone_through(Import.objects.get())
    assert not Listing.objects.exists()
    real = {"id": str(uuid4()), "again": said["id"], "dry_run": False}
    assert api(giver).post("/api/v1/imports", real).status_code == 202
    gone_through(Import.objects.get(pk=real["id"]))
    assert Listing.objects.count() == 1


@pytest.mark.parametrize(
    ("more", "field"),
    [
        ({}, "file"),
        ({"content": ""}, "content"),
        ({"content": "a,b\n1,2"}, "mapping"),
        ({"content": TWO, "kind": "dragons"}, "kind"),
        ({"content": TWO, "mapping": {"food": "nothing"}}, "mapping"),
        ({"content": TWO, "mapping": "x"}, "mapping"),
        ({"content": "food\0"}, "content"),
        ({"content": TWO, "id": "x"}, "id"),
    ],
)
def test_what_cannot_be_imported_is_refused_by_field(
    api: Api, giver: User, pantry: Organization, more: dict[str, Any], field: str
) -> None:
    answer = api(giver).post("/api/v1/imports", body(pantry, **more))
    assert answer.status_code == 400
    assert list(answer.json()["error"]["details"]) == [field]
    assert not Import.objects.exists()


def test_a_file_that_is_too_large_is_not_read_to_its_end(
    api: Api, giver: User, pantry: Organization, settings: Settings
) -> None:
    settings.IMPORT_MAX_MB = 1
    file = SimpleUploadedFile("stock.csv", b"x" * 2_000_000)
    answer = api(giver).post("/api/v1/imports", body(pantry, file=file), format="multipart")
    assert answer.status_code == 400
    assert answer.json()["error"]["details"] == {
        "file": ["This file is too large. Send it in parts."]
    }


def test_the_same_id_for_something_else_is_a_conflict(
    api: Api, giver: User, pantry: Organization
) -> None:
    said = body(pantry, content=TWO)
    assert api(giver).post("/api/v1/imports", said).status_code == 202
    assert api(giver).post("/api/v1/imports", {**said, "content": TWO * 2}).status_code == 409


def test_a_stranger_learns_nothing(
    api: Api, giver: User, stranger: User, pantry: Organization
) -> None:
    run = send(TWO, by=giver, organization=pantry, mapping={"food": "Product"})
    for path in ("", "/errors", "/errors.csv"):
        assert api(stranger).get(f"/api/v1/imports/{run.pk}{path}").status_code == 404
    assert api(stranger).delete(f"/api/v1/imports/{run.pk}").status_code == 404
    assert api(stranger).get("/api/v1/imports").json()["data"]["items"] == []
    assert api(stranger).post("/api/v1/imports", body(pantry, content=TWO)).status_code == 403


def test_a_waiting_import_is_cancelled_and_one_that_is_over_is_not(
    api: Api, giver: User, pantry: Organization
) -> None:
    run = send(TWO, by=giver, organization=pantry, mapping={"food": "Product"}, run=False)
    for _ in range(2):
        assert api(giver).delete(f"/api/v1/imports/{run.pk}").status_code == 204
    done = send(TWO, by=giver, organization=pantry)
    assert api(giver).delete(f"/api/v1/imports/{done.pk}").status_code == 409


def test_lists_are_paged_at_one_count_of_queries(
    api: Api, giver: User, pantry: Organization
) -> None:
    counts = []
    for _ in range(3):
        wrong = f"food,quantity,until\nx1,1,{SOON}\nx2,1,{SOON}\nx3,1,{SOON}\n"
        run = send(wrong, by=giver, organization=pantry)
        with CaptureQueriesContext(
            connection,
        ) as asked:
            api(giver).get("/api/v1/imports")
            api(giver).get(f"/api/v1/imports/{run.pk}")
        counts.append(len(asked))
    assert len(set(counts[1:])) == 1
    page = api(giver).get("/api/v1/imports", {"limit": 2}).json()
    assert len(page["data"]["items"]) == 2
    rest = api(giver).get("/api/v1/imports", {"limit": 2, "cursor": page["meta"]["next"]}).json()
    assert (len(rest["data"]["items"]), rest["meta"]["next"]) == (1, None)
    errors = api(giver).get(f"/api/v1/imports/{run.pk}/errors", {"limit": 2}).json()
    assert [row["line"] for row in errors["data"]["items"]] == [2, 3]
    later = {"limit": 2, "cursor": errors["meta"]["next"]}
    errors = api(giver).get(f"/api/v1/imports/{run.pk}/errors", later).json()
    assert [row["line"] for row in errors["data"]["items"]] == [4]


def test_errors_as_a_table_hold_no_formula(api: Api, giver: User, pantry: Organization) -> None:
    text = f"=cmd,quantity,until\n@x,1,{SOON}\n"
    run = send(text, by=giver, organization=pantry, mapping={"food": "=cmd"})
    answer: Any = api(giver).get(f"/api/v1/imports/{run.pk}/errors.csv")
    table = b"".join(answer.streaming_content).decode()
    assert table.splitlines()[0] == "\ufeffline,column,message"
    assert table.splitlines()[1].startswith("2,'=cmd,")
