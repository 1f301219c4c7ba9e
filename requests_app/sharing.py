"""Requests of organizations passed on; a person's own are for neighbours only."""

from django.utils.translation import gettext_lazy as _

from posts.sharing import Kind
from requests_app.models import FoodRequest

CARDS = Kind(
    model=FoodRequest,
    card="requests:card",
    anonymous=_("Food needed"),
    named=_("Needed by %(name)s"),
    is_asked=True,
)
