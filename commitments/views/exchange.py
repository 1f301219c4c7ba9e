from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from accounts.views.asking import viewer
from commitments import presenters, services
from commitments.addresses import scan_url
from commitments.enums import CommitmentState, Verb
from commitments.errors import TooManyTries
from commitments.forms import VerbForm, form_for
from commitments.models import Commitment
from commitments.permissions import allowed_to, can_see_code
from commitments.places import places_for
from commitments.questions import question
from commitments.reliability import reliability_of
from commitments.views.asking import own_exchange
from core.errors import Invalid, Refused
from core.forms import FORM_METHODS, sent, show_form
from core.qr import svg

VERBS: dict[str, Callable[..., Commitment]] = {
    Verb.ACCEPT: services.accept,
    Verb.DECLINE: services.decline,
    Verb.CANCEL: services.cancel,
    Verb.DISPUTE: services.dispute,
    Verb.MISSED: services.miss,
    Verb.OFFER_WINDOWS: services.offer_windows,
    Verb.CHOOSE_WINDOW: services.choose_window,
    Verb.CONFIRM: services.confirm,
    Verb.THANK: services.thank,
    Verb.UNDO: services.undo,
}


@login_required
@require_safe
def detail(request: HttpRequest, commitment_id: UUID) -> HttpResponse:
    """One exchange, from the viewer's side."""
    commitment, side = own_exchange(request, commitment_id)
    units, sides = viewer(request).units, {commitment.pk: side}
    exchange = presenters.detail(
        commitment,
        side,
        units,
        place=places_for([commitment], sides).get(commitment.pk),
        windows=services.windows_of([commitment])[commitment.pk],
        kept=reliability_of([commitment], sides).get(commitment.pk),
    )
    context = {"exchange": exchange, "steps": presenters.steps(commitment, side, units)}
    return render(request, "commitments/exchange_detail.html", context)


@login_required
@require_http_methods(FORM_METHODS)
def say(request: HttpRequest, commitment_id: UUID, verb: str) -> HttpResponse:
    """Ask whether it is meant (GET), then say it (POST)."""
    if verb not in Verb:
        raise Http404
    commitment, side = own_exchange(request, commitment_id)
    data = sent(request)
    if data is None and Verb(verb) not in allowed_to(side, commitment):
        return redirect(commitment)
    initial = {"code": request.GET.get("code", "")}
    form = form_for(verb, data, commitment=commitment, side=side, initial=initial)
    if form.is_valid():
        try:
            _do(verb, commitment, request, form)
        except (Invalid, TooManyTries) as refused:
            form.apply(refused)
        except Refused as refused:
            messages.error(request, str(refused))
            return redirect(commitment)
        else:
            messages.success(request, str(question(Verb(verb), side).done))
            return redirect(commitment)
    context = {
        "exchange": presenters.card(commitment, side, viewer(request).units),
        "verb": verb,
        "question": question(Verb(verb), side),
        "tone": "danger" if verb == Verb.CANCEL else "",
    }
    return show_form(request, "commitments/exchange_verb.html", form, **context)


@login_required
@require_safe
def code(request: HttpRequest, commitment_id: UUID) -> HttpResponse:
    """The receiver's code as a picture to scan: it leads the giver to where they confirm it."""
    commitment, side = own_exchange(request, commitment_id)
    if not can_see_code(side, commitment):
        raise Http404
    response = HttpResponse(svg(scan_url(commitment)), content_type="image/svg+xml")
    response["Cache-Control"] = "no-store"
    return response


@login_required
@require_safe
def calendar(request: HttpRequest, commitment_id: UUID) -> HttpResponse:
    """An agreed hand-over for one's own calendar."""
    commitment, side = own_exchange(request, commitment_id)
    if commitment.state != CommitmentState.ACCEPTED:
        raise Http404
    place = places_for([commitment], {commitment.pk: side}).get(commitment.pk)
    content = presenters.calendar_of([(commitment, side, place)], viewer(request).units)
    response = HttpResponse(content, content_type="text/calendar; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="exchange.ics"'
    return response


def _do(verb: str, commitment: Commitment, request: HttpRequest, form: VerbForm) -> None:
    by, said = viewer(request), form.said()
    if verb == Verb.HAND_OVER:
        _hand_over(commitment, by=by, **said)
    else:
        VERBS[verb](commitment=commitment, by=by, **said)


def _hand_over(commitment: Commitment, *, code: str = "", **said: Any) -> None:
    """With a code, it is looked at first: tries are counted outside the hand-over."""
    by = said["by"]
    proof = services.check_code(commitment=commitment, by=by, code=code) if code else None
    services.hand_over(commitment=commitment, proof=proof, **said)
