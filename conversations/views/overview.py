from django.conf import settings
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from accounts.models import User
from accounts.views.asking import HtmxRequest, viewer
from conversations import presenters, reads
from core.errors import Invalid

ROWS_A_PAGE = 20


@login_required
@require_safe
def conversations(request: HtmxRequest) -> HttpResponse:
    """One's own conversations, those with news first."""
    found, following = _page(viewer(request), request.GET.get("cursor"))
    context = {
        "rows": [presenters.row(one.conversation, one.own, one.last, one.unread) for one in found],
        "more_url": f"?cursor={following}" if following else "",
        "live_url": f"{settings.LIVE_URL}/live/me" if settings.LIVE_URL else "",
    }
    fragment = "#results" if request.htmx else ""
    return render(request, f"conversations/conversation_list.html{fragment}", context)


def _page(user: User, cursor: str | None) -> tuple[list[reads.Summary], str | None]:
    """A page; a cursor that makes no sense shows the first one."""
    try:
        return reads.page_of_conversations(user, limit=ROWS_A_PAGE, cursor=cursor)
    except Invalid:
        return reads.page_of_conversations(user, limit=ROWS_A_PAGE, cursor=None)
