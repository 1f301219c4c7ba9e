"""The pages of imports, as a volunteer goes through them, without JavaScript."""

import csv
import io
import re
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from pytest_django import Settings

from accounts import services as accounts
from accounts.models import Organization, User
from core.spreadsheets import FORMULA_STARTS
from listings.models import Listing
from partners.models import Import, ImportMapping
from tests.factories import make_organization
from tests.partners.importing import SOON, came_to, gone_through, send

pytestmark = pytest.mark.django_db
ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(autouse=True)
def _files(settings: Settings, tmp_path: Path) -> None:
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def pantry(giver: User) -> Organization:
    return make_organization(by=giver, name="Quay Pantry")


@pytest.fixture
def volunteer(giver: User) -> Client:
    client = Client()
    client.force_login(giver)
    return client


def sent(volunteer: Client, pantry: Organization, text: str, **more: str) -> Any:
    file = SimpleUploadedFile("stock.csv", text.encode(), content_type="text/csv")
    said = {"id": str(uuid4()), "kind": "listings", "file": file, **more}
    return volunteer.post(here(pantry), said)


def here(pantry: Organization) -> str:
    return f"/organizations/{pantry.slug}/programs/imports/"


def test_from_a_table_with_words_of_its_own_to_listings(
    volunteer: Client, pantry: Organization
) -> None:
    """Sent to be tried, asked what a column means, shown, and then imported for real."""
    text = f"Was,Menge,bis\ntomatoes,2 kg,{SOON}\ndragons,1,{SOON}\n"
    answer = sent(volunteer, pantry, text, dry_run="on")
    run = Import.objects.get()
    assert answer["Location"] == f"{here(pantry)}{run.pk}/columns/"
    page = volunteer.get(answer["Location"]).content.decode()
    assert "No column says “Food”, which is needed." in page
    assert "<td>dragons</td>" in page
    answer = volunteer.post(f"{here(pantry)}{run.pk}/columns/", {"column-food": "Was"})
    assert answer.status_code == 422
    assert 'value="Was" selected' in answer.content.decode()
    said = {"column-food": "Was", "column-quantity": "Menge", "column-available_until": "bis"}
    answer = volunteer.post(f"{here(pantry)}{run.pk}/columns/", said)
    assert answer["Location"] == f"{here(pantry)}{run.pk}/"
    assert "every 2s" in volunteer.get(answer["Location"]).content.decode()
    assert came_to(gone_through(run)) == ("done", 1, 0, 0, 1)
    page = volunteer.get(answer["Location"]).content.decode()
    assert "every 2s" not in page
    assert "2 of 2 lines" in page
    assert "would be new" in page
    assert "The catalog has no food called “dragons”" in page
    (new_id,) = re.findall(r'name="id"\s+value="([^"]+)"', page)
    for _ in range(2):
        answer = volunteer.post(f"{here(pantry)}{run.pk}/again/", {"id": new_id})
    real = Import.objects.get(pk=new_id)
    assert answer["Location"] == f"{here(pantry)}{real.pk}/"
    assert came_to(gone_through(real)) == ("done", 1, 0, 0, 1)
    assert Listing.objects.get().organization == pantry
    assert ImportMapping.objects.get().columns["food"] == "Was"
    assert "/columns/" not in sent(volunteer, pantry, text)["Location"]


def test_what_is_wrong_with_a_file_is_said_where_it_was_chosen(
    volunteer: Client, pantry: Organization
) -> None:
    answer = sent(volunteer, pantry, "")
    assert answer.status_code == 422
    assert "This file is empty." in answer.content.decode()
    assert "No file yet" in answer.content.decode()
    answer = volunteer.post(here(pantry), {"id": str(uuid4()), "kind": "requests"})
    page = answer.content.decode()
    assert answer.status_code == 422
    assert re.search(r'value="requests"[^>]*checked', page)


def test_organizations_are_offered_to_operators_only(
    volunteer: Client, giver: User, pantry: Organization
) -> None:
    assert 'value="organizations"' not in volunteer.get(here(pantry)).content.decode()
    giver.is_staff = True
    giver.save()
    answer = sent(volunteer, pantry, "name\nx\n", kind="organizations")
    assert answer.status_code in (302, 403)


def test_members_and_strangers_are_kept_out(
    giver: User, stranger: User, pantry: Organization
) -> None:
    accounts.add_member(organization=pantry, by=giver, email=stranger.email, role="member")
    client = Client()
    client.force_login(stranger)
    assert client.get(here(pantry)).status_code == 403


def test_another_organizations_import_is_not_there(
    volunteer: Client, giver: User, pantry: Organization
) -> None:
    other = make_organization(by=giver, name="Hill Kitchen")
    run = send(f"food,quantity,until\nrice,1,{SOON}\n", by=giver, organization=pantry, run=False)
    assert volunteer.get(f"{here(other)}{run.pk}/").status_code == 404
    assert volunteer.post(f"{here(other)}{run.pk}/cancel/").status_code == 404


def test_cancelling(volunteer: Client, giver: User, pantry: Organization) -> None:
    run = send(f"food,quantity,until\nrice,1,{SOON}\n", by=giver, organization=pantry, run=False)
    assert volunteer.post(f"{here(pantry)}{run.pk}/cancel/").status_code == 302
    assert came_to(gone_through(run)) == ("cancelled", 0, 0, 0, 0)


@pytest.mark.parametrize("kind", ["listings", "requests"])
def test_a_template_can_be_sent_back_as_it_is(
    volunteer: Client, giver: User, pantry: Organization, kind: str
) -> None:
    answer: Any = volunteer.get(f"{here(pantry)}template/{kind}.csv")
    data = b"".join(answer.streaming_content)
    run = send(data, by=giver, organization=pantry, kind=kind)
    assert came_to(run) == ("done", 1, 0, 0, 0), list(run.problems.values())
    assert volunteer.get(f"{here(pantry)}template/dragons.csv").status_code == 404


def test_a_page_of_many_refused_lines_is_turned(
    volunteer: Client, giver: User, pantry: Organization
) -> None:
    lines = "".join(f"x{n},1,{SOON}\n" for n in range(60))
    run = send(f"food,quantity,until\n{lines}", by=giver, organization=pantry)
    page = volunteer.get(f"{here(pantry)}{run.pk}/").content.decode()
    assert page.count('<th scope="row"') == 50
    (more,) = re.findall(r'hx-get="(\?cursor=[^"]+)"', page)
    rest = volunteer.get(f"{here(pantry)}{run.pk}/{more}", HTTP_HX_REQUEST="true").content.decode()
    assert rest.count('<th scope="row"') == 10
    answer: Any = volunteer.get(f"{here(pantry)}{run.pk}/errors.csv")
    table = b"".join(answer.streaming_content).decode()
    assert len(list(csv.reader(io.StringIO(table)))) == 61


def test_the_list_takes_one_count_of_queries(
    volunteer: Client, giver: User, pantry: Organization
) -> None:
    counts = []
    for number in range(3):
        text = f"food,quantity,until\nrice,{number + 1},{SOON}\n"
        send(text, by=giver, organization=pantry, run=False)
        with CaptureQueriesContext(connection) as asked:
            assert volunteer.get(here(pantry)).status_code == 200
        counts.append(len(asked))
    assert counts[1] == counts[2]


def test_every_table_that_leaves_the_site_is_written_by_core_spreadsheets() -> None:
    """What a spreadsheet would take for a formula is made harmless in one place alone."""
    sources = [
        path
        for app in ROOT.iterdir()
        if (app / "__init__.py").exists() and app.name not in {"tests", "bench"}
        for path in app.rglob("*.py")
    ]
    writers = {
        str(path.relative_to(ROOT))
        for path in sources
        if re.search(r"csv\.(writer|DictWriter)\(", path.read_text(encoding="utf-8"))
    }
    senders = {
        str(path.relative_to(ROOT))
        for path in sources
        if "text/csv" in path.read_text(encoding="utf-8")
        and "content_type=" in path.read_text(encoding="utf-8")
        and "core.spreadsheets" not in path.read_text(encoding="utf-8")
    }
    assert len(sources) > 300
    assert writers == {"core/spreadsheets.py"}
    assert senders == set()
    assert {"=", "+", "-", "@"} <= set(FORMULA_STARTS)
