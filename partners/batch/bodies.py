"""What a batch says, and how it is answered."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from rest_framework import serializers

from core.api.writes import KEY_HEADER, MAX_KEY_LENGTH

MOST = 500
ID_LENGTH = 64
METHODS = ("POST", "PUT", "PATCH", "DELETE")


class WriteHeadersBody(serializers.Serializer[Any]):
    """The two headers that a write may have of its own."""

    def get_fields(self) -> dict[str, Any]:
        words: dict[str, Any] = {"required": False, "max_length": MAX_KEY_LENGTH}
        return {
            KEY_HEADER: serializers.CharField(**words),
            "If-Match": serializers.CharField(**words),
        }


class WriteBody(serializers.Serializer[Any]):
    """One write, as it would be sent by itself."""

    id = serializers.CharField(
        max_length=ID_LENGTH, help_text="Your own, once in a batch: names its result."
    )
    method = serializers.ChoiceField(choices=METHODS)
    path = serializers.CharField(max_length=300, help_text="`/api/v1/listings`, say.")
    body = serializers.DictField(required=False, default=dict)
    headers = WriteHeadersBody(required=False, default=dict)


class BatchBody(serializers.Serializer[Any]):
    """Up to 500 writes, done in this order."""

    writes = WriteBody(many=True, min_length=1, max_length=MOST)  # type: ignore[call-arg]
    atomic = serializers.BooleanField(
        required=False, default=False, help_text="All of them, or none."
    )

    def validate_writes(self, writes: list[dict[str, Any]]) -> list[dict[str, Any]]:
        if len({write["id"] for write in writes}) < len(writes):
            raise serializers.ValidationError(_("Each write needs an id of its own."))
        return writes


class ResultErrorSerializer(serializers.Serializer[Any]):
    code = serializers.CharField()
    message = serializers.CharField()
    details = serializers.DictField()


class ResultSerializer(serializers.Serializer[Any]):
    """What a single call would have answered: `data`, or `error`."""

    id = serializers.CharField()
    status = serializers.IntegerField()
    etag = serializers.CharField(allow_null=True)
    data = serializers.JSONField(required=False, allow_null=True)  # type: ignore[assignment]
    error = ResultErrorSerializer(required=False)


class BatchSerializer(serializers.Serializer[Any]):
    results = ResultSerializer(many=True)
    undone = serializers.BooleanField(
        help_text="With `atomic`: one was refused, and so nothing was done."
    )
