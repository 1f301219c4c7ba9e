from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from core import clock
from core.admin_pages import ReadOnlyAdmin
from moderation.models import ContactMessage


@admin.register(ContactMessage)
class ContactMessageAdmin(ReadOnlyAdmin[ContactMessage]):
    """What people wrote, the unanswered first."""

    list_display = ("name", "email", "created_at", "mailed_at", "answered_at")
    list_filter = (("answered_at", admin.EmptyFieldListFilter),)
    search_fields = ("name", "email", "message")
    ordering = ("-created_at", "pk")
    actions = ("mark_answered",)

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return request.user.has_perm("moderation.change_report")

    @admin.action(description=_("Answered"), permissions=["view"])
    def mark_answered(self, request: HttpRequest, queryset: QuerySet[ContactMessage]) -> None:
        queryset.filter(answered_at=None).update(answered_at=clock.now())
