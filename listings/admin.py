from typing import Any

from django.contrib import admin

from accounts.models import User
from listings import services
from listings.models import Listing
from posts.admin import PostAdmin, day_after


@admin.register(Listing)
class ListingAdmin(PostAdmin[Listing]):
    list_display: tuple[str, ...] = (*PostAdmin.list_display, "available_until")
    search_fields = (*PostAdmin.search_fields, "title")

    def take_back(self, post: Listing, by: User) -> Any:
        return services.withdraw(listing=post, by=by)

    def close(self, post: Listing) -> Any:
        return services.expire(listing=post)

    def give_a_day(self, post: Listing, by: User) -> Any:
        return services.extend(listing=post, by=by, available_until=day_after(post))
