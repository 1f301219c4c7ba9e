"""In a garden without a network: what is written waits, goes once, and is read by nobody else."""

import contextlib
from collections.abc import Callable, Iterator
from typing import Any, Literal
from urllib.parse import urlsplit

import pytest
from django.contrib.sessions.models import Session
from playwright.sync_api import Browser, BrowserContext, Dialog, FilePayload, Page, expect
from playwright.sync_api import Error as PlaywrightError
from pytest_django import Settings
from pytest_django.live_server_helper import LiveServer

from accounts.models import User
from commitments import services as commitment_services
from commitments.enums import CancelReason
from conversations.models import Message
from core.events.models import DomainEvent
from foodcoord.pwa import shell
from listings.models import Listing
from photos.models import Photo
from tests.browser.garden import (
    ELSEWHERE,
    KEPT_FORMS,
    KEPT_PAGES,
    POST_FROM_ELSEWHERE,
    READY,
    SHARE_FROM_PHONE,
    SHELLS,
    sign_in,
    wait_for,
)
from tests.browser.wellness import PHONE
from tests.conversations.conftest import open_between
from tests.factories import make_commitment, make_listing
from tests.lossy_wire import Wire, wire_to
from tests.photos.pictures import picture

pytestmark = [
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True),
    pytest.mark.usefixtures("fresh_limits"),
]

SHARE = "/listings/new/"
OFFLINE = "/offline/"
DRAFT = "sessionStorage.getItem('draft:1')"
FORBID = "() => { CacheStorage.prototype.keys = () => Promise.reject(new Error('no')); }"
Visits = Callable[..., Page]


@pytest.fixture
def wire(live_server: LiveServer) -> Iterator[Wire]:
    site = urlsplit(live_server.url)
    with wire_to(site.hostname or "", site.port or 0, of=b"POST ") as opened:
        yield opened


@pytest.fixture
def visits(browser: Browser, wire: Wire) -> Iterator[Visits]:
    """`visits(user, path)`: a phone on that page, with the worker in charge of it."""
    contexts: list[BrowserContext] = []

    def visited(user: User, *paths: str) -> Page:
        options: Any = {"viewport": PHONE, "reduced_motion": "reduce"}
        context = browser.new_context(base_url=wire.url, **options)
        contexts.append(context)
        sign_in(context, wire, user)
        page = context.new_page()
        page.set_default_timeout(10_000)
        for path in ("/about/rules/", *paths):
            page.goto(path)
            page.evaluate(READY)
        return page

    yield visited
    for context in contexts:
        context.close()


def created() -> int:
    return DomainEvent.objects.filter(type="listing.created").count()


def fill_in(page: Page, amount: str) -> None:
    food = page.get_by_role("combobox", name="What do you have?")
    food.press_sequentially("courg", delay=20)
    page.locator("[role=listbox] [role=option]").first.click()
    page.locator("[name=quantity]").fill(amount)


def test_listing_written_offline_is_shared_once_when_back(
    visits: Visits, grower: User, settings: Settings, tmp_path: Any
) -> None:
    settings.MEDIA_ROOT = tmp_path
    page = visits(grower, SHARE)
    page.context.set_offline(True)
    page.goto(SHARE)
    expect(page.locator("[data-device-seen]")).to_contain_text("You are offline: this is how")
    fill_in(page, "4")
    file: FilePayload = {"name": "plot.jpg", "mimeType": "image/jpeg", "buffer": picture()}
    page.locator("#id_photos").set_input_files([file])
    expect(page.get_by_text("It goes along when you are back online.")).to_be_visible()
    page.get_by_role("button", name="Add another food").click()
    expect(page.locator("[data-device-needs]")).to_contain_text("That needs a connection.")
    page.get_by_role("button", name="Share it").last.click()

    page.wait_for_url(f"**{OFFLINE}#kept")
    waiting = page.locator("[data-outbox-list] li.panel")
    expect(waiting).to_have_count(1)
    expect(waiting).to_contain_text("Photos: 1")
    assert Listing.objects.count() == 0

    page.context.set_offline(False)
    expect(page.locator("[data-device-sent]")).to_contain_text("Sent: 4")
    expect(waiting).to_have_count(0)
    assert (Listing.objects.count(), created(), Photo.objects.count()) == (1, 1, 1)
    page.get_by_role("link", name="Look at it").click()
    assert page.url.endswith(Listing.objects.get().get_absolute_url())


def test_what_was_refused_says_why_where_it_is_opened(
    visits: Visits, wire: Wire, grower: User
) -> None:
    page = visits(grower, SHARE)
    wire.fate = "cut"
    page.get_by_role("combobox", name="What do you have?").fill("zzznofood")
    page.locator("[name=quantity]").fill("5")
    page.get_by_role("button", name="Share it").last.click()
    page.wait_for_url(f"**{OFFLINE}#kept")
    wire.fate = "told"
    page.get_by_role("button", name="Send now").click()
    expect(page.locator("[data-outbox-list] li.panel")).to_contain_text("Needs your attention")
    page.get_by_role("link", name="Open and change").click()
    expect(page.locator("[data-form-errors]")).to_contain_text("zzznofood")
    food = page.get_by_role("combobox", name="What do you have?")
    expect(food).to_have_attribute("aria-invalid", "true")
    expect(food).to_have_value("zzznofood")
    expect(page.locator("[name=quantity]")).to_have_value("5")


def test_forms_for_new_posts_are_there_before_anybody_has_opened_them(
    visits: Visits, grower: User
) -> None:
    page = visits(grower, "/about/help/")
    for path in (SHARE, "/requests/new/"):
        wait_for(page, KEPT_PAGES.replace("ADDRESS", path))
    page.context.set_offline(True)
    page.goto("/requests/new/")
    expect(page.locator("form[data-offline=request] [name=quantity]")).to_be_visible()


def test_answer_that_got_lost_makes_one_listing(visits: Visits, wire: Wire, grower: User) -> None:
    page = visits(grower, SHARE)
    fill_in(page, "3")
    wire.fate = "lost"
    page.get_by_role("button", name="Share it").last.click()
    page.wait_for_url(f"**{OFFLINE}#kept")
    waiting = page.locator("[data-outbox-list] li.panel")
    expect(waiting).to_contain_text("no answer came")
    assert Listing.objects.count() == 1

    wire.fate = "told"
    page.get_by_role("button", name="Send now").click()
    expect(page.locator("[data-device-sent]")).to_contain_text("Sent: 3")
    assert (Listing.objects.count(), created()) == (1, 1)
    expect(page.locator("[data-device-sent] a")).to_have_attribute(
        "href", Listing.objects.get().get_absolute_url()
    )


@pytest.mark.parametrize("status", [429, 503])
@pytest.mark.parametrize("opens_another_page", [False, True])
def test_busy_site_is_asked_again_when_it_said(
    visits: Visits,
    wire: Wire,
    grower: User,
    searcher: User,
    status: int,
    opens_another_page: bool,
) -> None:
    talk = open_between(grower, searcher).get_absolute_url()
    page = visits(grower, talk)
    wire.fate = "cut"
    page.get_by_label("Message", exact=True).fill("Plums?")
    page.get_by_role("button", name="Send").click()
    expect(page.locator("[data-device-waiting]")).to_have_text("1 waiting to send")

    wire.busy = (status, 4)
    wire.fate = "busy"
    page.goto(OFFLINE)
    waiting = page.locator("[data-outbox-list] li.panel")
    expect(waiting).to_contain_text("The site is busy")
    assert (wire.counts["busy"], Message.objects.count()) == (1, 0)

    wire.fate = "told"
    if opens_another_page:
        page.goto("/about/rules/")
    expect(page.locator("[data-device-sent]")).to_contain_text("Sent: Plums?", timeout=20_000)
    assert (wire.counts["busy"], Message.objects.count()) == (1, 1)


def test_worker_sends_what_waits_when_no_page_is_open(
    visits: Visits, wire: Wire, grower: User
) -> None:
    page = visits(grower, SHARE)
    fill_in(page, "6")
    wire.fate = "cut"
    page.get_by_role("button", name="Share it").last.click()
    page.wait_for_url(f"**{OFFLINE}#kept")
    expect(page.locator("[data-outbox-list] li.panel")).to_have_count(1)
    elsewhere = page.context.new_page()
    browser = page.context.new_cdp_session(elsewhere)
    registered: list[str] = []
    browser.on(
        "ServiceWorker.workerRegistrationUpdated",
        lambda told: registered.extend(one["registrationId"] for one in told["registrations"]),
    )
    browser.send("ServiceWorker.enable")
    page.close()
    assert Listing.objects.count() == 0

    wire.fate = "told"
    sync = {"origin": wire.url, "registrationId": registered[0], "tag": "outbox"}
    browser.send("ServiceWorker.dispatchSyncEvent", {**sync, "lastChance": False})
    for _ in range(100):
        if Listing.objects.exists():
            break
        elsewhere.wait_for_timeout(100)
    assert Listing.objects.count() == 1
    elsewhere.goto(f"{wire.url}{OFFLINE}")
    expect(elsewhere.locator("[data-device-sent]")).to_contain_text("Sent: 6")
    assert (Listing.objects.count(), created()) == (1, 1)


def test_messages_keep_their_order_and_can_be_changed_or_discarded(
    visits: Visits, wire: Wire, grower: User, searcher: User
) -> None:
    talk = open_between(grower, searcher).get_absolute_url()
    page = visits(grower, talk)
    wire.fate = "cut"
    for number, text in enumerate(("First", "Secnod", "Never"), start=1):
        page.get_by_label("Message", exact=True).fill(text)
        page.get_by_role("button", name="Send").click()
        expect(page.locator("[data-outbox-here] li")).to_have_count(number)
    expect(page.locator("[data-device-waiting]")).to_have_text("3 waiting to send")

    page.goto(OFFLINE)
    waiting = page.locator("[data-outbox-list] li.panel")
    page.on("dialog", lambda dialog: dialog.accept())
    waiting.filter(has_text="Never").get_by_role("button", name="Discard").click()
    expect(waiting).to_have_count(2)
    waiting.filter(has_text="Secnod").get_by_role("link", name="Open and change").click()
    words = page.get_by_label("Message", exact=True)
    expect(words).to_have_value("Secnod")
    beside = page.context.new_page()
    beside.goto(OFFLINE)
    expect(beside.locator("[data-outbox-list] li.panel")).to_have_count(2)
    states = "async () => (await outboxStore.all()).map(({ state }) => state)"
    assert beside.evaluate(states) == ["waiting", "held"]
    beside.close()
    words.fill("Second")
    page.get_by_role("button", name="Send").click()
    page.wait_for_url(f"**{OFFLINE}")
    expect(waiting).to_have_count(2)
    assert Message.objects.count() == 0

    wire.fate = "told"
    page.get_by_role("button", name="Send now").click()
    expect(waiting).to_have_count(0)
    said = Message.objects.order_by("created_at").values_list("text", flat=True)
    assert list(said) == ["First", "Second"]


def test_session_that_ended_keeps_what_waits_for_its_writer_alone(
    visits: Visits, wire: Wire, grower: User, searcher: User
) -> None:
    talk = open_between(grower, searcher).get_absolute_url()
    page = visits(grower, talk)
    wire.fate = "cut"
    page.get_by_label("Message", exact=True).fill("Plum jam for you")
    page.get_by_role("button", name="Send").click()
    expect(page.locator("[data-device-waiting]")).to_have_text("1 waiting to send")

    Session.objects.all().delete()
    wire.fate = "told"
    page.goto("/about/rules/")
    page.goto(OFFLINE)
    expect(page.locator("[data-outbox-list] li.panel")).to_contain_text("Sign in to send it")
    expect(page.get_by_text("Plum jam for you")).to_have_count(0)
    assert page.evaluate(KEPT_PAGES.replace("ADDRESS", talk)) == 0

    # The last page was nobody's, and this one does not say whose it is: it asks.
    sign_in(page.context, wire, grower)
    page.goto(OFFLINE)
    expect(page.locator("[data-device-sent]")).to_contain_text("Sent: Plum jam for you")
    assert Message.objects.count() == 1

    page.goto(talk)
    wire.fate = "cut"
    page.get_by_label("Message", exact=True).fill("Not as Tom")
    page.get_by_role("button", name="Send").click()
    expect(page.locator("[data-device-waiting]")).to_have_text("1 waiting to send")
    sign_in(page.context, wire, searcher)
    wire.fate = "told"
    page.goto(OFFLINE)
    page.goto("/about/rules/")
    page.wait_for_function("() => localStorage.getItem('device:waiting') === null")
    page.goto(OFFLINE)
    expect(page.locator("[data-outbox-none]")).to_be_visible()
    assert Message.objects.count() == 1


def test_form_from_another_site_is_neither_kept_nor_sent(
    visits: Visits, wire: Wire, grower: User
) -> None:
    page = visits(grower, OFFLINE)
    page.context.route(f"{ELSEWHERE}*", lambda route: route.fulfill(body="<body></body>"))
    known = page.evaluate("localStorage.getItem('device:account')")
    fields = {
        "title": "Plums",
        "food": "plum",
        "quantity": "5",
        "unit": "kg",
        "device_account": known,
    }
    fates: list[tuple[Literal["cut", "told"], str]] = [("cut", SHARE), ("told", "/share-target/")]
    for fate, path in fates:
        wire.fate = fate
        elsewhere = page.context.new_page()
        elsewhere.goto(ELSEWHERE)
        with elsewhere.expect_event("requestfailed" if fate == "cut" else "requestfinished"):
            elsewhere.evaluate(POST_FROM_ELSEWHERE, [f"{wire.url}{path}", fields])
    page.goto(OFFLINE)
    expect(page.locator("[data-outbox-none]")).to_be_visible()
    assert page.evaluate(KEPT_FORMS) == []
    page.goto(f"{SHARE}?shared")
    expect(page.get_by_role("combobox", name="What do you have?")).to_have_value("")
    assert Listing.objects.count() == 0


def test_what_was_written_in_a_tab_of_one_is_not_sent_as_another(
    visits: Visits, wire: Wire, grower: User, searcher: User
) -> None:
    talk = open_between(grower, searcher).get_absolute_url()
    page = visits(grower, talk)
    form = page.context.new_page()
    form.goto(SHARE)
    fill_in(form, "2")
    mine = page.locator("[data-device]").get_attribute("data-account")
    sign_in(page.context, wire, searcher)
    page.context.new_page().goto("/about/rules/")

    wire.fate = "cut"
    page.get_by_label("Message", exact=True).fill("Not as Tom")
    page.get_by_role("button", name="Send").click()
    expect(page.locator("[data-outbox-here] li")).to_have_count(1)
    form.get_by_role("button", name="Share it").last.click()
    form.wait_for_url(f"**{OFFLINE}#kept")
    expect(form.locator("[data-outbox-none]")).to_be_visible()
    assert form.evaluate(KEPT_FORMS) == [[mine, "message"], [mine, "listing"]]

    wire.fate = "told"
    form.evaluate("dispatchEvent(new Event('online'))")
    with form.expect_response("**/offline/token"):
        form.evaluate("outboxSend('/offline/token')")
    assert form.evaluate("async () => await outboxSend('/offline/token')") == {}
    assert (Message.objects.count(), Listing.objects.count()) == (0, 0)

    sign_in(page.context, wire, grower)
    form.goto("/about/rules/")
    expect(form.locator("[data-device-sent]")).to_contain_text("Sent: 2")
    assert (Message.objects.get().author, Listing.objects.get().owner) == (grower, grower)


@pytest.mark.parametrize("storage_is_forbidden", [False, True])
def test_signing_out_leaves_nothing_on_the_device(
    visits: Visits, wire: Wire, grower: User, searcher: User, storage_is_forbidden: bool
) -> None:
    talk = open_between(grower, searcher).get_absolute_url()
    page = visits(grower, "/settings/", talk)
    assert page.evaluate(KEPT_PAGES.replace("ADDRESS", talk)) == 1
    assert page.evaluate(KEPT_PAGES.replace("ADDRESS", "/settings/")) == 0
    wire.fate = "cut"
    page.get_by_label("Message", exact=True).fill("Half a secret")
    page.get_by_role("button", name="Send").click()
    expect(page.locator("[data-device-waiting]")).to_be_visible()
    page.evaluate("sessionStorage.setItem('draft:1', 'Half a thought')")
    asked: list[str] = []
    stays = [True, False, False]

    def leave_in_the_end(dialog: Dialog) -> None:
        asked.append(dialog.message)
        (dialog.dismiss if stays[len(asked) - 1] else dialog.accept)()

    page.on("dialog", leave_in_the_end)
    page.locator(".site-head [data-menu] summary").click()
    leave = page.get_by_role("button", name="Sign out")
    leave.click()
    expect(page.locator("[data-device-needs]")).to_be_hidden()
    leave.click()
    expect(page.locator("[data-device-needs]")).to_contain_text("needs a connection")
    assert page.evaluate(DRAFT) == "Half a thought"
    assert page.evaluate(KEPT_PAGES.replace("ADDRESS", talk)) == 1
    wire.fate = "told"
    if storage_is_forbidden:
        page.evaluate(FORBID)
    page.get_by_role("button", name="Sign out").click()
    page.wait_for_url(f"{wire.url}/")
    expect(page.locator("#messages")).to_contain_text("You are signed out")

    assert ["has not been sent" in text for text in asked] == [True] * 3
    assert page.evaluate(DRAFT) is None
    assert page.evaluate(KEPT_PAGES.replace("ADDRESS", talk)) == 0
    page.go_back()
    expect(page.get_by_label("Message", exact=True)).to_have_count(0)
    wire.fate = "cut"
    with contextlib.suppress(PlaywrightError):  # nothing at all is there, which is as good
        page.goto(talk)
    page.wait_for_load_state()
    expect(page.get_by_text("Half a secret")).to_have_count(0)
    expect(page.get_by_text(searcher.display_name)).to_have_count(0)
    assert Message.objects.count() == 0


def test_photo_shared_by_the_phone_starts_its_owners_listing_even_when_signed_out(
    visits: Visits, wire: Wire, grower: User, searcher: User, settings: Settings, tmp_path: Any
) -> None:
    settings.MEDIA_ROOT = tmp_path
    page = visits(grower)
    page.context.clear_cookies()
    page.goto("/about/rules/")
    page.evaluate(SHARE_FROM_PHONE, picture().hex())
    page.wait_for_url("**/accounts/login/**")
    sign_in(page.context, wire, grower)
    page.goto(f"{SHARE}?shared")
    expect(page.locator("#photos li")).to_have_count(1)
    expect(page.get_by_role("combobox", name="What do you have?")).to_have_value("Plums")
    assert Photo.objects.count() == 1

    page.evaluate(SHARE_FROM_PHONE, picture().hex())
    page.wait_for_url("**/listings/new/?shared")
    expect(page.locator("#photos li")).to_have_count(1)
    page.context.clear_cookies()
    page.goto("/about/rules/")
    page.evaluate(SHARE_FROM_PHONE, picture().hex())
    page.wait_for_url("**/accounts/login/**")
    sign_in(page.context, wire, searcher)
    page.goto(f"{SHARE}?shared")
    page.wait_for_load_state("networkidle")
    expect(page.get_by_role("combobox", name="What do you have?")).to_have_value("")
    expect(page.locator("#photos li")).to_have_count(0)


def test_new_version_waits_until_it_is_asked_for(
    visits: Visits, grower: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = visits(grower)
    before = page.evaluate(SHELLS)
    monkeypatch.setattr(shell, "OTHERS", (*shell.OTHERS, "icons/icon-180.png"))
    page.goto("/about/help/")
    page.evaluate("window.isOld = true")
    page.get_by_role("button", name="Reload").click()
    page.wait_for_function("() => !window.isOld && document.readyState === 'complete'")
    wait_for(page, f"async () => (await ({SHELLS})()).length === 2")
    expect(page.locator("[data-device-new]")).to_be_hidden()
    (new,) = set(page.evaluate(SHELLS)) - set(before)
    count = "name => caches.open(name).then((cache) => cache.keys()).then((keys) => keys.length)"
    assert page.evaluate(count, new) == len(shell.shell().files)


def test_hand_over_said_in_a_field_comes_too_late_and_is_explained(
    visits: Visits, wire: Wire, grower: User, searcher: User
) -> None:
    promised = [make_commitment(by=searcher, listing=make_listing(by=grower)) for _ in range(2)]
    kept, called_off = (commitment_services.accept(commitment=one, by=grower) for one in promised)
    page = visits(grower, *(one.get_absolute_url() for one in (kept, called_off)))
    for one in (kept, called_off):
        path = f"{one.get_absolute_url()}hand-over/"
        wait_for(page, KEPT_PAGES.replace("ADDRESS", path))
    wire.fate = "cut"
    for one in (kept, called_off):
        page.goto(one.get_absolute_url())
        page.locator("main a[href$='/hand-over/']").click()
        page.locator("main form button[type=submit]").click()
        page.wait_for_url(f"**{OFFLINE}#kept")
    commitment_services.cancel(commitment=called_off, by=searcher, reason=CancelReason.OTHER)

    wire.fate = "told"
    page.get_by_role("button", name="Send now").click()
    expect(page.locator("[data-device-sent]")).to_contain_text("Sent:")
    waiting = page.locator("[data-outbox-list] li.panel")
    expect(waiting).to_have_count(1)
    expect(waiting).to_contain_text("Needs your attention")
    expect(waiting.locator("[data-reasons] li")).to_have_count(1)
    kept.refresh_from_db()
    called_off.refresh_from_db()
    assert (kept.state, called_off.state) == ("fulfilled", "cancelled")


def test_slow_line_shows_what_a_write_has_done_and_what_was_said(
    visits: Visits, wire: Wire, grower: User, searcher: User
) -> None:
    asked = make_commitment(by=searcher, listing=make_listing(by=grower))
    path = asked.get_absolute_url()
    page = visits(grower, path)
    wait_for(page, KEPT_PAGES.replace("ADDRESS", path))
    wire.slow = {f"GET {path}".encode(): 5}
    page.get_by_role("button", name="Accept").first.click()
    expect(page.locator("#messages p").first).to_be_visible(timeout=10_000)
    expect(page.locator("[data-device-seen]")).to_be_hidden()
    asked.refresh_from_db()
    assert asked.state == "accepted"
    wire.fate = "cut"
    page.goto(path)
    expect(page.locator("[data-device-seen]")).to_be_visible()
    expect(page.locator("#messages p")).to_have_count(0)
