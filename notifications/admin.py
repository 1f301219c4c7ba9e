from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from core.admin_pages import ReadOnlyAdmin
from notifications import services
from notifications.models import Dispatch, Notification


@admin.register(Notification)
class NotificationAdmin(ReadOnlyAdmin[Notification]):
    list_display = ("created_at", "kind", "about_type", "about_id", "read_at", "shown")
    list_filter = ("kind", "shown")
    search_fields = ("=id", "=event__id", "=about_id", "=recipient__pseudonym")
    ordering = ("-created_at", "-id")


@admin.register(Dispatch)
class DispatchAdmin(ReadOnlyAdmin[Dispatch]):
    list_display = ("created_at", "channel", "state", "skipped", "due_at", "attempts", "last_error")
    list_filter = ("state", "channel", "skipped")
    search_fields = ("=id", "=notification__id", "last_error")
    ordering = ("-created_at", "-id")
    actions = ("try_again",)

    @admin.action(description=_("Try again"), permissions=["try_again"])
    def try_again(self, request: HttpRequest, queryset: QuerySet[Dispatch]) -> None:
        again = services.retry(Dispatch.objects.filter(pk__in=queryset.values("pk")))
        message = ngettext("%d is planned again.", "%d are planned again.", again)
        self.message_user(request, message % again, messages.SUCCESS)

    def has_try_again_permission(self, request: HttpRequest) -> bool:
        return request.user.has_perm("notifications.change_dispatch")
