"""What happens to accounts, written down for their owners."""

from __future__ import annotations

import ipaddress
from typing import Any

from allauth.account import signals as account
from allauth.account.adapter import get_adapter
from allauth.mfa import signals as mfa
from allauth.mfa.models import Authenticator
from allauth.socialaccount import signals as social
from django.contrib.auth.signals import user_logged_in, user_logged_out, user_login_failed
from django.http import HttpRequest

from accounts.enums import SecurityEventKind as Kind
from accounts.middleware import begin
from accounts.models import SecurityEvent, User
from accounts.templatetags.devices import family

V4_BITS, V6_BITS = 24, 48
ADDED = {
    Authenticator.Type.WEBAUTHN: Kind.PASSKEY_ADDED,
    Authenticator.Type.TOTP: Kind.APP_ADDED,
    Authenticator.Type.RECOVERY_CODES: Kind.RECOVERY_CODES,
}
REMOVED = {
    Authenticator.Type.WEBAUTHN: Kind.PASSKEY_REMOVED,
    Authenticator.Type.TOTP: Kind.APP_REMOVED,
}


def connect() -> None:
    user_logged_in.connect(signed_in, dispatch_uid="accounts.signed_in")
    user_logged_out.connect(signed_out, dispatch_uid="accounts.signed_out")
    user_login_failed.connect(sign_in_failed, dispatch_uid="accounts.sign_in_failed")
    for signal in (account.login_code_rejected, mfa.authentication_failed):
        signal.connect(code_rejected, dispatch_uid=f"accounts.rejected.{id(signal)}")
    for signal in (account.password_set, account.password_changed, account.password_reset):
        signal.connect(password_changed, dispatch_uid=f"accounts.password.{id(signal)}")
    account.email_changed.connect(email_changed, dispatch_uid="accounts.email_changed")
    for signal in (mfa.authenticator_added, mfa.authenticator_reset):
        signal.connect(factor_added, dispatch_uid=f"accounts.factor.{id(signal)}")
    mfa.authenticator_removed.connect(factor_removed, dispatch_uid="accounts.factor_removed")
    social.social_account_added.connect(connected, dispatch_uid="accounts.connected")
    social.social_account_removed.connect(disconnected, dispatch_uid="accounts.disconnected")


def note(user: User | None, kind: Kind, request: HttpRequest | None) -> None:
    """Write down what happened: from which network, not which address; the browser's family."""
    if user is None or not isinstance(user, User):
        return
    network, device = "", ""
    if request is not None and "REMOTE_ADDR" in request.META:
        network = network_of(get_adapter().get_client_ip(request) or "")
        device = family(request.headers.get("User-Agent", ""))
    SecurityEvent.objects.create(user=user, kind=kind, network=network, device=device)


def network_of(address: str) -> str:
    """`203.0.113.0/24`, also of `::ffff:203.0.113.9`; `2001:db8:1::/48`; empty where it is no
    address."""
    try:
        said = ipaddress.ip_address(address)
    except ValueError:
        return ""
    known = getattr(said, "ipv4_mapped", None) or said
    bits = V4_BITS if known.version == 4 else V6_BITS
    return str(ipaddress.ip_network(f"{known}/{bits}", strict=False))


def signed_in(request: HttpRequest, user: User, **kwargs: Any) -> None:
    begin(request.session)
    note(user, Kind.SIGNED_IN, request)


def signed_out(request: HttpRequest, user: User | None, **kwargs: Any) -> None:
    note(user, Kind.SIGNED_OUT, request)


def sign_in_failed(
    credentials: dict[str, Any], request: HttpRequest | None = None, **kwargs: Any
) -> None:
    email = str(credentials.get("email") or credentials.get("username") or "")
    if email:
        note(User.objects.with_email(email).first(), Kind.SIGN_IN_FAILED, request)


def code_rejected(user: User | None = None, **kwargs: Any) -> None:
    note(user, Kind.SIGN_IN_FAILED, kwargs.get("request"))


def password_changed(request: HttpRequest, user: User, **kwargs: Any) -> None:
    note(user, Kind.PASSWORD_CHANGED, request)


def email_changed(request: HttpRequest, user: User, **kwargs: Any) -> None:
    if kwargs.get("from_email_address"):
        note(user, Kind.EMAIL_CHANGED, request)


def factor_added(
    request: HttpRequest, user: User, authenticator: Authenticator, **kwargs: Any
) -> None:
    note(user, ADDED[authenticator.type], request)


def factor_removed(
    request: HttpRequest, user: User, authenticator: Authenticator, **kwargs: Any
) -> None:
    if authenticator.type in REMOVED:
        note(user, REMOVED[authenticator.type], request)


def connected(request: HttpRequest, sociallogin: Any, **kwargs: Any) -> None:
    note(sociallogin.user, Kind.ACCOUNT_CONNECTED, request)


def disconnected(request: HttpRequest, socialaccount: Any, **kwargs: Any) -> None:
    note(socialaccount.user, Kind.ACCOUNT_DISCONNECTED, request)
