from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PartnersConfig(AppConfig):
    name = "partners"
    verbose_name = _("Partners")

    def ready(self) -> None:
        from core import privacy, schedules
        from partners.models import Import

        schedules.every(1, "partners.imports.tasks.sweep")
        privacy.register(
            Import,
            owner="created_by",
            fields=("kind", "file_name", "dry_run", "created_at"),
            erase={"file_name": ""},
        )
