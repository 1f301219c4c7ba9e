from django.db import DatabaseError, InterfaceError
from django.http import HttpRequest, JsonResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from core.events import health


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
