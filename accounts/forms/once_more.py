"""The forms of allauth that we show, in our words."""

from typing import Any

from allauth.account.forms import (
    AddEmailForm,
    ChangePasswordForm,
    ReauthenticateForm,
    ResetPasswordForm,
    ResetPasswordKeyForm,
    SetPasswordForm,
)
from allauth.mfa.base.forms import AuthenticateForm
from allauth.mfa.base.forms import ReauthenticateForm as ReauthenticateByCodeForm
from allauth.mfa.totp.forms import ActivateTOTPForm
from allauth.mfa.webauthn.forms import AddWebAuthnForm, EditWebAuthnForm
from django import forms
from django.utils.translation import gettext_lazy as _
from django_stubs_ext import StrOrPromise


class InOurWords(forms.Form):
    """Labels of ours, and none said twice by a placeholder."""

    words: dict[str, StrOrPromise] = {}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, label in self.words.items():
            if name in self.fields:
                self.fields[name].label = label
                self.fields[name].widget.attrs.pop("placeholder", None)


class EmailForm(InOurWords, AddEmailForm):  # type: ignore[misc]
    words = {"email": _("New e-mail address")}


class NewPasswordForm(InOurWords, ChangePasswordForm):  # type: ignore[misc]
    words = {
        "oldpassword": _("Your password now"),
        "password1": _("New password"),
        "password2": _("New password, once more"),
    }


class FirstPasswordForm(InOurWords, SetPasswordForm):  # type: ignore[misc]
    words = {"password1": _("Password"), "password2": _("Password, once more")}


class ForgottenPasswordForm(InOurWords, ResetPasswordForm):  # type: ignore[misc]
    words = {"email": _("E-mail address")}


class PasswordAfterCodeForm(InOurWords, ResetPasswordKeyForm):  # type: ignore[misc]
    words = {"password1": _("New password"), "password2": _("New password, once more")}


class PasswordOnceMoreForm(InOurWords, ReauthenticateForm):  # type: ignore[misc]
    words = {"password": _("Password")}


class SecondStepForm(InOurWords, AuthenticateForm):  # type: ignore[misc]
    words = {"code": _("Code from your app, or a spare code")}


class CodeOnceMoreForm(InOurWords, ReauthenticateByCodeForm):  # type: ignore[misc]
    words = {"code": _("Code from your app, or a spare code")}


class AppForm(InOurWords, ActivateTOTPForm):  # type: ignore[misc]
    words = {"code": _("The code that the app shows now")}


class NewPasskeyForm(InOurWords, AddWebAuthnForm):  # type: ignore[misc]
    words = {"name": _("What you call it"), "passwordless": _("Sign in with it alone")}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if alone := self.fields.get("passwordless"):
            alone.initial = True
            alone.help_text = _(
                "Your device then asks for your finger, your face or its PIN. Without this it only "
                "adds a second step to a password."
            )


class RenamePasskeyForm(InOurWords, EditWebAuthnForm):  # type: ignore[misc]
    words = {"name": _("What you call it")}
