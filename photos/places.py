"""Where files can lie, as `STORAGES` and the Content-Security-Policy name it."""

from typing import Any
from urllib.parse import urlsplit

SIGNED_SECONDS = 3600
FOREVER = {"CacheControl": "public, max-age=31536000, immutable"}


def media_backends(bucket: str, region: str, endpoint: str) -> dict[str, dict[str, Any]]:
    """The storages to choose from, by the name that `MEDIA_STORAGE` gives them."""
    options = {
        "bucket_name": bucket,
        "region_name": region,
        "endpoint_url": endpoint or None,
        "addressing_style": "path" if endpoint else "virtual",
        "signature_version": "s3v4",
        "querystring_expire": SIGNED_SECONDS,
        "object_parameters": FOREVER,
        "default_acl": None,
        "file_overwrite": True,
    }
    return {
        "local": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
        "s3": {"BACKEND": "photos.s3.BucketStorage", "OPTIONS": options},
    }


def media_sources(storage: str, bucket: str, region: str, endpoint: str) -> list[str]:
    """The origin that browsers send files to, beside the site's own."""
    if storage != "s3":
        return []
    return origin(endpoint) or [f"https://{bucket}.s3.{region}.amazonaws.com"]


def origin(url: str) -> list[str]:
    parts = urlsplit(url)
    return [f"{parts.scheme}://{parts.netloc}"] if parts.netloc else []
