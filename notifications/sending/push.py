"""Web push: an encrypted word to one browser, by its push service (RFC 8030, 8188, 8291, 8292)."""

import base64
import hashlib
import http.client
import json
import ssl
from typing import Any
from urllib.parse import urlsplit

from webpush import WebPush, WebPushSubscription

from core import clock
from notifications.endpoints import is_push_service
from notifications.models import Dispatch, PushDevice
from notifications.sending import vapid
from notifications.telling import Told

SECONDS = 10
LONGEST_TITLE, LONGEST_TEXT = 120, 240
TOPIC_LETTERS = 32
GONE = (404, 410)


class DeviceGone(Exception):
    """The push service says that this browser listens no more."""


class PushRefused(Exception):
    """The push service did not take it; another attempt may do."""


def push(dispatch: Dispatch, device: PushDevice, told: Told) -> str:
    """Hand one notification to one browser's push service.

    Returns:
        What the service calls it, or the topic.

    Raises:
        DeviceGone: 404 or 410, or an address that is no longer one we call.
        PushRefused: any other answer than 2xx.
        OSError: the service cannot be reached.
    """
    if not vapid.is_set_up():
        raise PushRefused("no key")
    if not is_push_service(device.endpoint):
        raise DeviceGone
    message = _encrypted(device, told)
    headers = {
        **message.headers,
        "authorization": vapid.authorization(device.endpoint),
        "content-type": "application/octet-stream",
        "ttl": str(int(told.kind.fresh_for.total_seconds())),
        "urgency": "high" if told.kind.urgent else "normal",
        "topic": topic(dispatch),
    }
    status, location = _post(device.endpoint, message.encrypted, headers)
    if status in GONE:
        raise DeviceGone
    if not 200 <= status < 300:
        raise PushRefused(str(status))
    PushDevice.objects.filter(pk=device.pk).update(last_sent_at=clock.now())
    return location or topic(dispatch)


def topic(dispatch: Dispatch) -> str:
    """Made of the dispatch's id: a repeat takes the place of what still waits at the service."""
    digest = hashlib.sha256(dispatch.pk.bytes).digest()
    return base64.urlsafe_b64encode(digest).decode("ascii")[:TOPIC_LETTERS]


def _encrypted(device: PushDevice, told: Told) -> Any:
    subscription = WebPushSubscription.model_validate(
        {
            "endpoint": device.endpoint,
            "keys": {"p256dh": device.p256dh, "auth": device.auth},
        }
    )
    caller = WebPush(
        private_key=vapid.private_pem(),
        public_key=vapid.public_pem(),
        subscriber=vapid.sender(),
    )
    payload = {
        "id": str(told.id),
        "kind": told.kind.slug,
        "title": told.title[:LONGEST_TITLE],
        "text": told.text[:LONGEST_TEXT],
        "url": told.url,
    }
    return caller.get(json.dumps(payload), subscription)


def _post(endpoint: str, body: bytes, headers: dict[str, str]) -> tuple[int, str]:
    """One request, never redirected, through no proxy."""
    parts = urlsplit(endpoint)
    host, port = str(parts.hostname), parts.port
    connection: http.client.HTTPConnection
    if parts.scheme == "https":
        context = ssl.create_default_context()
        connection = http.client.HTTPSConnection(host, port, timeout=SECONDS, context=context)
    else:
        connection = http.client.HTTPConnection(host, port, timeout=SECONDS)
    path = f"{parts.path or '/'}?{parts.query}" if parts.query else parts.path or "/"
    try:
        connection.request("POST", path, body=body, headers=headers)
        response = connection.getresponse()
        response.read(4096)
        return response.status, response.headers.get("Location", "")
    finally:
        connection.close()
