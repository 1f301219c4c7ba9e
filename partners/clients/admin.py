"""Programs for operators: what waits first, decided with one's reason, and the plan of each."""

from typing import Any

import allauth.idp.oidc.admin  # noqa: F401 - registered by now, to be put away
from allauth.idp.oidc.models import Client, Token
from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db.models import Q, QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.utils.translation import gettext as immediate
from django.utils.translation import gettext_lazy as _

from accounts.clients import deciding, registering
from accounts.enums import ClientState
from accounts.models import ApiClient, ClientRights, User
from accounts.models.client import MOST_A_DAY, MOST_A_SECOND
from accounts.views.asking import viewer
from core.admin_pages import ReadOnlyAdmin
from core.api.buckets import Plan
from core.errors import Refused
from core.forms import RefusableForm
from partners.clients import presenters
from partners.clients.usage import usage_of

# allauth's own pages would let secrets and scopes be typed in, past the services.
for model in (Client, Token):
    admin.site.unregister(model)

USAGE_DAYS = 30


class DecisionForm(RefusableForm):
    """What to do about a program: `verb` names the button that was pressed, `version` what was
    looked at when it was."""

    reason = forms.CharField(
        label=_("Reason"),
        max_length=500,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("For a refusal: the organization's people read it."),
    )
    version = forms.IntegerField(required=False, widget=forms.HiddenInput)


class PlanForm(RefusableForm):
    per_second = forms.IntegerField(label=_("Calls a second"), min_value=1, max_value=MOST_A_SECOND)
    burst = forms.IntegerField(label=_("Calls at once"), min_value=1, max_value=MOST_A_SECOND)
    per_day = forms.IntegerField(label=_("Calls a day"), min_value=1, max_value=MOST_A_DAY)


class WaitingFilter(admin.SimpleListFilter):
    title = _("answer")
    parameter_name = "waiting"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return [("yes", _("Waits for an answer"))]

    def queryset(self, request: HttpRequest, queryset: QuerySet[ApiClient]) -> Any:
        return queryset.filter(Q(pk__in=ApiClient.objects.waiting())) if self.value() else queryset


@admin.register(ApiClient)
class ApiClientAdmin(ReadOnlyAdmin[ApiClient]):
    """The queue, and one page for each: what it asks for, how much it calls, and what to decide."""

    list_display = ("name", "organization", "state", "waits", "created_at", "last_used_at")
    list_filter = (WaitingFilter, "state")
    list_select_related = ("organization",)
    search_fields = ("name", "=id", "organization__name")
    ordering = ("-created_at", "-id")

    @admin.display(description=_("waits for an answer"), boolean=True)
    def waits(self, client: ApiClient) -> bool:
        return _waits(client)

    def change_view(
        self,
        request: HttpRequest,
        object_id: str,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        """All one needs to decide, and the forms to do it."""
        client = self.get_object(request, object_id)
        if client is None:
            raise Http404
        if not self.has_view_permission(request, client):
            raise PermissionDenied
        decision, plan = DecisionForm(), PlanForm(initial=_plan_of(client))
        if request.method == "POST":
            by, verb = viewer(request), request.POST.get("verb", "")
            decision = DecisionForm(request.POST) if verb != "plan" else decision
            plan = PlanForm(request.POST, initial=_plan_of(client)) if verb == "plan" else plan
            asked: RefusableForm = plan if verb == "plan" else decision
            if asked.is_valid() and _did(client, by, verb, asked):
                messages.success(request, immediate("Done."))
                return HttpResponseRedirect(request.path)
        days = usage_of(client, days=USAGE_DAYS)
        context = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "title": str(client),
            "client": client,
            "scopes": presenters.scope_lines(client),
            "usage_said": presenters.usage_sentence(days),
            "days": [row for row in reversed(days) if row.calls or row.refused],
            "decision": decision,
            "plan": plan,
            "waits": _waits(client),
            "is_open": client.state != ClientState.REVOKED,
            "may_act": self.has_decide_permission(request),
        }
        status = 422 if decision.errors or plan.errors else 200
        return TemplateResponse(request, "partners/admin/program.html", context, status=status)

    def has_decide_permission(self, request: HttpRequest) -> bool:
        return request.user.has_perm("accounts.change_apiclient")


@admin.register(ClientRights)
class ClientRightsAdmin(ReadOnlyAdmin[ClientRights]):
    """What programs were allowed, and when."""

    list_display = ("pgh_created_at", "pgh_obj", "state", "granted_scopes", "per_day")
    list_filter = ("state",)
    list_select_related = ("pgh_obj__organization",)
    ordering = ("-pgh_created_at", "-pk")


def _did(client: ApiClient, by: User, verb: str, form: RefusableForm) -> bool:
    """Whether the verb was done; a refusal is put on its form."""
    said = form.cleaned_data
    try:
        if verb == "approve":
            deciding.approve(client=client, by=by, version=said["version"])
        elif verb == "refuse":
            deciding.refuse(client=client, by=by, reason=said["reason"])
        elif verb == "switch-off":
            registering.revoke(client=client, by=by)
        elif verb == "plan":
            deciding.set_plan(client=client, by=by, plan=Plan(**said))
        else:
            return False
    except Refused as refused:
        form.apply(refused)
        return False
    return True


def _plan_of(client: ApiClient) -> dict[str, int]:
    return {"per_second": client.per_second, "burst": client.burst, "per_day": client.per_day}


def _waits(client: ApiClient) -> bool:
    more = client.state == ClientState.APPROVED and bool(client.scopes_waiting)
    return client.state == ClientState.PENDING or more
