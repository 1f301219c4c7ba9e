from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Kind(TextChoices):
    """What a feed holds: food offered, and food needed."""

    LISTING = "listing", _("Offered")
    REQUEST = "request", _("Needed")
