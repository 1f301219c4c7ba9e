from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CommitmentsConfig(AppConfig):
    name = "commitments"
    verbose_name = _("Commitments")

    def ready(self) -> None:
        from accounts.services import leaving
        from commitments import personal_data
        from commitments.answers import hold_back
        from commitments.leaving import end_promises
        from commitments.permissions import counts_on, lead_to, leads_to
        from core import schedules
        from posts.permissions import let_see, let_see_place
        from posts.services.unanswered import let_hold_back

        schedules.every(1, "commitments.tasks.expire_proposals")
        personal_data.register()
        leaving(end_promises)
        schedules.every(15, "commitments.tasks.lapse_promises")
        schedules.every(15, "commitments.tasks.remind_of_hand_overs")
        let_see(counts_on)
        let_see_place(leads_to, many=lead_to)
        let_hold_back(hold_back)
