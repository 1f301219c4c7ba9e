from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class NotificationsConfig(AppConfig):
    name = "notifications"
    verbose_name = _("Notifications")

    def ready(self) -> None:
        from core import schedules
        from core.events import registry
        from notifications import checks, personal_data
        from notifications.consumer import CONSUMER

        checks.register()
        personal_data.register()
        registry.register(CONSUMER)
        schedules.every(1, "notifications.tasks.send_due")
        schedules.every(15, "notifications.tasks.make_digests")
        schedules.every(24 * 60, "notifications.tasks.purge")
