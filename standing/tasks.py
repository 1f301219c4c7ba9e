from datetime import timedelta

import structlog

from core import clock
from standing import services
from standing.models import Standing

BATCH = 500
log = structlog.get_logger(__name__)


def post_occasions() -> None:
    """Resume what was paused until today, and post the days whose time has come.

    Harmless twice. One that fails for reasons of its own is logged and keeps nobody waiting.
    """
    furthest_day = clock.today() + timedelta(days=1)
    for standing in Standing.objects.pause_over(furthest_day)[:BATCH]:
        if standing.paused_until and standing.paused_until <= standing.local_today:
            services.resume(standing=standing, by=None)
    for standing in Standing.objects.running().with_party().order_by("id").iterator(BATCH):
        try:
            services.post_due(standing=standing)
        except Exception:
            log.exception("standing_failed", standing=str(standing.pk))
