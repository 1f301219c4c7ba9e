from collections.abc import Callable
from uuid import UUID

from django import forms
from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from commitments import presenters, services
from commitments.calendar import calendar_file
from commitments.enums import CommitmentState, Verb
from commitments.forms import HandOverForm
from commitments.models import Commitment
from commitments.permissions import allowed_to
from commitments.places import places_for
from commitments.questions import question
from commitments.views.asking import own_exchange, viewer
from core.errors import Invalid, Refused
from core.forms import apply_refusal

VERBS: dict[str, Callable[..., Commitment]] = {
    Verb.ACCEPT: services.accept,
    Verb.DECLINE: services.decline,
    Verb.CANCEL: services.cancel,
    Verb.HAND_OVER: services.hand_over,
    Verb.DISPUTE: services.dispute,
    Verb.MISSED: services.miss,
}


@login_required
@require_safe
def detail(request: HttpRequest, commitment_id: UUID) -> HttpResponse:
    """One exchange, from the viewer's side."""
    commitment, side = own_exchange(request, commitment_id)
    units = viewer(request).units
    place = places_for([commitment], {commitment.pk: side}).get(commitment.pk)
    context = {
        "exchange": presenters.detail(commitment, side, units, place),
        "steps": presenters.steps(commitment, side, units),
    }
    return render(request, "commitments/exchange_detail.html", context)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def say(request: HttpRequest, commitment_id: UUID, verb: str) -> HttpResponse:
    """Ask whether it is meant (GET), then say it (POST)."""
    if verb not in VERBS:
        raise Http404
    commitment, side = own_exchange(request, commitment_id)
    form = _form(Verb(verb), commitment, request)
    if request.method == "POST" and form.is_valid():
        try:
            VERBS[verb](commitment=commitment, by=viewer(request), **form.cleaned_data)
        except Invalid as refused:
            apply_refusal(form, refused)
        except Refused as refused:
            messages.error(request, str(refused))
            return redirect(commitment)
        else:
            messages.success(request, str(question(Verb(verb), side).done))
            return redirect(commitment)
    elif request.method != "POST" and Verb(verb) not in allowed_to(side, commitment):
        return redirect(commitment)
    context = {
        "exchange": presenters.card(commitment, side, viewer(request).units),
        "question": question(Verb(verb), side),
        "tone": "danger" if verb == Verb.CANCEL else "",
        "form": form,
    }
    status = 422 if form.errors else 200
    return render(request, "commitments/exchange_verb.html", context, status=status)


@login_required
@require_safe
def calendar(request: HttpRequest, commitment_id: UUID) -> HttpResponse:
    """An agreed hand-over for one's own calendar."""
    commitment, side = own_exchange(request, commitment_id)
    if commitment.state != CommitmentState.ACCEPTED:
        raise Http404
    place = places_for([commitment], {commitment.pk: side}).get(commitment.pk)
    deal = presenters.deal(commitment, side, viewer(request).units)
    content = calendar_file(
        uid=f"{commitment.pk}@foodcoord",
        sequence=commitment.version,
        stamp=commitment.updated_at,
        start=commitment.handover_start,
        end=commitment.handover_end,
        summary=f"{presenters.title(commitment)}: {deal}",
        description=presenters.travel_text(commitment, side),
        location=presenters.location_text(commitment, place),
        url=f"{settings.SITE_URL}{commitment.get_absolute_url()}",
    )
    response = HttpResponse(content, content_type="text/calendar; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="exchange.ics"'
    return response


def _form(verb: Verb, commitment: Commitment, request: HttpRequest) -> forms.Form:
    """What is asked besides yes: only how much."""
    data = request.POST if request.method == "POST" else None
    if verb == Verb.HAND_OVER:
        return HandOverForm(data, commitment=commitment)
    return forms.Form(data)
