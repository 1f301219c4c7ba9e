from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import translation
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from core.forms import FORM_METHODS
from notifications import services
from notifications.kinds import KINDS
from notifications.tokens import read_token


# RFC 8058: a mail program posts here by itself, with no cookie and no token but the address.
@csrf_exempt
@require_http_methods(FORM_METHODS)
def unsubscribe(request: HttpRequest, token: str) -> HttpResponse:
    """Ask whether it is meant (GET), then send no more such mails (POST), without signing in."""
    read = read_token(token)
    if read is None:
        raise Http404
    user, what = read
    with translation.override(user.language):
        if request.method == "POST":
            services.unsubscribe(user=user, what=what)
        kind = KINDS.get(what)
        context = {
            "is_done": request.method == "POST",
            "kind_label": kind.label if kind else "",
        }
        return render(request, "notifications/unsubscribe.html", context)
