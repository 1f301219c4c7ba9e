"""The pages of imports: send a file, say what its columns mean, watch it, read what was refused."""

from typing import Any
from uuid import UUID, uuid4

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.models import Organization
from accounts.views.asking import HtmxRequest, permitted_organization, person
from core.errors import Invalid, Refused
from core.forms import FORM_METHODS, saved, sent, show_form
from core.paging import turned_page
from partners.imports import files, presenters, services
from partners.imports.columns import COLUMNS
from partners.imports.downloads import refused_lines, template
from partners.imports.enums import FileForm, ImportState
from partners.imports.forms import ColumnsForm, UploadForm
from partners.imports.mapping import Meaning, understand
from partners.imports.permissions import can_import, can_import_organizations
from partners.models import Import

ROWS_A_PAGE = 20
ERRORS_A_PAGE = 50


@login_required
@require_http_methods(FORM_METHODS)
def import_list(request: HtmxRequest, slug: str) -> HttpResponse:
    """Past imports, newest first, and the form for another."""
    organization = permitted_organization(request, slug, can_import)
    with_organizations = can_import_organizations(request.user)
    form = UploadForm(sent(request), request.FILES or None, with_organizations=with_organizations)
    if run := saved(request, form, lambda: _started(request, organization, form.cleaned_data)):
        return redirect(_next_page(run))
    rows = Import.objects.filter(organization=organization).select_related("organization")
    page, more_url = turned_page(request, rows, order=("-created_at", "-id"), size=ROWS_A_PAGE)
    context = {
        "organization": organization,
        "kinds": form.fields["kind"].choices,  # type: ignore[attr-defined]
        "rows": [presenters.row(run) for run in page],
        "more_url": more_url,
    }
    fragment = "#past" if request.htmx and request.method == "GET" else ""
    return show_form(request, f"partners/imports/list.html{fragment}", form, **context)


@login_required
@require_safe
def import_detail(request: HtmxRequest, slug: str, import_id: UUID) -> HttpResponse:
    """How far it is, and what became of its lines; read again every two seconds while it runs."""
    run = _import(request, slug, import_id)
    if run.state == ImportState.DRAFT and not request.htmx:
        return redirect("partners:import_columns", slug, run.pk)
    page, more_url = turned_page(
        request, run.problems.all(), order=("line", "id"), size=ERRORS_A_PAGE
    )
    context = {
        "organization": run.organization,
        "run": run,
        "counted": presenters.counted(run),
        "figures": presenters.figures(run),
        "tone": presenters.TONES.get(ImportState(run.state), ""),
        "problems": page,
        "more_url": more_url,
        "new_id": uuid4(),
    }
    fragment = "#run" if request.htmx and "cursor" not in request.GET else ""
    if request.htmx and "cursor" in request.GET:
        fragment = "#problems"
    return render(request, f"partners/imports/detail.html{fragment}", context)


@login_required
@require_http_methods(FORM_METHODS)
def import_columns(request: HttpRequest, slug: str, import_id: UUID) -> HttpResponse:
    """What the columns of a draft mean, beside its first lines."""
    run = _import(request, slug, import_id)
    if run.state != ImportState.DRAFT or run.is_forgotten:
        return redirect(run)
    meaning = understand(run.kind, run.columns, said=run.mapping or None)
    form = ColumnsForm(sent(request), run=run, meaning=meaning)
    missing: list[Any] = []
    if request.method == "POST" and form.is_valid():
        try:
            services.go_on(run=run, by=person(request), mapping=form.said())
        except Invalid as invalid:
            missing = list(invalid.details.get("mapping", [str(invalid)]))
        except Refused as refused:
            form.add_error(None, str(refused))
        else:
            return redirect(run)
    context = {
        "organization": run.organization,
        "run": run,
        "form": form,
        "missing": missing if form.is_bound else meaning.missing,
        "remarks": _remarks(run, meaning),
        "preview": files.preview(run),
    }
    status = 422 if missing or form.errors else 200
    return render(request, "partners/imports/columns.html", context, status=status)


@login_required
@require_POST
def import_again(request: HttpRequest, slug: str, import_id: UUID) -> HttpResponse:
    """The same file once more: for real, or with other columns."""
    run = _import(request, slug, import_id)
    other_columns = "columns" in request.POST
    try:
        made, _new = services.again(
            run=run,
            by=person(request),
            import_id=_sent_id(request),
            dry_run=run.dry_run if other_columns else False,
            ask=other_columns and run.form == FileForm.CSV,
        )
    except Refused as refused:
        messages.error(request, _reason(refused))
        return redirect(run)
    return redirect(_next_page(made))


@login_required
@require_POST
def import_cancel(request: HttpRequest, slug: str, import_id: UUID) -> HttpResponse:
    """Stop it; what it has done stays."""
    run = _import(request, slug, import_id)
    try:
        services.cancel(run=run, by=person(request))
    except Refused as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, _("The import is cancelled. What it had done stays."))
    return redirect("partners:imports", slug)


@login_required
@require_safe
def import_errors(request: HttpRequest, slug: str, import_id: UUID) -> HttpResponseBase:
    """What was refused, as a table for spreadsheets."""
    return refused_lines(_import(request, slug, import_id))


@login_required
@require_safe
def import_template(request: HttpRequest, slug: str, kind: str) -> HttpResponseBase:
    """An empty table of a kind, with a line to show how."""
    permitted_organization(request, slug, can_import)
    if kind not in COLUMNS:
        raise Http404
    return template(kind)


def _import(request: HttpRequest, slug: str, import_id: UUID) -> Import:
    organization = permitted_organization(request, slug, can_import)
    rows = Import.objects.select_related("organization")
    run = rows.filter(organization=organization, pk=import_id).first()
    if run is None:
        raise Http404
    return run


def _started(request: HttpRequest, organization: Organization, said: dict[str, Any]) -> Import:
    run, _new = services.start(
        by=person(request),
        import_id=said["id"],
        organization=organization,
        kind=said["kind"],
        dry_run=said["dry_run"],
        file=said["file"].file,
        file_name=said["file"].name or "",
        ask=True,
    )
    return run


def _next_page(run: Import) -> Any:
    if run.state == ImportState.DRAFT:
        return reverse("partners:import_columns", args=[run.organization.slug, run.pk])
    return run


def _remarks(run: Import, meaning: Meaning) -> list[str]:
    """What is known of the file before its columns are: of no use is none of them yet."""
    return [*run.remarks[: services.assumed(run)], *meaning.remarks]


def _sent_id(request: HttpRequest) -> UUID:
    try:
        return UUID(request.POST.get("id", ""))
    except ValueError:
        return uuid4()


def _reason(refused: Refused) -> str:
    if isinstance(refused, Invalid):
        return " ".join(str(text) for texts in refused.details.values() for text in texts)
    return str(refused)
