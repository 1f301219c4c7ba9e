"""Where allauth asks this site: what a new person starts with."""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from django.http import HttpRequest
from django.utils import translation

from accounts.enums import Units
from accounts.middleware import browser_timezone
from accounts.models import User
from accounts.services import join

MILES_REGIONS = frozenset({"US", "LR", "MM"})


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]
    """Signing up asks for an address only; the browser tells the rest."""

    def save_user(self, request: HttpRequest, user: User, form: Any, commit: bool = True) -> User:
        super().save_user(request, user, form, commit=False)
        user.language = translation.get_language_from_request(request)
        user.timezone = browser_timezone(request)
        user.units = units_of(request)
        return join(user=user) if commit else user

    def clean_email(self, email: str) -> str:
        return User.objects.normalize_email(super().clean_email(email))


def units_of(request: HttpRequest) -> Units:
    """Miles and pounds where the browser's first language belongs to a country that uses them."""
    first, _, _ = request.headers.get("Accept-Language", "").partition(",")
    _, _, region = first.partition(";")[0].strip().partition("-")
    return Units.IMPERIAL if region.upper() in MILES_REGIONS else Units.METRIC
