import pytest
from django.test import Client

from accounts.templatetags.devices import device_name
from tests.factories import PASSWORD, make_user

FIREFOX = "Mozilla/5.0 (Android 14; Mobile; rv:130.0) Gecko/130.0 Firefox/130.0"
EDGE = (
    "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) "
    "Chrome/130.0.0.0 Safari/537.36 Edg/130.0"
)
SAFARI = (
    "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1.15 "
    "(KHTML, like Gecko) Version/18.0 Mobile/15E148 Safari/604.1"
)


@pytest.mark.parametrize(
    ("user_agent", "name"),
    [
        (FIREFOX, "Firefox on Android"),
        (EDGE, "Edge on Windows"),
        (SAFARI, "Safari on iPhone"),
        ("curl/8.0", "curl"),
        ("", "An unknown device"),
    ],
)
def test_device_is_named_as_people_do(user_agent, name):
    assert device_name(user_agent) == name


@pytest.mark.usefixtures("fresh_limits")
def test_other_devices_are_signed_out_by_a_tap(client, db):
    ana = make_user(email="ana@example.org", password=PASSWORD)
    other = Client(headers={"user-agent": FIREFOX})
    for browser in (client, other):
        browser.post("/accounts/login/", {"login": ana.email, "password": PASSWORD})
    assert "Firefox on Android" in client.get("/accounts/sessions/").content.decode()
    client.post("/accounts/sessions/")
    assert "Firefox on Android" not in client.get("/accounts/sessions/").content.decode()
    assert other.get("/settings/").status_code == 302
    assert client.get("/settings/").status_code == 200
