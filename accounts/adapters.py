"""Where allauth asks this site: what a new person starts with, and how secrets are kept."""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from allauth.socialaccount.models import SocialLogin
from django.core.exceptions import PermissionDenied
from django.core.mail import EmailMultiAlternatives
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import translation
from django.utils.http import urlencode
from django.utils.translation import gettext_lazy as _

from accounts import secrets
from accounts.enums import Purpose, Units
from accounts.letters import letter_html
from accounts.middleware import browser_timezone
from accounts.models import User
from accounts.services import agree, join, to_agree_again

MILES_REGIONS = frozenset({"US", "LR", "MM"})


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]
    """Signing up asks for an address only; the browser tells the rest."""

    error_messages = {
        **DefaultAccountAdapter.error_messages,
        "incorrect_code": _("This is not the code. Look at the newest mail."),
    }

    def save_user(self, request: HttpRequest, user: User, form: Any, commit: bool = True) -> User:
        super().save_user(request, user, form, commit=False)
        return start(request, user) if commit else user

    def render_mail(self, *args: Any, **kwargs: Any) -> EmailMultiAlternatives:
        """The text that was written, and the same as HTML."""
        mail: EmailMultiAlternatives = super().render_mail(*args, **kwargs)
        mail.attach_alternative(letter_html(str(mail.subject), str(mail.body)), "text/html")
        return mail

    def clean_email(self, email: str) -> str:
        return User.objects.normalize_email(super().clean_email(email))

    def pre_login(self, request: HttpRequest, user: User, **kwargs: Any) -> HttpResponse | None:
        """Nobody signs in as a program: it has a secret of its own, and no pages."""
        if user.is_program:
            raise PermissionDenied
        response: HttpResponse | None = super().pre_login(request, user, **kwargs)
        return response

    def get_login_redirect_url(self, request: HttpRequest) -> str:
        """Where a text that an account needs has changed, past the page that asks again."""
        url = str(super().get_login_redirect_url(request))
        if isinstance(request.user, User) and to_agree_again(user=request.user):
            return f"{reverse('accounts:consents_again')}?{urlencode({'next': url})}"
        return url


class SocialAccountAdapter(DefaultSocialAccountAdapter):  # type: ignore[misc]
    """A person who comes by another site starts as everybody else does."""

    def save_user(self, request: HttpRequest, sociallogin: SocialLogin, form: Any = None) -> User:
        user: User = sociallogin.user
        user.email = User.objects.normalize_email(
            form.cleaned_data["email"] if form else user.email
        )
        user.set_unusable_password()
        start(request, user)
        sociallogin.save(request)
        return user

    def populate_user(self, request: HttpRequest, sociallogin: SocialLogin, data: Any) -> User:
        user: User = super().populate_user(request, sociallogin, data)
        user.display_name = str(data.get("first_name") or "")[:80]
        return user


class MFAAdapter(DefaultMFAAdapter):  # type: ignore[misc]
    """Second factors' secrets are encrypted where they are stored."""

    def encrypt(self, text: str) -> str:
        return secrets.encrypt(text)

    def decrypt(self, encrypted_text: str) -> str:
        return secrets.decrypt(encrypted_text)


def start(request: HttpRequest, user: User) -> User:
    """Save a new person with what their browser tells; signing up is agreeing to the rules."""
    user.language = translation.get_language_from_request(request)
    user.timezone = browser_timezone(request)
    user.units = units_of(request)
    join(user=user)
    agree(user=user, purpose=Purpose.HOUSE_RULES, language=user.language)
    return user


def units_of(request: HttpRequest) -> Units:
    """Miles and pounds where the browser's first language belongs to a country that uses them."""
    first, _, _ = request.headers.get("Accept-Language", "").partition(",")
    _, _, region = first.partition(";")[0].strip().partition("-")
    return Units.IMPERIAL if region.upper() in MILES_REGIONS else Units.METRIC
