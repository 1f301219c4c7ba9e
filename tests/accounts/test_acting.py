import pytest
from django.test import Client

from accounts.models import Membership, Organization, User
from tests.factories import make_listing, make_organization

pytestmark = pytest.mark.django_db
BANNER = "You act for Quay Pantry"


@pytest.fixture
def pantry(giver: User) -> Organization:
    return make_organization(by=giver, name="Quay Pantry")


@pytest.fixture
def at_giver(client: Client, giver: User) -> Client:
    client.force_login(giver)
    return client


def banner(browser: Client) -> bool:
    return BANNER in browser.get("/settings/").content.decode()


def test_acting_for_an_organization_is_seen_everywhere_until_it_is_left(at_giver, pantry) -> None:
    assert banner(at_giver) is False
    at_giver.post("/organizations/quay-pantry/act/")
    assert banner(at_giver) is True
    assert BANNER in at_giver.get("/").content.decode()
    at_giver.post("/act-as-myself/")
    at_giver.get("/")
    assert banner(at_giver) is False


def test_who_may_no_longer_act_for_it_acts_for_themselves(at_giver, pantry, giver) -> None:
    at_giver.post("/organizations/quay-pantry/act/")
    Membership.objects.filter(user=giver).update(role="member")
    assert banner(at_giver) is False


def test_strangers_and_members_are_refused_and_nobody_must_sign_in(
    client: Client, pantry, stranger, taker
) -> None:
    path = "/organizations/quay-pantry/act/"
    assert client.post(path)["Location"] == f"/accounts/login/?next={path}"
    Membership.objects.create(organization=pantry, user=taker, role="member")
    for person in (stranger, taker):
        client.force_login(person)
        assert client.post(path).status_code == 403
        assert client.get(path).status_code == 405
    client.logout()
    assert client.post("/act-as-myself/").status_code == 302


@pytest.mark.parametrize("path", ["/listings/new/", "/requests/new/", "/listings/new/table/"])
def test_forms_begin_in_its_name(at_giver, pantry, path) -> None:
    assert at_giver.get(path).context["form"]["organization"].value() == "me"
    at_giver.post("/organizations/quay-pantry/act/")
    assert str(at_giver.get(path).context["form"]["organization"].value()) == str(pantry.pk)


def test_proposal_begins_in_its_name(at_giver, pantry) -> None:
    path = f"/exchanges/new/?listing={make_listing().pk}"
    assert at_giver.get(path).context["form"]["organization"].value() is None
    at_giver.post("/organizations/quay-pantry/act/")
    assert at_giver.get(path).context["form"]["organization"].value() == pantry.pk
