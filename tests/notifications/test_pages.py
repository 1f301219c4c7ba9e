"""The pages: one's own list, settings, devices; the way out of mails without signing in."""

from collections.abc import Callable
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from accounts.models import User
from commitments import services
from commitments.models import Commitment
from notifications.choosing import preferences_of
from notifications.models import Notification, PushDevice
from notifications.telling import Told
from notifications.tokens import unsubscribe_url
from tests.factories import make_commitment, make_listing
from tests.notifications.push_service import Browser

pytestmark = pytest.mark.django_db
Ask = Callable[..., None]
LIST, SETTINGS = "/notifications/", "/notifications/settings/"
QUERIES = 6


@pytest.fixture
def news(giver: User, taker: User, told: Callable[[User], object]) -> Notification:
    make_commitment(by=taker, listing=make_listing(by=giver))
    told(giver)
    return Notification.objects.get()


def signed_in(person: User) -> Client:
    client = Client()
    client.force_login(person)
    return client


def test_list_is_ones_own(news: Notification, giver: User, stranger: User) -> None:
    title = "Tomato: Tom Taker asks you for it"
    assert title in signed_in(giver).get(LIST).text
    assert title not in signed_in(stranger).get(LIST).text
    assert Client().get(LIST).status_code == 302


def test_opening_marks_read_and_leads_there(
    news: Notification, giver: User, stranger: User
) -> None:
    url = reverse("notifications:open", args=[news.pk])
    assert signed_in(stranger).post(url).status_code == 404
    assert Client().post(url)["Location"].startswith("/accounts/login/")
    assert signed_in(giver).get(url).status_code == 405
    assert Notification.objects.unread().count() == 1
    answer = signed_in(giver).post(url)
    assert answer["Location"] == f"/exchanges/{news.about_id}/"
    assert Notification.objects.unread().count() == 0


def test_count_is_a_fragment_and_stops_for_who_signed_out(news: Notification, giver: User) -> None:
    assert ">1</span>" in signed_in(giver).get("/notifications/unread/").text
    answer = Client().get("/notifications/unread/")
    assert (answer.status_code, answer.content) == (286, b"")


def test_all_are_read_at_once(news: Notification, giver: User, stranger: User) -> None:
    signed_in(stranger).post("/notifications/read-all/")
    assert Notification.objects.unread().count() == 1
    signed_in(giver).post("/notifications/read-all/")
    assert Notification.objects.unread().count() == 0


def test_settings_keep_what_was_chosen(giver: User) -> None:
    client = signed_in(giver)
    page = client.get(SETTINGS)
    assert page.status_code == 200
    chosen = {"digest": "weekly", "digest_hour": 9, "digest_weekday": 2, "thanked": ["site"]}
    quiet = {"quiet_from": "22:00", "quiet_until": "07:00"}
    assert client.post(SETTINGS, chosen | quiet).status_code == 302
    kept = preferences_of(giver)
    assert (kept.digest, kept.digest_hour, kept.digest_weekday) == ("weekly", 9, 2)
    assert kept.choices["thanked"] == {"site": True, "email": False, "push": False}
    refused = client.post(SETTINGS, chosen | {"quiet_from": "22:00", "quiet_until": ""})
    assert refused.status_code == 422
    assert 'value="22:00"' in refused.text
    assert Client().get(SETTINGS).status_code == 302


def test_mail_program_unsubscribes_by_itself(giver: User) -> None:
    url = unsubscribe_url(giver, "thanked").removeprefix("https://food.example")
    client = Client(enforce_csrf_checks=True)
    assert client.get(url).status_code == 200
    assert preferences_of(giver).choices == {}
    answer = client.post(url, {"List-Unsubscribe": "One-Click"})
    assert answer.status_code == 200
    assert preferences_of(giver).choices == {"thanked": {"email": False}}
    assert client.post(url.replace("thanked", "match_found")).status_code == 404


def test_device_is_removed_by_its_owner_alone(
    browser_of: Callable[[User], Browser], giver: User, stranger: User
) -> None:
    url = reverse("notifications:device_remove", args=[browser_of(giver).id])
    assert signed_in(stranger).post(url).status_code == 404
    assert Client().post(url).status_code == 302
    assert PushDevice.objects.count() == 1
    signed_in(giver).post(url)
    assert PushDevice.objects.count() == 0


def test_script_that_browsers_keep_is_at_the_root() -> None:
    answer = Client().get("/sw.js")
    assert answer["Content-Type"] == "text/javascript; charset=utf-8"
    assert 'importScripts("/static/js/sw\\u002Dpush.js");' in answer.text


def test_more_rows_need_no_more_queries(
    giver: User,
    taker: User,
    told: Callable[[User], object],
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    client = signed_in(giver)
    for rows in (1, 2):
        for _ in range(rows):
            make_commitment(by=taker, listing=make_listing(by=giver))
        told(giver)
        with django_assert_num_queries(QUERIES):
            client.get(LIST)


def test_api_is_ones_own(
    news: Notification, giver: User, stranger: User, api: Callable[..., Client]
) -> None:
    path = "/api/v1/notifications"
    [item] = api(giver).get(f"{path}?unread=1").json()["data"]["items"]
    assert (item["id"], item["title"]) == (str(news.pk), "Tomato: Tom Taker asks you for it")
    assert api(stranger).get(path).json()["data"] == {"items": [], "unread": 0}
    for each in (path, "/api/v1/me/devices", "/api/v1/me/preferences"):
        assert api().get(each).status_code == 401
    assert api(stranger).post(f"{path}/{news.pk}/read").status_code == 404
    assert api(stranger).post(f"{path}/{uuid4()}/read").status_code == 404
    assert api(giver).post(f"{path}/{news.pk}/read").json()["data"]["read_at"] is not None
    assert api(giver).post(f"{path}/read-all").json()["data"] == {"read": 0}


def test_api_changes_what_is_named(giver: User, api: Callable[..., Client]) -> None:
    body = {
        "kinds": {"thanked": {"email": False}},
        "quiet_hours": {"start": "22:00", "end": "07:00"},
    }
    told = api(giver).patch("/api/v1/me/preferences", body).json()["data"]
    assert told["kinds"]["thanked"] == {"site": True, "email": False, "push": False}
    assert told["quiet_hours"] == {"start": "22:00", "end": "07:00"}
    wrong = api(giver).patch("/api/v1/me/preferences", {"kinds": {"moderated": {"email": False}}})
    assert (wrong.status_code, list(wrong.json()["error"]["details"])) == (400, ["kinds"])


def test_what_was_answered_is_read_and_asks_no_more(
    news: Notification, giver: User, told: Callable[[User], list[Told]]
) -> None:
    assert [each.action for each in told(giver)] == ["Answer"]
    exchange = Commitment.objects.get()
    services.accept(commitment=exchange, by=giver)
    assert [each.action for each in told(giver)] == ["See the exchange"]
    assert Notification.objects.visible_to(giver).unread().count() == 0
    page = signed_in(giver).get(LIST).text
    assert (">Answer<" in page, ">See the exchange<" in page) == (False, True)


def test_answering_reads_ones_own_news_of_this_alone(
    news: Notification, giver: User, taker: User, told: Callable[[User], list[Told]]
) -> None:
    first = Commitment.objects.get()
    make_commitment(by=taker, listing=make_listing(by=giver))
    services.accept(commitment=first, by=giver)
    actions = sorted(each.action for each in told(giver))
    assert actions == ["Answer", "See the exchange"]
    assert Notification.objects.visible_to(giver).unread().count() == 1
    told(taker)
    assert Notification.objects.visible_to(taker).unread().count() == 1  # of the yes
    services.cancel(commitment=first, by=taker)
    told(giver)
    assert Notification.objects.visible_to(taker).unread().count() == 0
    assert Notification.objects.visible_to(giver).unread().count() == 2
