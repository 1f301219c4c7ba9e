from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class MatchingConfig(AppConfig):
    name = "matching"
    verbose_name = _("Matching")

    def ready(self) -> None:
        from commitments.services.limits import let_limit
        from core import schedules
        from core.events.registry import Consumer, register
        from matching import consume, personal_data
        from matching.services.limits import require_room

        register(
            Consumer(
                name=consume.CONSUMER,
                event_types=consume.EVENT_TYPES,
                handle=consume.handle,
                rehandle=consume.ignore,
                batch=50,
            )
        )
        personal_data.register()
        let_limit(require_room)
        schedules.every(1, "matching.tasks.send_alerts")
        schedules.every(10, "matching.tasks.offer_unclaimed")
        schedules.every(24 * 60, "matching.tasks.forget_old_alerts")
