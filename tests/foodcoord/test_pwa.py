"""What a device is told: as an app, of what it may keep, and of a form that waited there."""

import gzip
import json
import re
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse
from django.utils.translation import get_language
from PIL import Image

from accounts.models import User
from accounts.views import once_more
from commitments import services as commitment_services
from foodcoord.pwa import worker
from foodcoord.pwa.foods import MOST
from foodcoord.pwa.manifest import PAPER
from foodcoord.pwa.shell import names, shell
from foodcoord.pwa.worker import told_to_worker
from listings.models import Listing
from tests.factories import PASSWORD, make_commitment, make_listing, make_user

pytestmark = pytest.mark.django_db

STATIC = settings.BASE_DIR / "static"
SITE_WIDE = ("pwa.js",)
SENT = {"X-Outbox": "1"}


def signed_in(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def manifest(language: str) -> dict[str, object]:
    answer = Client(headers={"Accept-Language": language}).get("/manifest.webmanifest")
    assert answer["Content-Type"] == "application/manifest+json"
    told: dict[str, object] = json.loads(answer.content)
    return told


@pytest.mark.parametrize("language", ["en", "es", "fr"])
def test_manifest_speaks_the_persons_language(language: str) -> None:
    told = manifest(language)
    assert told["lang"] == language
    assert (told["start_url"], told["scope"], told["display"]) == ("/", "/", "standalone")
    shortcuts = told["shortcuts"]
    assert isinstance(shortcuts, list)
    urls = [shortcut["url"] for shortcut in shortcuts]
    assert urls == ["/listings/new/", "/requests/new/", "/exchanges/"]
    assert manifest("en")["name"] == "FoodCoord: surplus food near you"


def test_icons_are_as_large_as_the_manifest_says() -> None:
    told = manifest("en")
    icons = [*told["icons"], *(one["icons"][0] for one in told["shortcuts"])]  # type: ignore[misc,attr-defined]
    for icon in icons:
        with Image.open(STATIC / icon["src"].removeprefix("/static/")) as drawn:
            assert f"{drawn.width}x{drawn.height}" == icon["sizes"]
    with Image.open(STATIC / "icons" / "icon-180.png") as apple:
        assert apple.size == (180, 180)


def test_colours_are_those_of_the_pages() -> None:
    tokens = (STATIC / "css" / "tokens.css").read_text()
    assert re.search(r"--paper: light-dark\((#\w+),", tokens)[1] == PAPER  # type: ignore[index]


def test_shell_holds_what_pages_are_made_of() -> None:
    assert {"css/base.css", "css/components.css", "js/outbox.js", "icons.svg"} <= set(names())
    assert not [name for name in names() if not (STATIC / name).exists() and "htmx" not in name]
    told = told_to_worker(shell())
    forms = {kind: re.compile(pattern) for kind, pattern in told["forms"].items()}
    some = "0192d3c0-7a00-7000-8000-000000000001"
    for kind, path in {
        "listing": reverse("listings:create"),
        "request": reverse("requests:create"),
        "message": reverse("conversations:detail", args=[some]),
        "hand_over": reverse("commitments:say", args=[some, "hand-over"]),
    }.items():
        assert [name for name, pattern in forms.items() if pattern.match(path)] == [kind]


def test_worker_is_the_same_until_a_file_changes() -> None:
    first = Client().get("/sw.js")
    again = Client().get("/sw.js", headers={"If-None-Match": first["ETag"]})
    assert (first.status_code, again.status_code) == (200, 304)
    assert first["Cache-Control"] == "no-cache"


def test_worker_is_another_when_it_is_told_something_else(monkeypatch: pytest.MonkeyPatch) -> None:
    first = Client().get("/sw.js")["ETag"]
    with monkeypatch.context() as patch:
        patch.setattr(worker, "ID", "[0-9a-f]{32}")
        told_otherwise = Client().get("/sw.js", headers={"If-None-Match": first})
    monkeypatch.setattr(
        worker, "offline_page", lambda: "Hors ligne" if get_language() == "fr" else "Offline"
    )
    translated = Client().get("/sw.js", headers={"If-None-Match": first})
    assert (told_otherwise.status_code, translated.status_code) == (200, 200)
    assert len({first, told_otherwise["ETag"], translated["ETag"]}) == 3


@pytest.mark.parametrize(
    ("path", "kept"),
    [
        ("/", True),
        ("/listings/new/", True),
        ("/exchanges/", True),
        ("/conversations/", True),
        ("/organizations/", True),
        ("/settings/", False),
        ("/settings/data/", False),
        ("/exchanges/calendar/", False),
        ("/notifications/", False),
        ("/accounts/email/", False),
        ("/accounts/2fa/", False),
        ("/nothing-here/", False),
    ],
)
def test_pages_without_secrets_may_be_kept(giver: User, path: str, kept: bool) -> None:
    answer = signed_in(giver).get(path)
    assert answer.get("Device-Copy") == ("keep" if kept else None)
    assert answer.get("Cache-Control") != "public"


def test_parts_of_pages_and_signed_out_visits_are_told_apart(giver: User, taker: User) -> None:
    client = signed_in(giver)
    page = client.get("/exchanges/")
    assert "Device-Copy" not in client.get("/exchanges/", headers={"HX-Request": "true"})
    assert page["Device-Account"] == client.get("/")["Device-Account"]
    assert page["Device-Account"] != signed_in(taker).get("/")["Device-Account"]
    assert str(giver.pk) not in page["Device-Account"]
    assert Client().get("/")["Device-Account"] == "nobody"


def test_shared_device_keeps_no_pages(giver: User) -> None:
    client = signed_in(giver)
    client.post("/offline/keep/", {"keep": "no"})
    assert client.get("/")["Device-Copy"] == "off"
    client.post("/offline/keep/", {"keep": "yes"})
    assert client.get("/")["Device-Copy"] == "keep"


def test_who_leaves_takes_everything_along() -> None:
    user = make_user(email="leaver@example.org", password=PASSWORD)
    client = signed_in(user)
    assert "Clear-Site-Data" not in client.get("/")
    assert client.post("/accounts/logout/")["Clear-Site-Data"] == '"cache", "storage"'
    assert "Clear-Site-Data" not in client.post("/accounts/logout/")


def test_who_signs_out_everywhere_or_deletes_the_account_leaves_nothing() -> None:
    user = make_user(email="leaver@example.org")
    everywhere = signed_in(user).post("/settings/devices/sign-out-everywhere/")
    assert everywhere["Clear-Site-Data"] == '"cache", "storage"'
    user.refresh_from_db()
    gone = signed_in(user).post("/settings/data/delete/", {"confirm": user.email})
    assert (gone.status_code, gone["Clear-Site-Data"]) == (302, '"cache", "storage"')


@pytest.mark.usefixtures("fresh_limits")
def test_session_that_ends_keeps_what_was_written(monkeypatch: pytest.MonkeyPatch) -> None:
    """Who has neither password nor second factor is asked by signing them out."""
    client = signed_in(make_user(email="code@example.org"))
    monkeypatch.setattr(once_more, "signed_in_for", lambda session: once_more.RECENT_SECONDS)
    asked = client.get("/settings/data/delete/")
    assert (asked.status_code, "_auth_user_id" in client.session) == (302, False)
    assert "Clear-Site-Data" not in asked


def test_token_is_told_to_who_is_signed_in(giver: User) -> None:
    nobody = Client().get("/offline/token")
    assert (nobody.status_code, nobody.json()) == (200, {"account": ""})
    client = signed_in(giver)
    answer = client.get("/offline/token")
    assert answer.json()["account"] == client.get("/")["Device-Account"]
    assert answer["Cache-Control"] == "no-store"


def test_offline_page_is_the_same_for_everybody(giver: User) -> None:
    assert signed_in(giver).get("/offline/").content == Client().get("/offline/").content


@pytest.mark.parametrize(("language", "word"), [("en", "tomato"), ("fr", "tomate")])
def test_foods_are_the_most_posted_in_the_readers_language(
    giver: User, language: str, word: str
) -> None:
    make_listing(by=giver, food="tomato")
    told = Client(headers={"Accept-Language": language}).get("/offline/foods.json").json()["foods"]
    assert len(told) <= MOST
    assert told[0]["words"].startswith(word)
    assert 'data-value="tomato"' in told[0]["option"]


def post(client: Client, url: str, data: dict[str, object]) -> Any:
    return client.post(url, data, headers=SENT)


def test_form_that_waited_is_told_where_it_led_and_what_was_said(giver: User) -> None:
    client = signed_in(giver)
    sent = {
        "id": "0192d3c0-7a00-7000-8000-000000000001",
        "food": "tomato",
        "quantity": "2",
        "unit": "kg",
        "when": "tomorrow",
        "lines": "0",
    }
    first, again = (post(client, "/listings/new/", {**sent}) for _ in range(2))
    listing = Listing.objects.get()
    for answer in (first, again):
        assert answer.status_code == 200
        assert json.loads(answer.content)["url"] == listing.get_absolute_url()
    other = post(client, "/listings/new/", {**sent, "quantity": "3"})
    assert (other.status_code, Listing.objects.count()) == (422, 1)
    assert "data-form-errors" in other.content.decode()


def test_form_that_somebody_else_wrote_is_not_taken_as_ones_own(giver: User, taker: User) -> None:
    url = reverse("listings:create")
    theirs = signed_in(taker).get("/")["Device-Account"]
    client = signed_in(giver)
    answer = client.post(url, {}, headers={**SENT, "X-Outbox-Account": theirs})
    assert (answer.status_code, answer.json()) == (401, {"url": "", "said": []})
    own = client.get("/")["Device-Account"]
    assert client.post(url, {}, headers={**SENT, "X-Outbox-Account": own}).status_code == 422


def test_form_that_came_too_late_is_told_why(giver: User, taker: User) -> None:
    commitment = make_commitment(by=taker, listing=make_listing(by=giver))
    commitment_services.decline(commitment=commitment, by=giver)
    url = reverse("commitments:say", args=[commitment.pk, "hand-over"])
    answer = post(signed_in(taker), url, {"quantity": "1"})
    assert answer.status_code == 409
    assert len(json.loads(answer.content)["said"]) == 1
    assert post(Client(), url, {}).status_code == 401


def test_phone_that_shares_too_early_is_told_to_open_the_site_once() -> None:
    answer = Client().post("/share-target/", {"title": "Plums"})
    assert answer.status_code == 409
    assert "Open FoodCoord once" in answer.content.decode()


def test_scripts_on_every_page_stay_small() -> None:
    size = sum(len(gzip.compress(Path(STATIC / "js" / name).read_bytes(), 9)) for name in SITE_WIDE)
    assert size < 6_000
