from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CommitmentsConfig(AppConfig):
    name = "commitments"
    verbose_name = _("Commitments")

    def ready(self) -> None:
        from commitments.models import Commitment
        from core import privacy, schedules

        schedules.every(1, "commitments.tasks.expire_proposals")
        privacy.register(
            Commitment,
            owner="giver",
            fields=["message", "meeting_point", "geohash"],
        )
