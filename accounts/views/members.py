"""Who belongs to an organization: owners say; a member may leave."""

from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from accounts import services
from accounts.enums import Role
from accounts.forms import InviteForm, RoleForm
from accounts.models import Invitation, Organization
from accounts.permissions import can_manage_members
from accounts.querysets import MembershipQuerySet
from accounts.services import inviting
from accounts.views.asking import permitted_organization, person, visible_organization
from core.errors import Refused
from core.forms import FORM_METHODS, saved, sent, show_form


@login_required
@require_http_methods(FORM_METHODS)
def members(request: HttpRequest, slug: str) -> HttpResponse:
    """The people of an organization, for its owners to manage."""
    organization = managed_organization(request, slug)
    form = InviteForm(sent(request))
    by = person(request)
    if made := saved(
        request, form, lambda: inviting.invite(organization=organization, by=by, **form.told())
    ):
        messages.success(request, _said(made[0]))
        return redirect("accounts:organization_members", organization.slug)
    context = {
        "organization": organization,
        "members": organization.memberships.in_reading_order(),
        "invitations": organization.invitations.open().order_by("-created_at"),
        "site_url": settings.SITE_URL,
        "roles": Role.choices,
    }
    return show_form(request, "accounts/organization_members.html", form, **context)


@login_required
@require_POST
def member_role(request: HttpRequest, slug: str, user_id: UUID) -> HttpResponse:
    """Give a member another role."""
    organization = managed_organization(request, slug)
    membership = get_object_or_404(_memberships(organization), user_id=user_id)
    form = RoleForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("Choose one of the roles."))
    else:
        try:
            services.change_role(membership=membership, by=person(request), **form.cleaned_data)
        except Refused as refused:
            messages.error(request, str(refused))
        else:
            messages.success(request, _("Their role is changed."))
    return redirect("accounts:organization_members", organization.slug)


@login_required
@require_http_methods(FORM_METHODS)
def member_remove(request: HttpRequest, slug: str, user_id: UUID) -> HttpResponse:
    """Ask once, then part ways; for owners, and for the member who leaves."""
    user = person(request)
    organization = visible_organization(request, slug)
    is_own = user.pk == user_id
    if not (can_manage_members(user, organization) or is_own):
        raise PermissionDenied
    membership = get_object_or_404(_memberships(organization), user_id=user_id)
    if request.method == "POST":
        try:
            services.remove_member(membership=membership, by=user)
        except Refused as refused:
            messages.error(request, str(refused))
        else:
            gone = _("You have left.") if is_own else _("They no longer belong to it.")
            messages.success(request, gone)
        return redirect(organization)
    context = {"organization": organization, "membership": membership, "is_own": is_own}
    return render(request, "accounts/member_remove.html", context)


def managed_organization(request: HttpRequest, slug: str) -> Organization:
    """One whose people the reader may change.

    Raises:
        Http404: not to be seen.
        PermissionDenied: not theirs to manage.
    """
    return permitted_organization(request, slug, can_manage_members)


def _said(invitation: Invitation) -> str:
    if invitation.email:
        return _("The invitation is on its way by e-mail.")
    return _("Here is your link. Pass it on to those who shall join.")


def _memberships(organization: Organization) -> MembershipQuerySet:
    return organization.memberships.select_related("user", "organization")
