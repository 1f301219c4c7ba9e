"""The admin's door: signed in as everywhere else, and with a second factor."""

from typing import Any

from allauth.mfa.utils import is_mfa_enabled
from django.conf import settings
from django.contrib import messages
from django.contrib.admin import AdminSite
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import User


class StaffAdminSite(AdminSite):
    site_header = "FoodCoord"
    site_title = "FoodCoord"
    index_title = gettext_lazy("Administration")

    def has_permission(self, request: HttpRequest) -> bool:
        return super().has_permission(request) and has_second_factor(request)

    def login(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """Send the anonymous to sign in, staff without a second factor to set one up."""
        if not request.user.is_authenticated:
            if not settings.STAFF_MFA_REQUIRED:
                messages.info(request, _("Here the admin asks for no second factor."))
            next_url = request.GET.get(self._next_field) or request.get_full_path()
            return redirect_to_login(next_url)
        if not super().has_permission(request):
            raise PermissionDenied
        if not has_second_factor(request):
            messages.warning(request, _("The admin asks for a second factor. Set one up here."))
            return redirect("mfa_index")
        return super().login(request, extra_context)

    _next_field = "next"


def has_second_factor(request: HttpRequest) -> bool:
    """Whether the person has one, or the site does not ask (`STAFF_MFA_REQUIRED`)."""
    if not settings.STAFF_MFA_REQUIRED:
        return True
    return isinstance(request.user, User) and bool(is_mfa_enabled(request.user))
