"""Browsers that are called when something happens."""

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from accounts.views.asking import viewer
from core.errors import Refused
from notifications import services
from notifications.forms import DeviceForm
from notifications.models import PushDevice

SETTINGS = "notifications:settings"


@login_required
@require_POST
def add(request: HttpRequest) -> HttpResponse:
    """Call this browser from now on; its script fills the form in."""
    form = DeviceForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("This browser could not be added. Please try again."))
        return redirect(SETTINGS)
    try:
        services.register_device(user=viewer(request), **form.cleaned_data)
    except Refused as refused:
        messages.error(request, " ".join(_sentences(refused)))
    else:
        messages.success(request, _("This browser will be told."))
    return redirect(SETTINGS)


@login_required
@require_POST
def remove(request: HttpRequest, device_id: UUID) -> HttpResponse:
    """Call a browser no more."""
    device = get_object_or_404(PushDevice.objects.of(viewer(request)), pk=device_id)
    services.remove_device(device=device)
    messages.success(request, _("That device will not be told any more."))
    return redirect(SETTINGS)


def _sentences(refused: Refused) -> list[str]:
    lists = [each for each in refused.details.values() if isinstance(each, list)]
    return [str(sentence) for each in lists for sentence in each] or [str(refused)]
