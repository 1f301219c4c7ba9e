from django.apps import AppConfig
from django.db.models.signals import post_migrate


class CatalogConfig(AppConfig):
    name = "catalog"
    verbose_name = "Catalog of foods"

    def ready(self) -> None:
        from catalog import receivers

        post_migrate.connect(receivers.load_after_migrate, sender=self, dispatch_uid="catalog.load")
