from django.db import DatabaseError, InterfaceError
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from core.events import health
from core.linked_data import whole_url
from core.qr import svg

LONGEST_PATH = 300
DAY_SECONDS = 24 * 3600


@require_safe
@never_cache
def readyz(request: HttpRequest) -> JsonResponse:
    """Whether work is done: the database answers and nothing due has waited too long.

    Dead letters are counted but do not take the site down.
    """
    try:
        backlogs = health.backlogs()
    except (DatabaseError, InterfaceError):
        return JsonResponse({"status": "unavailable", "database": "unreachable"}, status=503)
    listening = [backlog for backlog in backlogs if backlog.registered]
    behind = any(backlog.stale for backlog in listening)
    body = {
        "status": "behind" if behind else "ready",
        "database": "ok",
        "queue": {
            "due": sum(backlog.due for backlog in backlogs),
            "oldest_seconds": max(
                (b.oldest_seconds for b in backlogs if b.registered), default=0.0
            ),
            "dead": sum(backlog.dead for backlog in backlogs),
        },
    }
    return JsonResponse(body, status=503 if behind else 200)


@require_safe
def page_code(request: HttpRequest) -> HttpResponse:
    """A page of this site as a QR code: `?of=/its/address/`. 404 for anything else: nobody's poster
    leads elsewhere."""
    path = request.GET.get("of", "")
    is_ours = path.startswith("/") and url_has_allowed_host_and_scheme(path, allowed_hosts=None)
    if not is_ours or len(path) > LONGEST_PATH or not path.isprintable():
        raise Http404
    response = HttpResponse(svg(whole_url(path)), content_type="image/svg+xml")
    response["Cache-Control"] = f"private, max-age={DAY_SECONDS}"
    return response
