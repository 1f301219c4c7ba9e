"""The pages of an organization's webhooks, for those who act for it."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.models import Organization
from accounts.permissions import can_act_for
from accounts.views.asking import HtmxRequest, permitted_organization, person
from core.errors import Refused
from core.forms import FORM_METHODS, saved, sent, show_form
from core.paging import turned_page
from partners.models import Webhook
from partners.webhooks import services
from partners.webhooks.asking import own_delivery
from partners.webhooks.enums import WebhookDeliveryState
from partners.webhooks.forms import RotateForm, WebhookForm, words_of
from partners.webhooks.presenters import TONES, facts, log_row, row
from posts import pages
from posts.shapes import NEWEST_FIRST


@login_required
@require_safe
def webhooks(request: HttpRequest, slug: str) -> HttpResponse:
    """All of an organization's; there are never many."""
    organization = permitted_organization(request, slug, can_act_for)
    rows = organization.webhooks.select_related("organization").order_by(*NEWEST_FIRST)
    context = {"organization": organization, "rows": [row(each) for each in rows]}
    return render(request, "partners/webhook_list.html", context)


@login_required
@require_http_methods(FORM_METHODS)
def create(request: HttpRequest, slug: str) -> HttpResponse:
    """Add one; its secret is on the page that answers, and nowhere after."""
    organization, by = permitted_organization(request, slug, can_act_for), person(request)
    form = WebhookForm(sent(request))

    def subscribe() -> tuple[Webhook, str]:
        return services.subscribe(
            by=by,
            organization=organization,
            webhook_id=form.cleaned_data["id"],
            draft=form.draft(),
        )

    if made := saved(request, form, subscribe):
        webhook, secret = made
        return show_secret(request, webhook, secret) if secret else redirect(webhook)
    return _show_form(request, organization, form)


@login_required
@require_safe
def detail(request: HtmxRequest, slug: str, webhook_id: UUID) -> HttpResponse:
    """One, with the log of what it was told."""
    webhook = _own(request, slug, webhook_id)
    state = request.GET.get("state", "")
    log = webhook.deliveries.with_event()
    if state in WebhookDeliveryState.values:
        log = log.in_state(state)
    page, more_url = turned_page(request, log, order=NEWEST_FIRST, size=pages.ROWS_A_PAGE)
    context = {
        "webhook": webhook,
        "organization": webhook.organization,
        "tone": TONES[webhook.state],
        "page": {"facts": facts(webhook)},
        "log": [log_row(delivery) for delivery in page],
        "more_url": more_url,
        "state": state,
        "states": WebhookDeliveryState.choices,
    }
    fragment = "#results" if request.htmx else ""
    return render(request, f"partners/webhook_detail.html{fragment}", context)


@login_required
@require_http_methods(FORM_METHODS)
def edit(request: HttpRequest, slug: str, webhook_id: UUID) -> HttpResponse:
    """Change where it is called, or what it is told."""
    webhook, by = _own(request, slug, webhook_id), person(request)
    form = WebhookForm(sent(request), initial=words_of(webhook))
    write = lambda: services.change(webhook=webhook, by=by, **form.told())  # noqa: E731
    if saved(request, form, write):
        messages.success(request, _("It is changed."))
        return redirect(webhook)
    return _show_form(request, webhook.organization, form, webhook=webhook)


@login_required
@require_http_methods(FORM_METHODS)
def rotate(request: HttpRequest, slug: str, webhook_id: UUID) -> HttpResponse:
    """Ask once, then show the new secret; a page sent twice replaces nothing twice."""
    webhook, by = _own(request, slug, webhook_id), person(request)
    form = RotateForm(sent(request), initial={"made_at": webhook.secret_made_at.isoformat()})
    if request.method == "POST":
        try:
            secret = services.rotate(webhook=webhook, by=by, made_at=form.seen())
        except Refused as refused:
            messages.error(request, str(refused))
            return redirect(webhook)
        return show_secret(request, webhook, secret)
    context = {"webhook": webhook, "organization": webhook.organization, "form": form}
    return render(request, "partners/webhook_rotate.html", context)


@login_required
@require_http_methods(FORM_METHODS)
def delete(request: HttpRequest, slug: str, webhook_id: UUID) -> HttpResponse:
    """Ask once, then forget it."""
    webhook, by = _own(request, slug, webhook_id), person(request)
    if request.method == "POST":
        try:
            services.forget(webhook=webhook, by=by)
        except Refused as refused:
            messages.error(request, pages.reason(refused))
            return redirect(webhook)
        messages.success(request, _("It is deleted."))
        return redirect("partners:webhooks", slug)
    context = {"webhook": webhook, "organization": webhook.organization}
    return render(request, "partners/webhook_delete.html", context)


@login_required
@require_POST
def enable(request: HttpRequest, slug: str, webhook_id: UUID) -> HttpResponse:
    webhook = _own(request, slug, webhook_id)
    verb = lambda: services.enable(webhook=webhook, by=person(request))  # noqa: E731
    return _run(request, webhook, verb, _("It is on."))


@login_required
@require_POST
def disable(request: HttpRequest, slug: str, webhook_id: UUID) -> HttpResponse:
    webhook = _own(request, slug, webhook_id)
    verb = lambda: services.disable(webhook=webhook, by=person(request))  # noqa: E731
    return _run(request, webhook, verb, _("It is off."))


@login_required
@require_POST
def test(request: HttpRequest, slug: str, webhook_id: UUID) -> HttpResponse:
    webhook = _own(request, slug, webhook_id)
    verb = lambda: services.ping(webhook=webhook, by=person(request))  # noqa: E731
    return _run(request, webhook, verb, _("A trial is on its way. Look again in a moment."))


@login_required
@require_POST
def redeliver(request: HttpRequest, slug: str, webhook_id: UUID, delivery_id: UUID) -> HttpResponse:
    webhook = _own(request, slug, webhook_id)
    delivery = own_delivery(webhook, delivery_id)
    verb = lambda: services.redeliver(delivery=delivery, by=person(request))  # noqa: E731
    return _run(request, webhook, verb, _("It is sent once more."))


def show_secret(request: HttpRequest, webhook: Webhook, secret: str) -> HttpResponse:
    """The one page on which a secret is shown."""
    context = {"webhook": webhook, "organization": webhook.organization, "secret": secret}
    return render(request, "partners/webhook_secret.html", context)


def _own(request: HttpRequest, slug: str, webhook_id: UUID) -> Webhook:
    rows = permitted_organization(request, slug, can_act_for).webhooks.select_related(
        "organization"
    )
    found: Webhook = get_object_or_404(rows, pk=webhook_id)
    return found


def _show_form(
    request: HttpRequest, organization: Organization, form: WebhookForm, **context: Any
) -> HttpResponse:
    return show_form(
        request, "partners/webhook_form.html", form, organization=organization, **context
    )


def _run(
    request: HttpRequest, webhook: Webhook, verb: Callable[[], Any], said: str
) -> HttpResponse:
    try:
        verb()
    except Refused as refused:
        messages.error(request, pages.reason(refused))
    else:
        messages.success(request, said)
    return redirect(webhook)
