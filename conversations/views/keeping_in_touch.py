from collections.abc import Callable
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from accounts.views.asking import HtmxRequest, viewer
from conversations import presenters, reads, services
from conversations.enums import ConversationKind
from conversations.forms import AskForm
from conversations.models import Conversation
from core.errors import Refused
from core.forms import FORM_METHODS, sent, show_form


@login_required
@require_http_methods(FORM_METHODS)
def ask(request: HtmxRequest, conversation_id: UUID) -> HttpResponse:
    """Ask the other side of an exchange to keep in touch."""
    seat = reads.seat_or_404(viewer(request), conversation_id)
    origin = seat.conversation
    if origin.kind != ConversationKind.COMMITMENT:
        raise Http404
    form = AskForm(sent(request))
    if request.method == "POST" and form.is_valid():
        try:
            opened, _new = services.ask(
                by=viewer(request), conversation_id=form.cleaned_data["id"], origin=origin
            )
        except Refused as refused:
            messages.error(request, str(refused))
            return redirect(origin)
        messages.success(request, _("You have asked to keep in touch."))
        return redirect(opened)
    context = {"other": presenters.other_name(seat), "back_url": origin}
    return show_form(request, "conversations/keep_in_touch.html", form, **context)


@login_required
@require_POST
def agree(request: HtmxRequest, conversation_id: UUID) -> HttpResponse:
    """Say yes to keeping in touch."""
    return _say(request, conversation_id, services.agree, _("Now you can write to each other."))


@login_required
@require_http_methods(FORM_METHODS)
def leave(request: HtmxRequest, conversation_id: UUID) -> HttpResponse:
    """Ask whether it is meant (GET), then end it (POST)."""
    if request.method == "POST":
        return _say(request, conversation_id, services.leave, _("This conversation has ended."))
    seat = reads.seat_or_404(viewer(request), conversation_id)
    if seat.conversation.kind != ConversationKind.PEOPLE or seat.conversation.closed_at:
        return redirect(seat.conversation)
    context = {"other": presenters.other_name(seat), "back_url": seat.conversation}
    return render(request, "conversations/leave.html", context)


def _say(
    request: HtmxRequest, conversation_id: UUID, verb: Callable[..., Conversation], done: str
) -> HttpResponse:
    user = viewer(request)
    seat = reads.seat_or_404(user, conversation_id)
    try:
        verb(by=user, conversation=seat.conversation)
    except Refused as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, done)
    return redirect(seat.conversation)
