from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class AccountsConfig(AppConfig):
    name = "accounts"
    verbose_name = _("People and organizations")

    def ready(self) -> None:
        from accounts import checks, personal_data
        from core import schedules

        checks.register()
        personal_data.register()
        schedules.every(60, "accounts.tasks.forget_ended_sign_ins")
