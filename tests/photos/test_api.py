"""From a plan to a photo that everybody sees; and nobody else's."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any
from urllib.parse import urlsplit
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone
from rest_framework.test import APIClient

from accounts.models import User
from core import clock
from listings import services as listings
from listings.photos import purge
from photos import services, tasks
from photos.models import Photo
from tests.factories import make_listing, make_user
from tests.photos.pictures import heic, picture
from tests.races import all_at_once

pytestmark = pytest.mark.django_db
Api = Callable[..., APIClient]
Adds = Callable[..., Photo]


def plan(client: APIClient, album: Any, data: bytes, **said: Any) -> Any:
    body = {"id": str(uuid4()), "content_type": "image/jpeg", "size": len(data), **said}
    return client.post(f"/api/v1/listings/{album}/photos", body)


def send(url: str, data: bytes, content_type: str = "image/jpeg") -> Any:
    file = SimpleUploadedFile("photo.jpg", data, content_type)
    return Client(enforce_csrf_checks=True).post(urlsplit(url).path, {"file": file})


def photos_of(client: APIClient, album: Any) -> list[dict[str, Any]]:
    items: list[dict[str, Any]] = client.get(f"/api/v1/listings/{album}/photos").json()["data"][
        "items"
    ]
    return items


def test_a_photo_is_planned_sent_announced_and_then_seen_by_all(api: Api, giver: User) -> None:
    listing, data, gina = make_listing(by=giver), picture(), api(giver)
    planned = plan(gina, listing.pk, data)
    assert planned.status_code == 201
    told = planned.json()["data"]
    assert (told["upload"]["method"], told["upload"]["fields"]) == ("POST", {})
    assert send(told["upload"]["url"], data).status_code == 204
    said = gina.post(f"/api/v1/listings/{listing.pk}/photos/{told['id']}/uploaded")
    assert said.json()["data"]["state"] == "uploaded"
    assert photos_of(api(), listing.pk) == []
    assert api().get(f"/api/v1/listings/{listing.pk}").json()["data"]["photos"] == []

    tasks.prepare(told["id"])
    (photo,) = photos_of(api(), listing.pk)
    assert (photo["width"], photo["height"], photo["state"]) == (1200, 900, "ready")
    detail, listed = (
        api().get(f"/api/v1/listings/{listing.pk}").json()["data"],
        api().get("/api/v1/listings").json()["data"]["items"][0],
    )
    assert [one["id"] for one in detail["photos"]] == [told["id"]]
    assert listed["photos"] == detail["photos"]
    (found,) = api().get("/api/v1/feed?lat=45.764&lon=4.8357").json()["data"]["items"]
    assert found["photos"] == detail["photos"]

    served = Client().get(photo["small"])
    assert b"".join(served.streaming_content)[8:12] == b"WEBP"  # type: ignore[attr-defined]
    assert served["Content-Type"] == "image/webp"
    assert served["X-Content-Type-Options"] == "nosniff"
    assert served["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert "immutable" in served["Cache-Control"]


def test_the_same_plan_again_gives_an_address_again(api: Api, giver: User) -> None:
    album, data, photo_id = uuid4(), picture(), str(uuid4())
    answers = [plan(api(giver), album, data, id=photo_id) for _ in range(2)]
    assert [one.status_code for one in answers] == [201, 200]
    assert plan(api(giver), album, data, id=photo_id, size=7).status_code == 409
    assert plan(api(make_user()), uuid4(), data, id=photo_id).status_code == 409


@pytest.mark.parametrize(
    ("said", "field"),
    [
        ({"content_type": "image/gif"}, "content_type"),
        ({"content_type": "image/heic"}, "content_type"),
        ({"size": 10 * 1024 * 1024 + 1}, "size"),
        ({"size": 0}, "size"),
        ({"size": "many"}, "size"),
    ],
)
def test_a_plan_that_cannot_be_is_refused_by_field(
    said: dict[str, Any], field: str, api: Api, giver: User
) -> None:
    answer = plan(api(giver), uuid4(), picture(), **said)
    assert (answer.status_code, list(answer.json()["error"]["details"])) == (400, [field])


def planned_by(client: APIClient, data: bytes) -> str:
    url: str = plan(client, uuid4(), data).json()["data"]["upload"]["url"]
    return url


def test_an_address_is_for_five_minutes_and_for_one_file(
    api: Api, giver: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    data = picture()
    url = planned_by(api(giver), data)
    assert send(url[:-4] + "AAAA", data).status_code == 403
    assert send(url, picture("PNG"), "image/png").status_code == 415
    assert send(url, heic()).status_code == 422
    assert send(url, data + b"\0" * 10 * 1024 * 1024).status_code == 413
    monkeypatch.setattr("photos.views.SECONDS", -1)
    assert send(url, data).status_code == 403
    monkeypatch.undo()
    assert send(url, data).status_code == 204


def test_what_has_not_arrived_cannot_be_announced(api: Api, giver: User) -> None:
    album = uuid4()
    photo = plan(api(giver), album, picture()).json()["data"]["id"]
    assert api(giver).post(f"/api/v1/listings/{album}/photos/{photo}/uploaded").status_code == 409


def test_nobody_else_touches_an_album(
    api: Api, giver: User, stranger: User, adds: Adds, client: Client
) -> None:
    listing, unlisted = make_listing(by=giver), uuid4()
    photo, early = adds(giver, listing.pk), adds(giver, unlisted)
    for album, one in ((listing.pk, photo.pk), (unlisted, early.pk)):
        path = f"/api/v1/listings/{album}/photos"
        for caller, status in ((api(stranger), 404), (api(), 401)):
            assert plan(caller, album, picture()).status_code == status
            assert caller.delete(f"{path}/{one}").status_code == status
            assert caller.post(f"{path}/{one}/uploaded").status_code == status
            assert caller.post(f"{path}/order", {"ids": [str(one)]}).status_code == status
    assert api(stranger).get(f"/api/v1/listings/{unlisted}/photos").status_code == 404
    assert api().get(f"/api/v1/listings/{unlisted}/photos").status_code == 404
    client.force_login(stranger)
    for album, one in ((listing.pk, photo.pk), (unlisted, early.pk)):
        page = f"/listings/{album}/photos"
        assert client.get(f"{page}/").status_code == 404
        assert client.post(f"{page}/add").status_code == 404
        assert client.post(f"{page}/plan", {"size": "9"}).status_code == 404
        for verb in ("uploaded", "remove", "move"):
            assert client.post(f"{page}/{one}/{verb}").status_code == 404
        assert Client().post(f"{page}/add")["Location"].startswith("/accounts/login/")
    assert Photo.objects.count() == 2


def test_the_suspended_add_nothing_and_may_take_away(api: Api, giver: User, adds: Adds) -> None:
    listing = make_listing(by=giver)
    photo = adds(giver, listing.pk)
    User.objects.filter(pk=giver.pk).update(suspended_at=timezone.now())
    refused = plan(api(giver), listing.pk, picture(seed=9))
    assert (refused.status_code, refused.json()["error"]["code"]) == (403, "ACCOUNT_SUSPENDED")
    path = f"/api/v1/listings/{listing.pk}/photos"
    assert api(giver).post(f"{path}/order", {"ids": [str(photo.pk)]}).status_code == 403
    assert api(giver).delete(f"{path}/{photo.pk}").status_code == 204


def test_the_order_is_told_whole(api: Api, giver: User, adds: Adds) -> None:
    listing = make_listing(by=giver)
    ids = [str(adds(giver, listing.pk).pk) for _ in range(3)]
    path, turned = f"/api/v1/listings/{listing.pk}/photos/order", ids[::-1]
    assert api(giver).post(path, {"ids": ids[:2]}).status_code == 400
    answer = api(giver).post(path, {"ids": turned}).json()["data"]["items"]
    assert [one["id"] for one in answer] == turned
    assert [one["id"] for one in photos_of(api(), listing.pk)] == turned


@pytest.mark.django_db(transaction=True)
def test_of_twelve_at_once_five_find_a_place(giver: User) -> None:
    album = uuid4()

    def one(number: int) -> Any:
        return services.plan(
            by=giver, album=album, photo_id=uuid4(), content_type="image/png", size=number + 1
        )

    answers = all_at_once(12, one)
    refused = [answer for answer in answers if isinstance(answer, Exception)]
    assert (Photo.objects.count(), len(refused)) == (5, 7)
    assert {type(one).__name__ for one in refused} == {"AlbumFull"}


def test_the_same_photo_in_another_live_listing_is_refused(
    api: Api, giver: User, adds: Adds
) -> None:
    first, second = make_listing(by=giver), make_listing(by=giver)
    data = picture()
    adds(giver, first.pk, data)
    url = plan(api(giver), second.pk, data).json()["data"]["upload"]["url"]
    answer = send(url, data)
    assert (answer.status_code, answer.json()["error"]["message"]) == (
        422,
        "You have already added this photo.",
    )


def test_listings_of_one_post_share_files_until_the_last_goes(
    giver: User, adds: Adds, files: Callable[[], list[str]]
) -> None:
    one, other = uuid4(), uuid4()
    photo = adds(giver, one, prepare=False)
    (copy,) = services.share_album(one, other)
    assert services.share_album(one, other) == []
    tasks.prepare(str(photo.pk))
    copy.refresh_from_db()
    photo.refresh_from_db()
    assert (copy.state, copy.url("small")) == ("ready", photo.url("small"))
    services.delete_album(one)
    tasks.sweep()
    assert len(files()) == 3
    services.delete_album(other)
    tasks.sweep()
    assert files() == []


def test_photos_go_with_their_listing_after_the_grace_and_early_ones_within_the_hour(
    giver: User, adds: Adds
) -> None:
    ended, live, never = make_listing(by=giver), make_listing(by=giver), uuid4()
    for album in (ended.pk, live.pk, never):
        adds(giver, album)

    def left() -> set[Any]:
        return set(Photo.objects.values_list("album", flat=True))

    listings.withdraw(listing=ended, by=giver)
    purge()
    assert left() == {ended.pk, live.pk, never}
    with clock.at(clock.now() + timedelta(hours=2)):
        purge()
    assert left() == {ended.pk, live.pk}
    with clock.at(clock.now() + timedelta(days=8)):
        purge()
    assert left() == {live.pk}


def test_a_plan_that_nobody_followed_is_forgotten(giver: User, api: Api) -> None:
    plan(api(giver), uuid4(), picture())
    with clock.at(clock.now() + timedelta(hours=2)):
        tasks.sweep()
    assert Photo.objects.count() == 0
