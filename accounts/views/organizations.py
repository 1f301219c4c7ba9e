"""The pages of organizations."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts import presenters, services
from accounts.enums import OrganizationKind, Units
from accounts.forms import OrganizationForm
from accounts.linked_data import organization_linked
from accounts.models import Organization, User
from accounts.permissions import can_edit, can_manage_members, can_see_exact_place, can_see_members
from accounts.querysets import OrganizationQuerySet
from accounts.views.asking import HtmxRequest, person, visible_organization
from core.errors import Refused
from core.forms import FORM_METHODS, saved, sent, show_form
from core.geo import cells
from core.linked_data import script_of
from core.paging import turned_page
from core.sharing import Shared, with_site_card

ROWS_A_PAGE = 30


@require_safe
def organization_list(request: HtmxRequest) -> HttpResponse:
    """Organizations, nearest first for who has a home here, else by name."""
    here = _here(request)
    kind = request.GET.get("kind", "")
    kind = kind if kind in OrganizationKind.values else ""
    text = request.GET.get("q", "").replace("\0", "").strip()[:100]
    found = _found(request, kind, text)
    ordered, order = _ordered(found, here)
    page, more_url = turned_page(request, ordered, order=order, size=ROWS_A_PAGE)
    units = getattr(request.user, "units", Units.METRIC)
    count = found.count()
    context = {
        "kind": kind,
        "mine": "mine" in request.GET,
        "query": text,
        "kinds": OrganizationKind.choices,
        "rows": [presenters.organization_row(row, here, units) for row in page],
        "summary": ngettext("%(count)s organization", "%(count)s organizations", count)
        % {"count": count},
        "more_url": more_url,
    }
    fragment = "#results" if request.htmx else ""
    return render(request, f"accounts/organization_list.html{fragment}", context)


@require_safe
def organization_detail(request: HttpRequest, slug: str) -> HttpResponse:
    """One organization; its people and, unless public, its door only for those who belong."""
    organization = visible_organization(request, slug)
    known = can_see_exact_place(request.user, organization)
    members = can_see_members(request.user, organization)
    units = getattr(request.user, "units", Units.METRIC)
    state, tone = presenters.open_state(organization)
    place = organization.exact_place if known else None
    context = {
        "organization": organization,
        "place": place,
        "linked_data": ""
        if request.user.is_authenticated
        else script_of(organization_linked(organization, place)),
        "area": presenters.area_sentence(organization.cell, units),
        "map": presenters.area_map(organization.cell, units),
        "days": presenters.opening_days(organization),
        "special_days": presenters.special_days(organization),
        "open_state": state,
        "open_tone": tone,
        "verified": presenters.verified_text(organization),
        "members": organization.memberships.in_reading_order() if members else None,
        "can_edit": can_edit(request.user, organization),
        "can_manage": can_manage_members(request.user, organization),
        "share": shared(organization),
    }
    return render(request, "accounts/organization_detail.html", context)


def shared(organization: Organization) -> Shared | None:
    """How an organization's page is passed on; None where it is hidden."""
    if organization.hidden_at is not None:
        return None
    text = organization.get_kind_display()
    return with_site_card(organization.name, text, organization.get_absolute_url())


@login_required
@require_http_methods(FORM_METHODS)
def organization_create(request: HttpRequest) -> HttpResponse:
    form = OrganizationForm(sent(request))
    by = person(request)

    def found() -> Organization:
        return services.create_organization(
            by=by, organization_id=form.cleaned_data["id"], **form.changes()
        )[0]

    if organization := saved(request, form, found):
        messages.success(request, _("The page of your organization is up."))
        return redirect(organization)
    return show_form(request, "accounts/organization_form.html", form)


@login_required
@require_http_methods(FORM_METHODS)
def organization_edit(request: HttpRequest, slug: str) -> HttpResponse:
    organization = editable_organization(request, slug)
    form = OrganizationForm(sent(request), organization=organization)
    by = person(request)

    def edit() -> Organization:
        return services.edit_organization(organization=organization, by=by, **form.changes())

    if edited := saved(request, form, edit):
        messages.success(request, _("The page is changed, and verified today."))
        return redirect(edited)
    return show_form(request, "accounts/organization_form.html", form, organization=organization)


@login_required
@require_POST
def organization_verify(request: HttpRequest, slug: str) -> HttpResponse:
    """All the page says still holds."""
    organization = editable_organization(request, slug)
    try:
        services.verify_organization(organization=organization, by=person(request))
    except Refused as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, _("Thank you. The page says it was verified today."))
    return redirect(organization)


def editable_organization(request: HttpRequest, slug: str) -> Organization:
    """One that the person may edit.

    Raises:
        Http404: not to be seen.
        PermissionDenied: not theirs to edit.
    """
    organization = visible_organization(request, slug)
    if not can_edit(request.user, organization):
        raise PermissionDenied
    return organization


def _here(request: HttpRequest) -> cells.Point | None:
    """The centre of the reader's own cell: near enough for an order, and it tells no more."""
    if isinstance(request.user, User) and request.user.home_cell:
        return cells.centre(request.user.home_cell)
    return None


def _found(request: HttpRequest, kind: str, text: str) -> OrganizationQuerySet:
    found = Organization.objects.visible_to(request.user)
    if "mine" in request.GET:
        found = found.of(request.user)
    if kind:
        found = found.of_kind(kind)
    return found.named(text) if text else found


def _ordered(
    found: OrganizationQuerySet, here: cells.Point | None
) -> tuple[OrganizationQuerySet, tuple[str, str]]:
    """Nearest first for who has a home here, else by name."""
    rows = found.prefetch_related("accepts")
    return (rows.with_metres_from(here), ("metres", "id")) if here else (rows, ("name", "id"))
