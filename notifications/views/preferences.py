from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts.views.asking import sent, viewer
from core import moments
from core.errors import Refused
from core.forms import apply_refusal
from notifications import services
from notifications.choosing import preferences_of
from notifications.forms import PreferencesForm
from notifications.models import PushDevice
from notifications.sending import vapid


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def settings_page(request: HttpRequest) -> HttpResponse:
    """How one is told of what, when not, and on which devices."""
    user = viewer(request)
    data = sent(request)
    form = PreferencesForm(data, person=user, preferences=preferences_of(user))
    if request.method == "POST" and form.is_valid():
        try:
            services.change_preferences(user=user, **form.changes())
        except Refused as refused:
            apply_refusal(form, refused)
        else:
            messages.success(request, _("Your settings are saved."))
            return redirect("notifications:settings")
    devices = [
        {"id": each.pk, "name": str(each), "since": moments.moment(each.created_at)}
        for each in PushDevice.objects.of(user).order_by("-created_at")
    ]
    context = {"form": form, "devices": devices, "push_key": vapid.application_server_key()}
    status = 422 if form.errors else 200
    return render(request, "notifications/settings.html", context, status=status)
