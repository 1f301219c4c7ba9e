from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ListingsConfig(AppConfig):
    name = "listings"
    verbose_name = _("Listings")

    def ready(self) -> None:
        from core import privacy, schedules
        from listings.models import Listing

        schedules.every(1, "listings.tasks.expire_listings")
        schedules.every(10, "listings.tasks.ask_before_end")
        schedules.every(60, "listings.tasks.ask_still_there")
        privacy.register(
            Listing,
            owner="owner",
            fields=["title", "ingredients", "pickup_note", "exact_place", "geohash"],
        )
