"""Whatever people do here they can do with links and forms alone: nothing needs a script.

(Sharing, finding, asking, agreeing and handing over in one go: the neighbouring file.)
"""

import io
from uuid import UUID

import pytest
from django.test import Client

from accounts.models import Block, Organization, User
from commitments.codes import code_of
from commitments.models import Commitment
from conversations.models import Message
from listings.models import Listing
from moderation.models import Report
from partners.models import Import
from requests_app.models import FoodRequest
from tests.accounts.inbox import code_in_last_mail
from tests.factories import (
    PASSWORD,
    make_commitment,
    make_listing,
    make_organization,
    make_request,
)
from tests.flows.plain_browser import PlainBrowser

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("fresh_limits")]


@pytest.fixture
def gina(grower: User) -> PlainBrowser:
    return signed_in(grower)


@pytest.fixture
def tom(searcher: User) -> PlainBrowser:
    return signed_in(searcher)


@pytest.fixture
def proposal(grower: User, searcher: User) -> Commitment:
    return make_commitment(by=searcher, listing=make_listing(by=grower, quantity="9"))


def signed_in(user: User) -> PlainBrowser:
    client = Client()
    client.force_login(user)
    return PlainBrowser(client)


def state(commitment: Commitment) -> str:
    commitment.refresh_from_db()
    return str(commitment.state)


def test_signing_up_and_saying_where_one_lives(db: None) -> None:
    new = PlainBrowser(Client())
    new.open("/accounts/signup/").press("Go on", email="new@example.org")
    new.press("Go on", code=code_in_last_mail())
    new.open("/welcome/").press("Go on", display_name="Nora")
    new.press("Go on", town="Villeurbanne").press("Yes, go on")
    user = User.objects.get(email="new@example.org")
    assert (new.status, user.display_name, bool(user.home_cell)) == (200, "Nora", True)


def test_signing_in_by_password_or_code_and_out(grower: User) -> None:
    browser = PlainBrowser(Client())
    browser.open("/").follow("Sign in").press("Go on", login=grower.email, password=PASSWORD)
    assert browser.open("/settings/").path == "/settings/"
    browser.press("Sign out")
    browser.open("/accounts/login/").press("Go on", login=grower.email)
    browser.press("Go on", code=code_in_last_mail())
    assert browser.open("/settings/").path == "/settings/"


def test_sharing_changing_and_taking_back(gina: PlainBrowser, grower: User) -> None:
    gina.open("/").follow("Share food").press("Share it", food="Courgette", quantity="4")
    gina.follow("Edit").press("Save", quantity="5")
    assert Listing.objects.get(owner=grower).quantity == 5
    gina.follow("Take it back").press("Take it back")
    assert Listing.objects.get(owner=grower).state == "withdrawn"


def test_asking_and_being_offered(
    gina: PlainBrowser, tom: PlainBrowser, searcher: User, grower: User
) -> None:
    tom.open("/").follow("Ask for food")
    tom.press("Ask for it", food="Courgette", quantity="3", unit="kg")
    needed = FoodRequest.objects.get(owner=searcher)
    gina.open(f"/requests/{needed.pk}/").follow("Offer this").press("Propose it", quantity="2")
    tom.open("/exchanges/?show=waiting").press("Accept")
    assert state(Commitment.objects.get()) == "accepted"


@pytest.mark.parametrize(
    ("verb", "button", "values", "then"),
    [
        ("decline", "Decline", {}, "declined"),
        ("cancel", "Cancel it", {"reason": "ill"}, "cancelled"),
    ],
)
def test_declining_and_cancelling(
    gina: PlainBrowser,
    proposal: Commitment,
    verb: str,
    button: str,
    values: dict[str, str],
    then: str,
) -> None:
    if verb == "cancel":
        gina.open(f"/exchanges/{proposal.pk}/").press("Accept")
    gina.open(f"/exchanges/{proposal.pk}/{verb}/").press(button, **values)
    assert state(proposal) == then


def test_handing_over_by_code_and_thanking(
    gina: PlainBrowser, tom: PlainBrowser, proposal: Commitment
) -> None:
    gina.open("/exchanges/").press("Accept")
    proposal.refresh_from_db()
    code = code_of(proposal)
    assert tom.open(f"/exchanges/{proposal.pk}/").says(code)
    gina.open(f"/exchanges/{proposal.pk}/hand-over/").press("I handed it over", code=code)
    assert state(proposal) == "fulfilled"
    tom.open(f"/exchanges/{proposal.pk}/thank/").press("Send it", phrase="tasted_good")
    assert gina.open(f"/exchanges/{proposal.pk}/").says("Thank")


def test_writing_to_each_other(gina: PlainBrowser, tom: PlainBrowser, proposal: Commitment) -> None:
    gina.open(f"/exchanges/{proposal.pk}/").follow("Write to each other")
    gina.press("Send", text="Ring the bell twice.")
    assert tom.open(gina.path).says("Ring the bell twice.")
    assert Message.objects.get().text == "Ring the bell twice."


def test_reporting_blocking_and_unblocking(
    gina: PlainBrowser, tom: PlainBrowser, proposal: Commitment
) -> None:
    listing = proposal.listing
    assert listing
    tom.open(f"/listings/{listing.pk}/").follow("Report this food")
    tom.press("Send the report", reason="spam", note="An advert.")
    assert Report.objects.get().reason == "spam"
    gina.open(f"/reports/with/{proposal.pk}/block/").press("Block")
    assert Block.objects.count() == 1
    gina.open("/settings/blocks/").press("Unblock")
    assert not Block.objects.exists()


def test_settings_and_language(gina: PlainBrowser, grower: User) -> None:
    gina.open("/settings/").press("Save", display_name="Georgina")
    gina.open("/insights/?window=30").press("Español")
    grower.refresh_from_db()
    assert (grower.display_name, grower.language) == ("Georgina", "es")
    assert (gina.path, gina.status) == ("/insights/?window=30", 200)
    assert '<html lang="es"' in gina.page.html


def test_filters_and_more(gina: PlainBrowser, searcher: User) -> None:
    make_listing(by=searcher, food="courgette")
    make_request(by=searcher, food="potato")
    gina.open("/").press("Show what fits", q="courgette")
    assert (gina.says("Courgette"), gina.says("Potato")) == (True, False)
    gina.open("/").press("Show what fits", kind="request")
    assert (gina.says("Courgette"), gina.says("Potato")) == (False, True)


def test_organization_and_its_file(gina: PlainBrowser, grower: User) -> None:
    gina.open("/organizations/").follow("Add an organization")
    gina.press("Put it on the map", name="Quay Pantry", kind="pantry", town="Villeurbanne")
    assert (gina.status, Organization.objects.filter(name="Quay Pantry").exists()) == (200, True)


def test_file_is_brought_in(gina: PlainBrowser, grower: User) -> None:
    pantry = make_organization(by=grower)
    gina.open(f"/organizations/{pantry.slug}/programs/imports/")
    file = io.BytesIO(b"food,quantity,unit,until\nrice,1,kg,2030-01-01\n")
    file.name = "stock.csv"
    gina.press("Send the file", file=file, kind="listings")
    run = Import.objects.get()
    assert (run.file_name, UUID(gina.path.rstrip("/").rsplit("/", 1)[1])) == ("stock.csv", run.pk)
