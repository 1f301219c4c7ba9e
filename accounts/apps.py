from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class AccountsConfig(AppConfig):
    name = "accounts"
    verbose_name = _("People and organizations")

    def ready(self) -> None:
        from accounts import checks, personal_data, receivers
        from accounts.models import Organization
        from accounts.services import inviting
        from core import schedules
        from core.changes.lapses import lapses
        from core.events import registry

        checks.register()
        receivers.connect()
        personal_data.register()
        lapses("organization", Organization.objects.all().lapsing)
        schedules.every(60, "accounts.tasks.forget_ended_sign_ins")
        schedules.every(24 * 60, "accounts.tasks.forget_old_security_events")
        schedules.every(24 * 60, "accounts.tasks.nudge_organizations")
        registry.register(
            registry.Consumer(
                name="invitations",
                event_types=frozenset({"invitation.created"}),
                handle=inviting.send_invitations,
                outside=True,
            )
        )
