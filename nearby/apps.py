from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class NearbyConfig(AppConfig):
    name = "nearby"
    verbose_name = _("Near you")

    def ready(self) -> None:
        from nearby import checks  # noqa: F401  (registers itself)
