from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class StandingConfig(AppConfig):
    name = "standing"
    verbose_name = _("Standing offers and requests")

    def ready(self) -> None:
        from core import privacy, schedules
        from standing.models import Standing

        schedules.every(10, "standing.tasks.post_occasions")
        privacy.register(
            Standing,
            owner="owner",
            fields=[
                *("kind", "organization", "food", "quantity", "unit", "title", "note"),
                *("weekday", "opens", "closes", "timezone", "first_day", "last_day", "state"),
                "created_at",
            ],
        )
