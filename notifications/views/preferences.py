from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts.views.asking import viewer
from core import moments
from core.forms import FORM_METHODS, saved, sent, show_form
from notifications import services
from notifications.choosing import preferences_of
from notifications.forms import PreferencesForm
from notifications.models import PushDevice
from notifications.sending import vapid


@login_required
@require_http_methods(FORM_METHODS)
def settings_page(request: HttpRequest) -> HttpResponse:
    """How one is told of what, when not, and on which devices."""
    user = viewer(request)
    form = PreferencesForm(sent(request), person=user, preferences=preferences_of(user))
    if saved(request, form, lambda: services.change_preferences(user=user, **form.changes())):
        messages.success(request, _("Your settings are saved."))
        return redirect("notifications:settings")
    devices = [
        {"id": each.pk, "name": str(each), "since": moments.moment(each.created_at)}
        for each in PushDevice.objects.of(user).order_by("-created_at")
    ]
    context = {"devices": devices, "push_key": vapid.application_server_key()}
    return show_form(request, "notifications/settings.html", form, **context)
