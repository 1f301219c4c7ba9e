from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ListingsConfig(AppConfig):
    name = "listings"
    verbose_name = _("Listings")

    def ready(self) -> None:
        from django.db.models import Q

        from accounts.services import leaving
        from core import privacy, schedules
        from core.changes.lapses import lapses
        from listings.models import Listing
        from listings.photos import live_albums
        from photos import albums
        from posts.leaving import withdraw_posts

        albums.know(live_albums)
        lapses("listing", Listing.objects.all().lapsing)
        schedules.every(1, "listings.tasks.expire_listings")
        schedules.every(60, "listings.photos.purge")
        schedules.every(10, "listings.tasks.ask_before_end")
        schedules.every(60, "listings.tasks.ask_still_there")
        privacy.register(
            Listing,
            owner="owner",
            fields=[
                *("title", "ingredients", "pickup_note", "exact_place", "geohash"),
                *("organization", "food", "category", "quantity", "unit", "remaining"),
                *("available_from", "available_until", "best_before", "use_by", "storage"),
                *("allergens", "diets", "state", "created_at", "updated_at"),
            ],
            erase={"title": "", "ingredients": "", "pickup_note": "", "exact_place": privacy.AREA},
            spare=Q(organization__isnull=False),
        )
        leaving(withdraw_posts(Listing))
