"""A photo on the wire."""

from typing import Any

from rest_framework import serializers


class PhotoSerializer(serializers.Serializer[Any]):
    """Addresses of three WebPs, at most 320, 800 and 1600 pixels long; empty until it is ready."""

    id = serializers.UUIDField()
    small = serializers.CharField()
    medium = serializers.CharField()
    large = serializers.CharField()
    width = serializers.IntegerField(help_text="Of `large`, in pixels.")
    height = serializers.IntegerField()
    description = serializers.CharField()
