from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from accounts.acting import act_for
from accounts.permissions import can_act_for
from accounts.views.asking import visible_organization


@login_required
@require_POST
def act_as_organization(request: HttpRequest, slug: str) -> HttpResponse:
    """Share, ask and promise in its name from now on."""
    organization = visible_organization(request, slug)
    if not can_act_for(request.user, organization):
        raise PermissionDenied
    act_for(request, organization)
    said = _("From now on you act for %(name)s.") % {"name": organization.name}
    messages.success(request, said)
    return redirect(organization)


@login_required
@require_POST
def act_as_oneself(request: HttpRequest) -> HttpResponse:
    """Share, ask and promise in one's own name again."""
    act_for(request, None)
    messages.success(request, _("You act for yourself again."))
    return redirect("nearby:home")
