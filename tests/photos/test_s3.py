"""The same photos in a bucket, over real HTTP. What the server at hand does not enforce, the
policy says, and that is read here."""

import base64
import json
from collections.abc import Callable, Iterator
from contextlib import suppress
from typing import Any
from uuid import uuid4

import boto3
import pytest
import requests
from moto.server import ThreadedMotoServer
from pytest_django import Settings
from rest_framework.test import APIClient

from accounts.models import User
from photos import tasks
from photos.places import media_backends, media_sources
from tests.factories import make_listing
from tests.photos.pictures import pixel_bomb, with_gps

BUCKET, REGION = "photos-of-food", "eu-west-1"
POLICY = {  # that of docs/photos.md
    "Version": "2012-10-17",
    "Statement": [
        {
            "Effect": "Allow",
            "Principal": "*",
            "Action": "s3:GetObject",
            "Resource": f"arn:aws:s3:::{BUCKET}/photos/*",
        }
    ],
}
pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def endpoint() -> Iterator[str]:
    server = ThreadedMotoServer(ip_address="127.0.0.1", port=0)
    server.start()
    host, port = server.get_host_and_port()
    yield f"http://{host}:{port}"
    server.stop()


@pytest.fixture
def bucket(
    endpoint: str, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> Callable[[], list[str]]:
    """What lies in the bucket that the site keeps its photos in."""
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "testing")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "testing")
    s3 = boto3.client("s3", endpoint_url=endpoint, region_name=REGION)
    with suppress(s3.exceptions.BucketAlreadyOwnedByYou):
        s3.create_bucket(Bucket=BUCKET, CreateBucketConfiguration={"LocationConstraint": REGION})
    s3.put_bucket_policy(Bucket=BUCKET, Policy=json.dumps(POLICY))
    for left in s3.list_objects_v2(Bucket=BUCKET).get("Contents", []):
        s3.delete_object(Bucket=BUCKET, Key=left["Key"])
    settings.MEDIA_STORAGE = "s3"
    settings.S3_PUBLIC_URL = f"{endpoint}/{BUCKET}"
    settings.STORAGES = {
        **settings.STORAGES,
        "default": media_backends(BUCKET, REGION, endpoint)["s3"],
    }

    def found() -> list[str]:
        return [one["Key"] for one in s3.list_objects_v2(Bucket=BUCKET).get("Contents", [])]

    return found


@pytest.fixture
def gina(api: Callable[..., APIClient], giver: User) -> APIClient:
    return api(giver)


def plan(client: APIClient, album: Any, data: bytes, kind: str = "image/jpeg") -> dict[str, Any]:
    body = {"id": str(uuid4()), "content_type": kind, "size": len(data)}
    planned: dict[str, Any] = client.post(f"/api/v1/listings/{album}/photos", body).json()["data"]
    return planned


def send(upload: dict[str, Any], data: bytes) -> requests.Response:
    return requests.post(
        upload["url"], data=upload["fields"], files={"file": ("p", data)}, timeout=10
    )


def test_the_policy_names_one_key_one_type_one_length_and_five_minutes(
    bucket: Any, gina: APIClient, giver: User
) -> None:
    planned = plan(gina, uuid4(), b"12345")
    fields = planned["upload"]["fields"]
    policy = json.loads(base64.b64decode(fields["policy"]))
    key = f"incoming/{giver.pk}/{planned['id']}"
    assert fields["key"] == key
    assert {"key": key} in policy["conditions"]
    assert {"bucket": BUCKET} in policy["conditions"]
    assert {"Content-Type": "image/jpeg"} in policy["conditions"]
    assert ["content-length-range", 1, 10 * 1024 * 1024] in policy["conditions"]
    assert {"x-amz-algorithm": "AWS4-HMAC-SHA256"} in policy["conditions"]
    assert not [c for c in policy["conditions"] if isinstance(c, list) and c[0] == "starts-with"]


def test_a_photo_goes_straight_to_the_bucket_and_its_original_goes(
    bucket: Callable[[], list[str]], gina: APIClient, giver: User, settings: Settings
) -> None:
    listing, data = make_listing(by=giver), with_gps()
    planned = plan(gina, listing.pk, data)
    path = f"/api/v1/listings/{listing.pk}/photos"
    assert gina.post(f"{path}/{planned['id']}/uploaded").status_code == 409
    assert send(planned["upload"], data).status_code == 204
    (original,) = bucket()
    assert original == f"incoming/{giver.pk}/{planned['id']}"
    assert requests.get(f"{settings.S3_PUBLIC_URL}/{original}", timeout=10).status_code == 403
    assert gina.post(f"{path}/{planned['id']}/uploaded").status_code == 200
    tasks.prepare(planned["id"])

    (photo,) = gina.get(path).json()["data"]["items"]
    assert [key.split("/")[0] for key in bucket()] == ["photos"] * 3
    for size in ("small", "medium", "large"):
        served = requests.get(photo[size], timeout=10)
        assert (served.status_code, served.headers["Content-Type"]) == (200, "image/webp")
        assert "immutable" in served.headers["Cache-Control"]
        assert (b"Exif" in served.content, b"GPS" in served.content) == (False, False)

    gina.delete(f"{path}/{photo['id']}")
    tasks.sweep()
    assert bucket() == []


def test_what_the_store_let_in_is_refused_by_the_task(
    bucket: Callable[[], list[str]], gina: APIClient
) -> None:
    album, bomb = uuid4(), pixel_bomb()
    planned = plan(gina, album, bomb, "image/png")
    send(planned["upload"], bomb)
    gina.post(f"/api/v1/listings/{album}/photos/{planned['id']}/uploaded")
    tasks.prepare(planned["id"])
    (photo,) = gina.get(f"/api/v1/listings/{album}/photos").json()["data"]["items"]
    assert (photo["state"], photo["reason"], bucket()) == ("refused", "pixels", [])


def test_addresses_are_signed_where_nothing_is_public(
    bucket: Any, gina: APIClient, giver: User, settings: Settings, adds: Any
) -> None:
    photo = adds(giver, uuid4())
    settings.S3_PUBLIC_URL = ""
    assert "X-Amz-Signature=" in photo.url("small")
    assert requests.get(photo.url("small"), timeout=10).status_code == 200


def test_browsers_may_reach_the_bucket_and_nothing_else() -> None:
    assert media_sources("local", BUCKET, REGION, "") == []
    assert media_sources("s3", BUCKET, REGION, "") == [
        f"https://{BUCKET}.s3.{REGION}.amazonaws.com"
    ]
    assert media_sources("s3", BUCKET, REGION, "http://x:9/y") == ["http://x:9"]
