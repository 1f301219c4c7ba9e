from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.contrib import messages as notes
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.views.asking import HtmxRequest, viewer
from conversations import presenters, reads, services
from conversations.enums import Phrase
from conversations.forms import MessageForm, PhraseForm, ReadForm
from conversations.models import Message
from conversations.permissions import Seat
from core.errors import Invalid, Refused
from core.forms import FORM_METHODS

PAGE = "conversations/conversation_detail.html"


@login_required
@require_http_methods(FORM_METHODS)
def detail(request: HtmxRequest, conversation_id: UUID) -> HttpResponse:
    """Read a conversation (GET), say something in it (POST)."""
    seat = reads.seat_or_404(viewer(request), conversation_id)
    if request.method == "POST":
        return _say(request, seat)
    return render(request, PAGE, _context(request, seat))


@login_required
@require_safe
def thread(request: HtmxRequest, conversation_id: UUID) -> HttpResponse:
    """The messages and the form alone, for the page of what they are about."""
    seat = reads.seat_or_404(viewer(request), conversation_id)
    return render(request, f"{PAGE}#thread", _context(request, seat))


@login_required
@require_safe
def bubbles(request: HtmxRequest, conversation_id: UUID) -> HttpResponse:
    """Messages alone: from one on (`?from=`), or older ones (`?before=` a cursor)."""
    seat = reads.seat_or_404(viewer(request), conversation_id)
    fragment = "older" if "before" in request.GET else "messages"
    return render(request, f"{PAGE}#{fragment}", _context(request, seat))


@login_required
@require_POST
def read(request: HtmxRequest, conversation_id: UUID) -> HttpResponse:
    """Have read up to a message."""
    user = viewer(request)
    seat = reads.seat_or_404(user, conversation_id)
    form = ReadForm(request.POST)
    wanted = form.cleaned_data["message"] if form.is_valid() else None
    message = get_object_or_404(Message, conversation=seat.conversation, pk=wanted)
    services.mark_read(by=user, conversation=seat.conversation, message=message)
    return HttpResponse(status=204) if request.htmx else redirect(seat.conversation)


@login_required
@require_POST
def mute(request: HtmxRequest, conversation_id: UUID) -> HttpResponse:
    """Be told of its messages no more, or again."""
    user = viewer(request)
    seat = reads.seat_or_404(user, conversation_id)
    muted = request.POST.get("muted") == "1"
    services.mute(by=user, conversation=seat.conversation, muted=muted)
    return redirect(seat.conversation)


def _say(request: HtmxRequest, seat: Seat) -> HttpResponse:
    by_phrase = "phrase" in request.POST
    form = PhraseForm(request.POST) if by_phrase else MessageForm(request.POST)
    if form.is_valid():
        said = form.cleaned_data
        try:
            services.send(
                by=viewer(request),
                conversation=seat.conversation,
                message_id=said["id"],
                text=said.get("text", ""),
                phrase=said.get("phrase", ""),
            )
        except Refused as refused:
            form.apply(refused)
    if not form.errors and not request.htmx:
        return redirect(f"{seat.conversation.get_absolute_url()}#write")
    # What is typed beside a phrase stays where it is: only a form that was sent is new.
    again = {"form": form if form.errors and not by_phrase else MessageForm(), "is_answer": True}
    if form.errors and by_phrase:
        notes.error(request, str(next(iter(next(iter(form.errors.values()))))))
    seat = reads.seat_or_404(viewer(request), seat.conversation.pk)
    context = {**_context(request, seat), **again, "renew_form": not by_phrase}
    fragment = "#messages" if request.htmx else ""
    return render(request, f"{PAGE}{fragment}", context, status=422 if form.errors else 200)


def _context(request: HtmxRequest, seat: Seat) -> dict[str, Any]:
    messages, older = _messages(request, seat)
    address = reverse("conversations:messages", args=[seat.conversation.pk])
    page = seat.conversation.get_absolute_url()
    fitting = _fitting(request)
    return {
        "thread": presenters.thread(seat, viewer(request)),
        "bubbles": presenters.bubbles(seat, messages),
        "first": str(messages[0].pk) if messages else "",
        "older_url": f"{address}?{urlencode({'before': older})}" if older else "",
        "older_page_url": f"{page}?{urlencode({'before': older})}" if older else "",
        "is_older_page": "before" in request.GET,
        "newest": str(messages[-1].pk) if messages else "",
        "has_unread": _has_unread(seat),
        "form": MessageForm(),
        "phrase_form": PhraseForm(),
        "phrases": [(each.value, each.label) for each in fitting or Phrase],
        "say_url": f"{page}?{urlencode({'say': fitting}, doseq=True)}" if fitting else page,
    }


def _fitting(request: HtmxRequest) -> list[Phrase]:
    """Those that the page of what it is about finds fitting (`?say=`), if it says so."""
    named = set(request.GET.getlist("say"))
    return [each for each in Phrase if each.value in named]


def _messages(request: HtmxRequest, seat: Seat) -> tuple[list[Message], str | None]:
    """Those asked for, oldest first, and the cursor of those before; the newest by default."""
    if first := _uuid(request.GET.get("from", "")):
        since = reads.messages_since(seat, first)
        if since is not None:
            return since, None
    try:
        page, older = reads.page_of_messages(seat, cursor=request.GET.get("before"))
    except Invalid:
        page, older = reads.page_of_messages(seat)
    return page[::-1], older


def _has_unread(seat: Seat) -> bool:
    mine = seat.mine[0]
    return seat.conversation.last_message_at > (mine.last_read_at or mine.joined_at)


def _uuid(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None
