from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ModerationConfig(AppConfig):
    name = "moderation"
    verbose_name = _("Moderation")

    def ready(self) -> None:
        from accounts.services.blocking import let_know
        from core import schedules
        from moderation import acquaintance, personal_data

        personal_data.register()
        let_know(acquaintance.met_by_promise)
        let_know(acquaintance.met_in_conversation)
        schedules.every(10, "moderation.tasks.end_suspensions")
        schedules.every(24 * 60, "moderation.tasks.forget_snapshots")
        schedules.every(10, "moderation.tasks.mail_contact_messages")
