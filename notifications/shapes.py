"""What notifications, devices and preferences look like on the wire."""

from collections.abc import Sequence
from datetime import time
from typing import Any

from rest_framework import serializers

from accounts.models import User
from notifications.choosing import matrix
from notifications.enums import DigestRhythm
from notifications.kinds import KINDS
from notifications.models import Notification, Preferences, PushDevice
from notifications.telling import tell


class AboutSerializer(serializers.Serializer[Any]):
    type = serializers.CharField()
    id = serializers.UUIDField()


class NotificationSerializer(serializers.Serializer[Any]):
    id = serializers.UUIDField()
    kind = serializers.ChoiceField(choices=list(KINDS))
    title = serializers.CharField(help_text="In the caller's language, from their side.")
    text = serializers.CharField()
    url = serializers.CharField(help_text="A path of this site; empty if its subject is gone.")
    about = AboutSerializer()
    created_at = serializers.DateTimeField()
    read_at = serializers.DateTimeField(allow_null=True)


class NotificationListSerializer(serializers.Serializer[Any]):
    items = NotificationSerializer(many=True)
    unread = serializers.IntegerField(help_text="How many are unread in all.")


class NotificationParameters(serializers.Serializer[Any]):
    unread = serializers.BooleanField(required=False, default=False)
    limit = serializers.CharField(required=False)
    cursor = serializers.CharField(required=False)


class ReadAllSerializer(serializers.Serializer[Any]):
    read = serializers.IntegerField(help_text="How many were unread.")


class PushKeysSerializer(serializers.Serializer[Any]):
    p256dh = serializers.CharField(max_length=120)
    auth = serializers.CharField(max_length=60)


class NewDeviceBody(serializers.Serializer[Any]):
    """A browser's push subscription, as its `toJSON` gives it, with an id of the client's own."""

    id = serializers.UUIDField()
    endpoint = serializers.URLField(max_length=1000)
    keys = PushKeysSerializer()
    name = serializers.CharField(max_length=80, allow_blank=True, default="")


class DeviceSerializer(serializers.Serializer[Any]):
    id = serializers.UUIDField()
    name = serializers.CharField()
    created_at = serializers.DateTimeField()
    last_sent_at = serializers.DateTimeField(allow_null=True)


class DeviceListSerializer(serializers.Serializer[Any]):
    items = DeviceSerializer(many=True)
    application_server_key = serializers.CharField(
        help_text="What a browser subscribes with; empty where nothing is pushed."
    )


class QuietHoursSerializer(serializers.Serializer[Any]):
    start = serializers.TimeField(help_text="By the person's own clock.")
    end = serializers.TimeField()


class DigestSerializer(serializers.Serializer[Any]):
    rhythm = serializers.ChoiceField(choices=DigestRhythm.choices, required=False)
    hour = serializers.IntegerField(min_value=0, max_value=23, required=False)
    weekday = serializers.IntegerField(
        min_value=0, max_value=6, required=False, help_text="0 is Monday."
    )


class PreferencesBody(serializers.Serializer[Any]):
    kinds = serializers.DictField(
        child=serializers.DictField(child=serializers.BooleanField()),
        required=False,
        help_text="Kind → channel → whether; what is not named stays.",
    )
    quiet_hours = QuietHoursSerializer(required=False, allow_null=True)
    digest = DigestSerializer(required=False)


class PreferencesSerializer(serializers.Serializer[Any]):
    kinds = serializers.DictField(child=serializers.DictField(child=serializers.BooleanField()))
    locked = serializers.ListField(child=serializers.CharField())
    quiet_hours = QuietHoursSerializer(allow_null=True)
    digest = DigestSerializer()


def as_json(rows: Sequence[Notification], reader: User) -> list[dict[str, Any]]:
    """Notifications of one reader."""
    told = {each.id: each for each in tell(rows, reader)}
    return [
        {
            "id": row.pk,
            "kind": row.kind,
            "title": told[row.pk].title,
            "text": told[row.pk].text,
            "url": told[row.pk].url,
            "about": {"type": row.about_type, "id": row.about_id},
            "created_at": row.created_at,
            "read_at": row.read_at,
        }
        for row in rows
        if row.pk in told
    ]


def device_as_json(device: PushDevice) -> dict[str, Any]:
    """One device, for its owner."""
    return {
        "id": device.pk,
        "name": device.name,
        "created_at": device.created_at,
        "last_sent_at": device.last_sent_at,
    }


def preferences_as_json(user: User, preferences: Preferences) -> dict[str, Any]:
    """Everything as it holds now, the usual filled in."""
    quiet = None
    if preferences.quiet_from is not None and preferences.quiet_until is not None:
        quiet = {
            "start": _clock(preferences.quiet_from),
            "end": _clock(preferences.quiet_until),
        }
    return {
        "kinds": matrix(user, preferences),
        "locked": [slug for slug, kind in KINDS.items() if kind.locked],
        "quiet_hours": quiet,
        "digest": {
            "rhythm": preferences.digest,
            "hour": preferences.digest_hour,
            "weekday": preferences.digest_weekday,
        },
    }


def changes_of(asked: dict[str, Any]) -> dict[str, Any]:
    """A body, as `change_preferences` takes it."""
    changes: dict[str, Any] = {}
    if "kinds" in asked:
        changes["choices"] = asked["kinds"]
    if "quiet_hours" in asked:
        quiet = asked["quiet_hours"] or {"start": None, "end": None}
        changes |= {"quiet_from": quiet["start"], "quiet_until": quiet["end"]}
    names = {"rhythm": "digest", "hour": "digest_hour", "weekday": "digest_weekday"}
    digest = asked.get("digest", {})
    return changes | {names[name]: value for name, value in digest.items()}


def _clock(at: time) -> str:
    return f"{at:%H:%M}"
