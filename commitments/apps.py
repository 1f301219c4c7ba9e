from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CommitmentsConfig(AppConfig):
    name = "commitments"
    verbose_name = _("Commitments")

    def ready(self) -> None:
        from commitments.models import Commitment
        from commitments.permissions import leads_to
        from core import privacy, schedules
        from posts.permissions import let_see_place

        schedules.every(1, "commitments.tasks.expire_proposals")
        schedules.every(15, "commitments.tasks.lapse_promises")
        for side in ("giver", "receiver"):
            privacy.register(Commitment, owner=side, fields=["message", "meeting_point", "geohash"])
        let_see_place(leads_to)
