from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PartnersConfig(AppConfig):
    name = "partners"
    verbose_name = _("Partners")

    def ready(self) -> None:
        from core import schedules
        from core.events import registry
        from partners import checks, personal_data
        from partners.relay.consumer import relay
        from partners.webhooks import leaving
        from partners.webhooks.consumer import CONSUMER

        checks.register()
        personal_data.register()
        registry.register(CONSUMER)
        relay()
        leaving.connect()
        schedules.every(1, "partners.webhooks.tasks.send_due")
        schedules.every(24 * 60, "partners.webhooks.tasks.purge")
        schedules.every(1, "partners.imports.tasks.sweep")
