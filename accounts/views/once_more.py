"""Asking who one is once more, before what cannot be taken back."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from allauth.account.decorators import reauthentication_required
from allauth.account.internal.flows.reauthentication import get_reauthentication_flows
from django.contrib import messages
from django.contrib.auth import logout
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.utils.translation import gettext as _

from accounts.middleware import signed_in_for

View = Callable[..., HttpResponseBase]
RECENT_SECONDS = 15 * 60


def asks_once_more(view: View) -> View:
    """The password, a passkey or a code of the app; who has none of these signs in again by a
    code in the mail, unless they just have. Signing in comes first: below `login_required`."""
    by_factor: View = reauthentication_required(view)

    @wraps(view)
    def wrapped(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if get_reauthentication_flows(request.user):
            return by_factor(request, *args, **kwargs)
        if signed_in_for(request.session) < RECENT_SECONDS:
            return view(request, *args, **kwargs)
        logout(request)
        messages.info(request, _("Please sign in once more, to be sure that it is you."))
        return redirect_to_login(request.get_full_path())

    return wrapped
