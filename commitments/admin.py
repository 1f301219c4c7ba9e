from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.html import format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from accounts.views.asking import viewer
from commitments import services
from commitments.enums import Side
from commitments.models import Commitment
from commitments.permissions import can_moderate
from commitments.services import cancel_as_moderator
from core.admin_pages import ReadOnlyAdmin
from core.errors import Refused
from core.events.models import DomainEvent


@admin.register(Commitment)
class CommitmentAdmin(ReadOnlyAdmin[Commitment]):
    list_display = (
        "subject_name",
        "state",
        "gives",
        "receives",
        "quantity",
        "unit",
        "handover_start",
        "disputed_at",
        "created_at",
    )
    list_filter = ("state", "travel", ("disputed_at", admin.EmptyFieldListFilter), "category")
    search_fields = (
        "=id",
        "=listing__id",
        "=request__id",
        "giver__email",
        "giver__display_name",
        "giver_organization__name",
        "receiver__email",
        "receiver__display_name",
        "receiver_organization__name",
        "food__name_en",
    )
    list_select_related = (
        "giver",
        "giver_organization",
        "receiver",
        "receiver_organization",
        "category",
        "food",
    )
    ordering = ("-created_at", "-id")
    actions = ("cancel", "end_overdue")
    readonly_fields = ("id", "version", "created_at", "updated_at", "geohash", "what_happened")

    @admin.display(description=_("giver"))
    def gives(self, commitment: Commitment) -> str:
        return commitment.name_of(Side.GIVER)

    @admin.display(description=_("receiver"))
    def receives(self, commitment: Commitment) -> str:
        return commitment.name_of(Side.RECEIVER)

    @admin.display(description=_("what happened"))
    def what_happened(self, commitment: Commitment) -> SafeString:
        """Its events in order: when, what, the state that followed, and by whom (a pseudonym)."""
        events = DomainEvent.objects.filter(subject_id=commitment.pk).order_by("subject_version")
        lines = (
            (
                f"{event.occurred_at:%Y-%m-%d %H:%M:%S}",
                event.type,
                event.payload,
                event.actor or "–",
            )
            for event in events
        )
        return format_html_join("", "<p>{} {}<br>{}<br>{}</p>", lines)

    @admin.action(description=_("Cancel as a moderator"), permissions=["moderate"])
    def cancel(self, request: HttpRequest, queryset: QuerySet[Commitment]) -> None:
        cancelled, by = 0, viewer(request)
        for commitment in queryset:
            try:
                cancel_as_moderator(commitment=commitment, by=by)
            except Refused as refused:
                self.message_user(request, f"{commitment}: {refused}", messages.WARNING)
            else:
                self.log_change(request, commitment, "cancelled as a moderator")
                cancelled += 1
        message = ngettext("%d is cancelled.", "%d are cancelled.", cancelled) % cancelled
        self.message_user(request, message, messages.SUCCESS)

    @admin.action(description=_("End what is overdue"), permissions=["moderate"])
    def end_overdue(self, request: HttpRequest, queryset: QuerySet[Commitment]) -> None:
        ended = sum(
            services.expire(commitment=commitment) or services.lapse(commitment=commitment)
            for commitment in queryset
        )
        message = ngettext("%d has ended.", "%d have ended.", ended) % ended
        self.message_user(request, message, messages.SUCCESS)

    def has_moderate_permission(self, request: HttpRequest) -> bool:
        return can_moderate(request.user)
