from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class InsightsConfig(AppConfig):
    name = "insights"
    verbose_name = _("Insights")

    def ready(self) -> None:
        from core import schedules
        from core.events.registry import Consumer, register
        from insights import areas, checks
        from insights.explanations import consume
        from insights.figures import absorb, deltas, history

        register(
            Consumer(
                name=history.CONSUMER,
                event_types=deltas.EVENT_TYPES,
                handle=absorb.handle,
                rehandle=absorb.rehandle,
                batch=2000,  # the more at once, the more share a cell and are followed up once
            )
        )
        register(
            Consumer(
                name="explanations",
                event_types=frozenset({"insight.requested"}),
                handle=consume.explain,
                outside=True,
            )
        )
        register(
            Consumer(
                name=areas.CONSUMER,
                event_types=frozenset({areas.REQUESTED}),
                handle=areas.handle,
                batch=4,  # regions under the figures' lock at once
            )
        )
        checks.register()
        schedules.every(1, "insights.tasks.keep_current")
