from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class RequestsConfig(AppConfig):
    name = "requests_app"
    verbose_name = _("Requests")

    def ready(self) -> None:
        from django.db.models import Q

        from accounts.services import leaving
        from core import privacy, schedules
        from core.changes.lapses import lapses
        from posts.leaving import withdraw_posts
        from requests_app.models import FoodRequest

        lapses("request", FoodRequest.objects.all().lapsing)
        schedules.every(1, "requests_app.tasks.expire_requests")
        schedules.every(10, "requests_app.tasks.ask_before_end")
        privacy.register(
            FoodRequest,
            owner="owner",
            fields=[
                *("note", "diets", "avoid_allergens", "exact_place", "geohash"),
                *("organization", "food", "category", "quantity", "unit", "remaining"),
                *("needed_by", "state", "created_at", "updated_at"),
            ],
            erase={"note": "", "diets": [], "avoid_allergens": [], "exact_place": privacy.AREA},
            spare=Q(organization__isnull=False),
        )
        leaving(withdraw_posts(FoodRequest))
