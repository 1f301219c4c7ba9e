from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from accounts.views.asking import person
from core.admin_pages import ReadOnlyAdmin
from standing import services
from standing.models import Occasion, Standing
from standing.permissions import CHANGE


class Occasions(admin.TabularInline[Occasion, Standing]):
    model = Occasion
    fields = readonly_fields = ("day", "state", "refusal", "updated_at")
    ordering = ("-day",)
    extra = 0
    can_delete = False

    def has_add_permission(self, request: HttpRequest, obj: Standing | None = None) -> bool:
        return False


@admin.register(Standing)
class StandingAdmin(ReadOnlyAdmin[Standing]):
    list_display = ("__str__", "kind", "state", "owner", "organization", "weekday", "created_at")
    list_filter = ("kind", "state", "weekday")
    list_select_related = ("owner", "organization", "food", "category")
    search_fields = ("=id", "owner__email", "organization__name", "food__name_en")
    ordering = ("-created_at", "-id")
    exclude = ("fingerprint",)
    inlines = (Occasions,)
    actions = ("end",)

    @admin.action(description=_("End"), permissions=["moderate"])
    def end(self, request: HttpRequest, queryset: QuerySet[Standing]) -> None:
        by, ended = person(request), 0
        for standing in queryset:
            services.end(standing=standing, by=by)
            ended += 1
        message = ngettext("%d is changed.", "%d are changed.", ended) % ended
        self.message_user(request, message, messages.SUCCESS)

    def has_moderate_permission(self, request: HttpRequest) -> bool:
        return request.user.has_perm(CHANGE)
