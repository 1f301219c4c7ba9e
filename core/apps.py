from django.apps import AppConfig
from django.db.models.signals import post_migrate


class CoreConfig(AppConfig):
    name = "core"
    verbose_name = "Events and deliveries"

    def ready(self) -> None:
        from core import checks, receivers, roles, schedules
        from core.events.signals import event_recorded

        checks.register()
        event_recorded.connect(receivers.ring_consumers, dispatch_uid="core.ring_consumers")
        schedules.every(1, "core.events.tasks.sweep")
        schedules.every(60, "core.tasks.purge")
        schedules.every(60, "core.tasks.book_usage")
        post_migrate.connect(schedules.install, sender=self, dispatch_uid="core.schedules")
        post_migrate.connect(roles.grant_after_migrate, sender=self, dispatch_uid="core.grants")
