from django.contrib import admin

from core.admin_pages import ReadOnlyAdmin
from partners.clients.admin import ApiClientAdmin, ClientRightsAdmin
from partners.models import Import, NeedLine, NeedList
from partners.webhooks.admin import WebhookAdmin, WebhookDeliveryAdmin

__all__ = [
    "ApiClientAdmin",
    "ClientRightsAdmin",
    "NeedLineAdmin",
    "NeedListAdmin",
    "WebhookAdmin",
    "WebhookDeliveryAdmin",
]


@admin.register(NeedList)
class NeedListAdmin(ReadOnlyAdmin[NeedList]):
    list_display = (
        "source_id",
        "organization",
        "found",
        "imported_at",
        "lines_read",
        "lines_mapped",
        "posts_new",
        "posts_kept",
        "posts_withdrawn",
    )
    list_select_related = ("organization",)
    search_fields = ("=source_id", "organization__name", "organization__slug")
    ordering = ("-found", "-pk")


@admin.register(NeedLine)
class NeedLineAdmin(ReadOnlyAdmin[NeedLine]):
    """Which line became which post, and which became none."""

    list_display = ("text", "kind", "need_list", "food_request", "listing")
    list_filter = ("kind", ("food_request", admin.EmptyFieldListFilter))
    list_select_related = (
        "need_list",
        "food_request__food",
        "food_request__category",
        "listing__food",
    )
    search_fields = ("text", "=need_list__source_id")
    ordering = ("-need_list__found", "-pk")


@admin.register(Import)
class ImportAdmin(ReadOnlyAdmin[Import]):
    """Who brought in what, how far it is, and why it stopped."""

    list_display = (
        "created_at",
        "organization",
        "kind",
        "dry_run",
        "state",
        "position",
        "total",
        "new",
        "updated",
        "refused",
    )
    list_filter = ("state", "kind", "dry_run")
    list_select_related = ("organization",)
    search_fields = ("=id", "organization__name", "organization__slug")
    ordering = ("-created_at", "-pk")
