"""The pages of an organization's programs."""

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from accounts.clients import registering
from accounts.enums import ClientState
from accounts.models import ApiClient
from accounts.permissions import can_manage_programs
from accounts.views.asking import permitted_organization, person
from core.errors import Refused
from core.forms import FORM_METHODS, saved, sent, show_form
from core.paging import turned_page
from partners.clients import presenters
from partners.clients.asking import program_of
from partners.clients.forms import ProgramForm, SecretForm
from partners.clients.usage import usage_of

ROWS_A_PAGE = 30
USAGE_DAYS = 30


@login_required
@require_safe
def programs(request: HttpRequest, slug: str) -> HttpResponse:
    """All of them, the newest first."""
    organization = permitted_organization(request, slug, can_manage_programs)
    page, more_url = turned_page(
        request,
        organization.api_clients.select_related("organization"),
        order=("-created_at", "-id"),
        size=ROWS_A_PAGE,
    )
    context = {
        "organization": organization,
        "rows": [presenters.program_row(client) for client in page],
        "more_url": more_url,
    }
    return render(request, "partners/program_list.html", context)


@login_required
@require_http_methods(FORM_METHODS)
def register(request: HttpRequest, slug: str) -> HttpResponse:
    """Ask that a program may use the API."""
    organization = permitted_organization(request, slug, can_manage_programs)
    form = ProgramForm(sent(request))

    def ask() -> ApiClient:
        return registering.register(
            organization=organization,
            by=person(request),
            client_id=form.cleaned_data["id"],
            **form.told(),
        )[0]

    if client := saved(request, form, ask):
        messages.success(request, _("It is registered. You are told when it is let in."))
        return redirect(client)
    return show_form(request, "partners/program_form.html", form, organization=organization)


@login_required
@require_safe
def program(request: HttpRequest, slug: str, client_id: UUID) -> HttpResponse:
    """What it may do, how much it calls, and its secret."""
    organization = permitted_organization(request, slug, can_manage_programs)
    client = program_of(organization, client_id)
    in_use = client.state == ClientState.APPROVED
    days = usage_of(client, days=USAGE_DAYS) if in_use else []
    context = {
        "organization": organization,
        "client": client,
        "in_use": in_use,
        "is_open": client.state != ClientState.REVOKED,
        "tone": presenters.TONES[ClientState(client.state)],
        "scopes": presenters.scope_lines(client),
        "plan": presenters.plan_text(client),
        "days": [row for row in reversed(days) if row.calls or row.refused],
        "columns": presenters.usage_columns(days),
        "usage_said": presenters.usage_sentence(days),
        "secret_form": SecretForm(),
    }
    return render(request, "partners/program_detail.html", context)


@login_required
@require_http_methods(FORM_METHODS)
def edit(request: HttpRequest, slug: str, client_id: UUID) -> HttpResponse:
    """Change what it is called, is for, or asks for."""
    organization = permitted_organization(request, slug, can_manage_programs)
    client = program_of(organization, client_id)
    form = ProgramForm(sent(request), client=client)
    by = person(request)
    if changed := saved(
        request, form, lambda: registering.change(client=client, by=by, **form.told())
    ):
        waits = changed.scopes_waiting and changed.state == ClientState.APPROVED
        said = _("Changed. What is new waits for an answer.") if waits else _("Changed.")
        messages.success(request, said)
        return redirect(client)
    context = {"organization": organization, "client": client}
    return show_form(request, "partners/program_form.html", form, **context)


@never_cache
@login_required
@require_http_methods(FORM_METHODS)
def secret(request: HttpRequest, slug: str, client_id: UUID) -> HttpResponse:
    """Ask once, then show a new secret, which nobody can show again."""
    organization = permitted_organization(request, slug, can_manage_programs)
    client = program_of(organization, client_id)
    form = SecretForm(sent(request))
    context = {
        "organization": organization,
        "client": client,
        "form": form,
    }
    if request.method != "POST":
        return render(request, "partners/program_secret_new.html", context)
    try:
        made = registering.rotate_secret(
            client=client, by=person(request), sign_out=bool(request.POST.get("end_tokens"))
        )
    except Refused as refused:
        messages.error(request, str(refused))
        return redirect(client)
    return render(request, "partners/program_secret.html", {**context, "secret": made})


@login_required
@require_http_methods(FORM_METHODS)
def switch_off(request: HttpRequest, slug: str, client_id: UUID) -> HttpResponse:
    """Ask once, then switch it off for good."""
    organization = permitted_organization(request, slug, can_manage_programs)
    client = program_of(organization, client_id)
    if request.method == "POST":
        try:
            registering.revoke(client=client, by=person(request))
        except Refused as refused:
            messages.error(request, str(refused))
        else:
            messages.success(request, _("It is switched off."))
        return redirect("partners:programs", organization.slug)
    context = {"organization": organization, "client": client}
    return render(request, "partners/program_switch_off.html", context)
