"""Web push, against a push service on this machine that checks and decrypts for real."""

import time
from collections.abc import Callable

import pytest
from pytest_django import Settings

from accounts.models import User
from core.errors import Invalid
from notifications.endpoints import is_push_service
from notifications.models import Dispatch, Notification, PushDevice
from notifications.sending import send_due, vapid
from notifications.sending.push import topic
from notifications.tasks import send_due as send_task
from tests.factories import make_commitment, make_listing
from tests.notifications.push_service import Browser, PushService, claims_of

pytestmark = pytest.mark.django_db
Told = Callable[[User], list[object]]
BrowserOf = Callable[[User], Browser]


@pytest.fixture
def asked(giver: User, taker: User) -> None:
    """Tom asks Gina for tomatoes."""
    make_commitment(by=taker, listing=make_listing(by=giver))


def test_browser_reads_what_its_person_is_told(
    browser_of: BrowserOf, giver: User, taker: User, told: Told, push_service: PushService
) -> None:
    browser = browser_of(giver)
    commitment = make_commitment(by=taker, listing=make_listing(by=giver))
    told(giver)
    send_due()
    [call] = browser.calls()
    row = Notification.objects.get(recipient=giver)
    dispatch = Dispatch.objects.get(channel="push")
    message = browser.read(call)
    assert message.pop("text").startswith("Tom Taker would like 1 kg from you, ")
    assert message == {
        "id": str(row.pk),
        "kind": "proposal_received",
        "title": "Tomato: Tom Taker asks you for it",
        "url": f"/exchanges/{commitment.pk}/",
    }
    wanted = ("content-encoding", "ttl", "urgency", "topic")
    assert {name: call.headers[name] for name in wanted} == {
        "content-encoding": "aes128gcm",
        "ttl": str(24 * 3600),
        "urgency": "high",
        "topic": topic(dispatch),
    }
    assert (dispatch.state, dispatch.provider_id) == ("sent", f"{push_service.origin}/messages/1")


def test_site_says_who_it_is_with_its_own_key(
    browser_of: BrowserOf, giver: User, asked: None, told: Told, push_service: PushService
) -> None:
    browser = browser_of(giver)
    told(giver)
    send_due()
    claims, key = claims_of(browser.calls()[0], audience=push_service.origin)
    assert key == vapid.application_server_key()
    assert claims["sub"] == "mailto:hello@foodcoord.example"
    assert 0 < claims["exp"] - time.time() <= 24 * 3600


def test_each_device_is_called_once(
    browser_of: BrowserOf, giver: User, asked: None, told: Told
) -> None:
    phone, laptop = browser_of(giver), browser_of(giver)
    told(giver)
    send_task()
    send_task()
    assert (len(phone.calls()), len(laptop.calls())) == (1, 1)


@pytest.mark.parametrize("status", [404, 410])
def test_device_that_listens_no_more_is_removed(
    browser_of: BrowserOf,
    giver: User,
    asked: None,
    told: Told,
    push_service: PushService,
    status: int,
) -> None:
    browser_of(giver)
    push_service.status = status
    told(giver)
    send_due()
    assert PushDevice.objects.count() == 0
    dispatch = Dispatch.objects.get(channel="push")
    assert (dispatch.state, dispatch.device, dispatch.attempts) == ("failed", None, 1)


def test_busy_push_service_is_asked_again_later(
    browser_of: BrowserOf, giver: User, asked: None, told: Told, push_service: PushService
) -> None:
    browser = browser_of(giver)
    push_service.status = 503
    told(giver)
    send_due()
    dispatch = Dispatch.objects.get(channel="push")
    assert dispatch.last_error == "notifications.sending.push.PushRefused"
    push_service.status = 201
    Dispatch.objects.update(due_at=dispatch.created_at)
    send_due()
    assert Dispatch.objects.get(channel="push").state == "sent"
    first, second = browser.calls()
    assert first.headers["topic"] == second.headers["topic"]


def test_redirect_is_not_followed(
    browser_of: BrowserOf, giver: User, asked: None, told: Told, push_service: PushService
) -> None:
    browser_of(giver)
    push_service.status = 307
    told(giver)
    send_due()
    assert len(push_service.calls) == 1
    assert Dispatch.objects.get(channel="push").state == "planned"


def test_address_that_is_allowed_no_more_is_not_called(
    browser_of: BrowserOf,
    giver: User,
    asked: None,
    told: Told,
    push_service: PushService,
    settings: Settings,
) -> None:
    browser_of(giver)
    told(giver)
    settings.PUSH_HOSTS = ["fcm.googleapis.com"]
    send_due()
    assert push_service.calls == []
    assert PushDevice.objects.count() == 0


@pytest.mark.parametrize(
    ("endpoint", "allowed"),
    [
        ("https://fcm.googleapis.com/fcm/send/abc", True),
        ("https://updates.push.services.mozilla.com/wpush/v2/abc", True),
        ("https://web.push.apple.com/abc", True),
        ("https://wns2-par02p.notify.windows.com/w/?token=abc", True),
        ("https://fcm.googleapis.com:443/abc", True),
        ("http://fcm.googleapis.com/abc", False),
        ("https://fcm.googleapis.com:8443/abc", False),
        ("https://fcm.googleapis.com.evil.example/abc", False),
        ("https://evil.example/fcm.googleapis.com", False),
        ("https://fcm.googleapis.com@127.0.0.1/abc", False),
        ("https://push.apple.com/abc", False),
        ("https://127.0.0.1/abc", False),
        ("https://169.254.169.254/latest", False),
        ("http://localhost:8000/", False),
        ("file:///etc/passwd", False),
        ("https://[::1", False),
        ("", False),
    ],
)
def test_only_known_push_services_are_called(endpoint: str, allowed: bool) -> None:
    assert is_push_service(endpoint) is allowed


def test_device_elsewhere_is_refused(push_service: PushService, giver: User) -> None:
    browser = Browser(push_service)
    browser.endpoint = "https://10.0.0.1/push"
    with pytest.raises(Invalid) as refused:
        browser.register(giver)
    assert list(refused.value.details) == ["endpoint"]


def test_browser_belongs_to_who_registered_it_last(
    push_service: PushService, giver: User, taker: User
) -> None:
    browser = Browser(push_service)
    browser.register(giver)
    other = Browser(push_service)
    other.endpoint = browser.endpoint
    other.register(taker)
    assert [device.user for device in PushDevice.objects.all()] == [taker]


def test_nothing_is_pushed_without_a_key(
    browser_of: BrowserOf, giver: User, asked: None, told: Told, settings: Settings
) -> None:
    browser = browser_of(giver)
    settings.VAPID_PRIVATE_KEY = ""
    told(giver)
    send_due()
    assert browser.calls() == []
    assert vapid.application_server_key() == ""
