from django.db import models
from django.utils.translation import gettext_lazy as _


class PhotoState(models.TextChoices):
    PLANNED = "planned", _("Planned")
    UPLOADED = "uploaded", _("Being prepared")
    READY = "ready", _("Ready")
    REFUSED = "refused", _("Refused")


class Reason(models.TextChoices):
    """Why a photo is not shown, in words for whoever chose it."""

    TYPE = "type", _("This is not a photo in JPEG, PNG or WebP.")
    HEIC = (
        "heic",
        _(
            "This photo is in HEIC, which many cannot see. Set your camera to “Most compatible”, "
            "or send it as JPEG."
        ),
    )
    SIZE = "size", _("This photo is larger than 10 MB.")
    PIXELS = "pixels", _("This photo has more than 25 million pixels. Send a smaller one.")
    MOVING = "moving", _("This picture moves. Send a still one.")
    UNREADABLE = "unreadable", _("This photo is damaged and cannot be read.")
    DUPLICATE = "duplicate", _("You have already added this photo.")
    FAILED = "failed", _("This photo could not be prepared. Try it again.")
