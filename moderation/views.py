"""Reporting, what became of it, and what one was told and may object to."""

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from accounts.views.asking import person
from core.forms import FORM_METHODS, saved, sent, show_form
from core.paging import turned_page
from moderation import services
from moderation.acquaintance import other_person
from moderation.enums import SubjectType
from moderation.forms import ObjectionForm, ReportForm
from moderation.models import Decision, Report
from moderation.presenters import decision_row, outcome_text, report_row
from moderation.subjects import Subject, find

ROWS_A_PAGE = 20
REPORTS, DECISIONS = "reports", "decisions"


@login_required
@require_http_methods(FORM_METHODS)
def report(request: HttpRequest, subject_type: str, subject_id: UUID) -> HttpResponse:
    """Report something that the reader may know of."""
    by = person(request)
    subject = _subject(request, subject_type, subject_id)
    form = ReportForm(sent(request), subject_type=subject_type)

    def tell() -> Report:
        said = form.cleaned_data
        return services.report(
            by=by,
            report_id=said["id"],
            subject_type=subject_type,
            subject=subject,
            reason=said["reason"],
            note=said["note"],
        )[0]

    if made := saved(request, form, tell):
        messages.success(request, _("Thank you. A moderator will look at it."))
        return redirect("moderation:report_detail", made.pk)
    context = {
        "subject": subject,
        "subject_type": SubjectType(subject_type),
        "block_id": subject.person.pk if subject_type in BLOCKABLE and subject.person else None,
    }
    return show_form(request, "moderation/report.html", form, **context)


BLOCKABLE = (SubjectType.PERSON, SubjectType.MESSAGE)


@login_required
@require_safe
def report_other(request: HttpRequest, exchange_id: UUID) -> HttpResponse:
    """From an exchange or a conversation to reporting the person on the other side."""
    other = other_person(person(request), exchange_id)
    if other is None:
        raise Http404
    return redirect("moderation:report", SubjectType.PERSON, other.pk)


@login_required
@require_safe
def block_other(request: HttpRequest, exchange_id: UUID) -> HttpResponse:
    """From an exchange or a conversation to blocking the person on the other side."""
    other = other_person(person(request), exchange_id)
    if other is None:
        raise Http404
    return redirect("accounts:block", other.pk)


@login_required
@require_safe
def mine(request: HttpRequest) -> HttpResponse:
    """What one has reported, and what was decided about oneself."""
    user = person(request)
    tab = DECISIONS if request.GET.get("tab") == DECISIONS else REPORTS
    if tab == DECISIONS:
        decisions, next_url = turned_page(
            request, Decision.objects.told_to(user), order=("-at", "-id"), size=ROWS_A_PAGE
        )
        rows = [decision_row(row) for row in decisions]
    else:
        own = Report.objects.of(user).select_related("decision")
        reports, next_url = turned_page(
            request, own, order=("-created_at", "-id"), size=ROWS_A_PAGE
        )
        rows = [report_row(row) for row in reports]
    context = {"tab": tab, "rows": rows, "next_url": next_url}
    return render(request, "moderation/mine.html", context)


@login_required
@require_safe
def report_detail(request: HttpRequest, report_id: UUID) -> HttpResponse:
    """One's own report, and whether something was done."""
    own = Report.objects.of(person(request)).select_related("decision")
    row = get_object_or_404(own, pk=report_id)
    context = {"report": row, "row": report_row(row), "outcome": outcome_text(row)}
    return render(request, "moderation/report_detail.html", context)


@login_required
@require_http_methods(FORM_METHODS)
def decision(request: HttpRequest, decision_id: UUID) -> HttpResponse:
    """What was decided about oneself, why, and how to object."""
    by = person(request)
    told = Decision.objects.told_to(by).select_related("objection")
    row = get_object_or_404(told, pk=decision_id)
    form = ObjectionForm(sent(request))
    write = lambda: services.object_to(decision=row, by=by, text=form.cleaned_data["text"])  # noqa: E731
    if saved(request, form, write):
        messages.success(request, _("Your objection is sent. You are told the answer."))
        return redirect(row)
    objection = getattr(row, "objection", None)
    return show_form(request, "moderation/decision.html", form, decision=row, objection=objection)


def _subject(request: HttpRequest, subject_type: str, subject_id: UUID) -> Subject:
    if subject_type not in SubjectType.values:
        raise Http404
    subject = find(subject_type, subject_id, reader=person(request))
    if subject is None:
        raise Http404
    return subject
