"""Who was told of what and why, for operators: to find and to read."""

from django.contrib import admin

from core.admin_pages import ReadOnlyAdmin
from matching.models import Alert, OfferToOrganization, SavedSearch


@admin.register(SavedSearch)
class SavedSearchAdmin(ReadOnlyAdmin[SavedSearch]):
    """What somebody looks for is theirs: here is only whether it works."""

    list_display = ("id", "kind", "active", "last_alert_at", "created_at")
    list_filter = ("kind", "active")
    search_fields = ("id", "owner__pseudonym")
    ordering = ("-created_at", "-id")
    fields = ("id", "kind", "active", "last_alert_at", "created_at")


@admin.register(Alert)
class AlertAdmin(ReadOnlyAdmin[Alert]):
    list_display = ("post_type", "post_id", "recipient", "place", "due_at", "state", "sent_at")
    list_filter = ("state", "reason", "post_type")
    list_select_related = ("recipient",)
    search_fields = ("post_id", "recipient__pseudonym")
    ordering = ("-created_at", "place")
    fields = (
        ("post_type", "post_id"),
        ("recipient", "organization"),
        ("reason", "search", "request_id"),
        ("place", "received_grams"),
        ("due_at", "state", "sent_at"),
    )


@admin.register(OfferToOrganization)
class OfferToOrganizationAdmin(ReadOnlyAdmin[OfferToOrganization]):
    list_display = ("listing_id", "organization", "told_at")
    list_select_related = ("organization",)
    search_fields = ("listing__id", "organization__name")
    ordering = ("-told_at", "-id")
    fields = ("listing", "organization", "told_at")
