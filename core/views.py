from django.db import DatabaseError
from django.http import HttpRequest, JsonResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from core.events import health


@require_safe
@never_cache
def healthz(request: HttpRequest) -> JsonResponse:
    """The process answers; nothing else is asked."""
    return JsonResponse({"status": "ok"})


@require_safe
@never_cache
def readyz(request: HttpRequest) -> JsonResponse:
    """Whether work is done: the database answers and nothing due has waited too long.

    Dead letters are counted but do not take the site down.
    """
    try:
        backlogs, stale = health.backlogs(), health.stale()
    except DatabaseError:
        return JsonResponse({"status": "unavailable", "database": "unreachable"}, status=503)
    body = {
        "status": "behind" if stale else "ready",
        "database": "ok",
        "queue": {
            "due": sum(backlog.due for backlog in backlogs),
            "oldest_seconds": max((b.oldest_seconds for b in backlogs), default=0.0),
            "dead": sum(backlog.dead for backlog in backlogs),
        },
    }
    return JsonResponse(body, status=503 if stale else 200)
