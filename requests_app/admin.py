from typing import Any

from django.contrib import admin

from accounts.models import User
from posts.admin import PostAdmin, day_after
from requests_app import services
from requests_app.models import FoodRequest


@admin.register(FoodRequest)
class FoodRequestAdmin(PostAdmin[FoodRequest]):
    list_display: tuple[str, ...] = (*PostAdmin.list_display, "needed_by")

    def take_back(self, post: FoodRequest, by: User) -> Any:
        return services.withdraw(food_request=post, by=by)

    def close(self, post: FoodRequest) -> Any:
        return services.expire(food_request=post)

    def give_a_day(self, post: FoodRequest, by: User) -> Any:
        return services.extend(food_request=post, by=by, needed_by=day_after(post))
