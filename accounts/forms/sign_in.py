"""Signing in and up: an address, and a password only from those who have one."""

from typing import Any

from allauth.account.forms import LoginForm, SignupForm
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from core.errors import Invalid


class SignInForm(LoginForm):  # type: ignore[misc]
    """Without a password allauth sends a code, with one it checks that."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["login"].label = _("E-mail address")
        self.fields["login"].widget.attrs.pop("placeholder", None)

    def _setup_password_field(self) -> None:
        # allauth drops the field here when signing up asks for no password.
        password = self.fields["password"]
        password.required = False
        password.help_text = _("Left empty, we send you a code.")
        password.widget.attrs.pop("placeholder", None)


class SignUpForm(SignupForm):  # type: ignore[misc]
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["email"].label = _("E-mail address")
        self.fields["email"].widget.attrs.pop("placeholder", None)

    def try_save(self, request: HttpRequest) -> tuple[User | None, HttpResponse | None]:
        """Save, or go where the other of two taps has led: its session waits for the code."""
        try:
            saved: tuple[User | None, HttpResponse | None] = super().try_save(request)
        except Invalid:
            return None, redirect("account_email_verification_sent")
        return saved
