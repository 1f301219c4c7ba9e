from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PhotosConfig(AppConfig):
    name = "photos"
    verbose_name = _("Photos")

    def ready(self) -> None:
        from django.db.models.signals import post_delete

        from core import privacy, schedules
        from photos.models import Photo
        from photos.receivers import photo_deleted

        post_delete.connect(photo_deleted, sender=Photo)
        schedules.every(1, "photos.tasks.sweep")
        privacy.register(
            Photo,
            owner="owner",
            fields=["album", "description", "state", "content_type", "size", "created_at"],
        )
