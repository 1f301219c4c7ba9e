from typing import Any

from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from accounts.views.asking import person
from core.admin_pages import ReadOnlyAdmin
from core.errors import Refused
from partners.models import Webhook, WebhookAttempt, WebhookDelivery
from partners.webhooks import services
from partners.webhooks.permissions import CHANGE


class Attempts(admin.TabularInline[WebhookAttempt, WebhookDelivery]):
    model = WebhookAttempt
    fields = readonly_fields = ("at", "status", "milliseconds", "error")
    ordering = ("-at",)
    extra = 0
    can_delete = False

    def has_add_permission(self, request: HttpRequest, obj: WebhookDelivery | None = None) -> bool:
        return False


class Moderated(ReadOnlyAdmin[Any]):
    """Actions for staff with the right to change webhooks."""

    def has_moderate_permission(self, request: HttpRequest) -> bool:
        return request.user.has_perm(CHANGE)

    def say(self, request: HttpRequest, changed: int, refused: list[Refused]) -> None:
        if changed:
            text = ngettext("%d is changed.", "%d are changed.", changed) % changed
            self.message_user(request, text, messages.SUCCESS)
        for reason in sorted({str(each) for each in refused}):
            self.message_user(request, reason, messages.ERROR)


@admin.register(Webhook)
class WebhookAdmin(Moderated):
    list_display = (
        *("url", "organization", "state", "disabled_because", "state_since", "failing_since"),
        "waiting",
    )
    list_filter = ("state", "disabled_because")
    list_select_related = ("organization",)
    search_fields = ("=id", "url", "organization__name", "organization__slug")
    ordering = ("-created_at", "-id")
    exclude = ("fingerprint",)
    actions = ("switch_off", "switch_on")

    def get_queryset(self, request: HttpRequest) -> QuerySet[Webhook]:
        return Webhook.objects.with_waiting()

    @admin.display(description=_("waiting"))
    def waiting(self, webhook: Any) -> int:
        return int(webhook.waiting)

    @admin.action(description=_("Switch off"), permissions=["moderate"])
    def switch_off(self, request: HttpRequest, queryset: QuerySet[Webhook]) -> None:
        self._each(request, queryset, services.disable)

    @admin.action(description=_("Switch on"), permissions=["moderate"])
    def switch_on(self, request: HttpRequest, queryset: QuerySet[Webhook]) -> None:
        self._each(request, queryset, services.enable)

    def _each(self, request: HttpRequest, queryset: QuerySet[Webhook], verb: Any) -> None:
        by, refused = person(request), list[Refused]()
        chosen = list(queryset.select_related("organization"))
        for webhook in chosen:
            try:
                verb(webhook=webhook, by=by)
            except Refused as reason:
                refused.append(reason)
        self.say(request, len(chosen) - len(refused), refused)


@admin.register(WebhookDelivery)
class WebhookDeliveryAdmin(Moderated):
    list_display = (
        *("id", "webhook", "event_type", "state", "attempts", "last_status", "last_error"),
        *("due_at", "sent_at"),
    )
    list_filter = ("state",)
    list_select_related = ("webhook", "event")
    search_fields = ("=id", "=webhook__id", "=event__id", "=subject_id")
    ordering = ("-created_at", "-id")
    raw_id_fields = ("event",)
    inlines = (Attempts,)
    actions = ("send_again",)

    @admin.action(description=_("Send once more"), permissions=["moderate"])
    def send_again(self, request: HttpRequest, queryset: QuerySet[WebhookDelivery]) -> None:
        by, refused = person(request), list[Refused]()
        chosen = list(queryset.select_related("webhook__organization"))
        for delivery in chosen:
            try:
                services.redeliver(delivery=delivery, by=by)
            except Refused as reason:
                refused.append(reason)
        self.say(request, len(chosen) - len(refused), refused)
