"""Inviting people, and joining by an invitation."""

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from accounts.models import Invitation
from accounts.permissions import role_of
from accounts.services import inviting
from accounts.views.asking import person
from accounts.views.members import managed_organization
from core.errors import Refused
from core.forms import FORM_METHODS


@login_required
@require_POST
def revoke(request: HttpRequest, slug: str, invitation_id: UUID) -> HttpResponse:
    """Let nobody join by it any more."""
    organization = managed_organization(request, slug)
    invitation = get_object_or_404(
        organization.invitations.select_related("organization"), pk=invitation_id
    )
    inviting.revoke(invitation=invitation, by=person(request))
    messages.success(request, _("Nobody can join by that invitation any more."))
    return redirect("accounts:organization_members", organization.slug)


@login_required
@require_http_methods(FORM_METHODS)
def invitation(request: HttpRequest, token: str) -> HttpResponse:
    """Say who invites into what; join by a tap."""
    by, found = person(request), _found(token)
    if request.method == "POST":
        try:
            inviting.join_by(invitation=found, by=by)
        except Refused as refused:
            messages.error(request, str(refused))
            return redirect(found)
        messages.success(request, _("Welcome. You belong to it now."))
        return redirect(found.organization)
    belongs = role_of(by, found.organization) is not None
    status = 200 if found.is_open or belongs else 410
    context = {"invitation": found, "belongs": belongs}
    return render(request, "accounts/invitation.html", context, status=status)


def _found(token: str) -> Invitation:
    try:
        return inviting.find(token)
    except Invitation.DoesNotExist as error:
        raise Http404 from error
