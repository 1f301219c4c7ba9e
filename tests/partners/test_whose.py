"""Whatever a body is about: an organization that is named in it is answered for alike."""

from collections.abc import Callable
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from pytest_django import Settings
from rest_framework.test import APIClient

from accounts import services as accounts
from accounts.models import User
from accounts.scopes import Scope
from tests.accounts.programs import caller, make_program, token_of
from tests.factories import make_organization
from tests.partners.importing import SOON

pytestmark = pytest.mark.django_db
Api = Callable[..., APIClient]
HOOK = {"url": "https://192.0.9.1/hook", "event_types": ["listing.created"]}
FILE = {"kind": "listings", "content": f"id,food,quantity,unit,until\nA-1,tomato,2,kg,{SOON}\n"}
PLACES = [("/api/v1/webhooks", HOOK), ("/api/v1/imports", FILE)]


@pytest.fixture(autouse=True)
def _files(settings: Settings, tmp_path: Path) -> None:
    settings.MEDIA_ROOT = tmp_path


def send(client: APIClient, place: tuple[str, dict[str, Any]], **named: Any) -> Any:
    return client.post(place[0], {"id": str(uuid4()), **place[1], **named}, format="json")


def refusal(answer: Any) -> tuple[int, str, str]:
    error = answer.json()["error"]
    return answer.status_code, error["code"], error["message"]


@pytest.mark.parametrize("place", PLACES)
def test_of_people(api: Api, giver: User, taker: User, place: tuple[str, dict[str, Any]]) -> None:
    theirs = make_organization(by=taker)
    none = send(api(giver), place)
    assert (none.status_code, list(none.json()["error"]["details"])) == (400, ["organization"])
    own = make_organization(by=giver)
    meant = send(api(giver), place)
    assert meant.json()["data"]["organization"] == str(own.pk)

    not_allowed = (403, "PERMISSION_DENIED", "You cannot act for this organization.")
    assert refusal(send(api(giver), place, organization=str(theirs.pk))) == not_allowed
    accounts.add_member(organization=theirs, by=taker, email=giver.email, role="member")
    assert refusal(send(api(giver), place, organization=str(theirs.pk))) == not_allowed
    assert send(api(giver), place, organization=str(uuid4())).status_code == 404


@pytest.mark.parametrize("place", PLACES)
def test_of_programs(giver: User, place: tuple[str, dict[str, Any]]) -> None:
    own, other = make_organization(by=giver), make_organization()
    program = make_program(own, scopes=Scope.values)
    client = caller(token_of(program))

    assert send(client, place).json()["data"]["organization"] == str(own.pk)
    alien = send(client, place, organization=str(other.pk))
    said = "A program acts for its own organization only."
    assert refusal(alien) == (403, "PERMISSION_DENIED", said)
