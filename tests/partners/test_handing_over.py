"""An imported organization's own people take it over; the import goes on until they end it."""

import io
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.test import Client
from pytest_django import Settings

from accounts import services as accounts
from accounts.models import Membership, Organization, User
from core.events.drain import drain
from core.events.registry import names
from insights.models import Aggregate
from requests_app import services as requests
from requests_app.models import FoodRequest
from tests.factories import make_commitment, make_organization, make_user
from tests.insights.events import drain_now
from tests.partners.conftest import LATER, Importer, a_list

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("at_noon")]


def hand_over(slug: str, email: str) -> str:
    out = io.StringIO()
    call_command("hand_over_organization", slug, email, stdout=out)
    return out.getvalue()


def test_its_person_becomes_an_owner_and_lists_go_on(importer: Importer, taker: User) -> None:
    importer([a_list(needs="Rice\nSalt")])
    said = hand_over("pimlico-foodbank", "Taker@example.org")
    assert said == "Tom Taker is an owner of Pimlico Foodbank now\n"
    roles = Membership.objects.filter(organization__slug="pimlico-foodbank")
    assert set(roles.values_list("user__email", "role")) == {
        ("need-lists@import.invalid", "owner"),
        ("taker@example.org", "owner"),
    }
    salt = FoodRequest.objects.get(food__slug="salt")
    requests.withdraw(food_request=salt, by=taker)
    report = importer([a_list(needs="Rice\nSalt", found=LATER)])
    assert report[2] == "requests: 1 new · 1 kept · 0 withdrawn"


def test_without_the_import_its_lists_are_left_alone(importer: Importer, taker: User) -> None:
    importer([a_list(needs="Rice")])
    hand_over("pimlico-foodbank", taker.email)
    import_membership = Membership.objects.get(user__email="need-lists@import.invalid")
    accounts.remove_member(membership=import_membership, by=taker)
    report = importer([a_list(needs="Tea", found=LATER)])
    assert report[2:4] == [
        "  skipped, the import may not act for it: 1",
        "  pimlico: the import may not act for it",
    ]


@pytest.mark.parametrize(
    ("slug", "email", "said"),
    [
        ("nowhere", "taker@example.org", "no organization is called nowhere"),
        ("own", "taker@example.org", "no import made this organization"),
        (
            "pimlico-foodbank",
            "nobody@example.org",
            "Nobody here uses this address. Ask them to sign up first.",
        ),
    ],
)
def test_refusals(importer: Importer, taker: User, slug: str, email: str, said: str) -> None:
    importer([a_list()])
    make_organization(name="Own")
    with pytest.raises(CommandError) as caught:
        hand_over(slug, email)
    assert str(caught.value) == said


def test_who_signs_up_with_the_imports_address_is_not_taken_for_it(importer: Importer) -> None:
    squatter = make_user(email="need-lists@import.invalid", password="squatter's own 9")
    with pytest.raises(CommandError) as caught:
        importer([a_list()])
    assert str(caught.value) == (
        "another account has the address of the import's, need-lists@import.invalid"
    )
    assert not Membership.objects.filter(user=squatter).exists()


def test_closed_the_imports_account_writes_nothing(importer: Importer) -> None:
    importer([a_list(needs="Rice")])
    accounts.set_active(user=User.objects.get(), is_active=False)
    with pytest.raises(CommandError, match=r"^the account of the imports is closed$"):
        importer([a_list(needs="Tea", found=LATER)])
    assert FoodRequest.objects.count() == 1


def test_what_somebody_offers_an_answer_for_is_taken_back_later(
    importer: Importer, giver: User
) -> None:
    importer([a_list(needs="Rice\nTea")])
    rice = FoodRequest.objects.get(food__slug="rice")
    make_commitment(by=giver, request=rice, travel="deliver")
    report = importer([a_list(needs="Tea", found=LATER)])
    assert report[2:4] == [
        "requests: 0 new · 1 kept · 0 withdrawn",
        "  not withdrawn, as somebody waits for an answer: 1",
    ]
    rice.refresh_from_db()
    assert rice.state == "open"


def test_admin_shows_lists_and_lines(
    importer: Importer, client: Client, settings: Settings
) -> None:
    settings.STAFF_MFA_REQUIRED = False
    importer([a_list(needs="Rice\nSpoons", excess="Tea")])
    client.force_login(make_user(is_staff=True))
    for name, seen in (("needlist", "Pimlico Foodbank"), ("needline", "Spoons")):
        page: Any = client.get(f"/admin/partners/{name}/")
        assert page.status_code == 200
        assert seen in page.content.decode()
        assert client.get(f"/admin/partners/{name}/add/").status_code == 403


def test_figures_see_the_organizations_needs(importer: Importer) -> None:
    """Five pantries in one place are enough to show what is asked for there."""
    importer([a_list(f"bank-{n}", needs="Rice\nTinned Fish") for n in range(5)])
    assert Organization.objects.count() == 5
    drain_now("aggregates")
    asked = Aggregate.objects.get(cell="gcpuu", category="grains-dried", window_days=7)
    assert (asked.requests, asked.requested_g, asked.participants) == (5, 50_000, 5)


def test_nobody_is_mailed_for_the_import(importer: Importer, mailoutbox: list[Any]) -> None:
    importer([a_list(needs="Rice")])
    for name in names():
        drain(name)
    assert mailoutbox == []
