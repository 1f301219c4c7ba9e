from typing import Any

from django.contrib import admin, messages
from django.contrib.admin.exceptions import NotRegistered
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from django_q.models import Failure, OrmQ, Schedule, Success

from core.admin_pages import ReadOnlyAdmin
from core.events import bell
from core.events.models import Delivery, DomainEvent
from core.events.redelivery import redrive

# The broker's pages could run any function by name, and show pickled arguments.
for model in (Failure, OrmQ, Schedule, Success):
    try:
        admin.site.unregister(model)
    except NotRegistered:
        continue


@admin.register(DomainEvent)
class DomainEventAdmin(ReadOnlyAdmin[DomainEvent]):
    list_display = ("occurred_at", "type", "subject_type", "subject_id", "subject_version")
    list_filter = ("type", "subject_type")
    search_fields = ("=id", "=subject_id", "=actor", "=correlation_id")
    ordering = ("-occurred_at",)


class StateFilter(admin.SimpleListFilter):
    title = _("state")
    parameter_name = "state"

    def lookups(self, request: HttpRequest, model_admin: object) -> list[tuple[str, Any]]:
        return [("dead", _("dead")), ("open", _("open")), ("done", _("done"))]

    def queryset(
        self, request: HttpRequest, queryset: QuerySet[Delivery]
    ) -> QuerySet[Delivery] | None:
        wanted = {
            "dead": queryset.exclude(dead_at=None),
            "open": queryset.filter(done_at=None, dead_at=None),
            "done": queryset.exclude(done_at=None),
        }
        return wanted.get(self.value() or "")


@admin.register(Delivery)
class DeliveryAdmin(ReadOnlyAdmin[Delivery]):
    list_display = ("event", "consumer", "attempts", "due_at", "done_at", "dead_at", "last_error")
    list_filter = (StateFilter, "consumer")
    list_select_related = ("event",)
    search_fields = ("=event__id", "=event__subject_id", "last_error")
    ordering = ("-id",)
    actions = ("try_again",)

    @admin.action(description=_("Try again"), permissions=["try_again"])
    def try_again(self, request: HttpRequest, queryset: QuerySet[Delivery]) -> None:
        dead = Delivery.objects.dead().filter(pk__in=queryset.values("pk"))
        consumers = sorted(set(dead.values_list("consumer", flat=True)))
        revived = redrive(dead)
        bell.ring(consumers)
        message = ngettext("%d delivery is due again.", "%d deliveries are due again.", revived)
        self.message_user(request, message % revived, messages.SUCCESS)

    def has_try_again_permission(self, request: HttpRequest) -> bool:
        return request.user.has_perm("core.change_delivery")
