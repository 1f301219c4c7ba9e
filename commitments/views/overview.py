from dataclasses import dataclass
from datetime import datetime, time, timedelta

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from django.views.decorators.http import require_safe
from django_stubs_ext import StrOrPromise

from accounts.models import User
from accounts.views.asking import HtmxRequest, viewer
from commitments import presenters
from commitments.models import Commitment
from commitments.permissions import sides_of
from commitments.querysets import CommitmentQuerySet
from core import clock
from core.paging import turned_page

CARDS_A_PAGE = 20


@dataclass(frozen=True)
class Tab:
    """One group of exchanges: its name, its order, and what to say when it is empty."""

    label: StrOrPromise
    order: tuple[str, str]
    empty_title: StrOrPromise
    empty_text: StrOrPromise


TABS = {
    "waiting": Tab(
        pgettext_lazy("exchanges", "Waiting"),
        ("expires_at", "id"),
        _("Nothing waits for you"),
        _("When someone proposes something to you, you answer it here."),
    ),
    "today": Tab(
        pgettext_lazy("exchanges", "Today"),
        ("handover_start", "id"),
        _("Nothing is planned for today"),
        _("What is agreed for later is under “Agreed”."),
    ),
    "agreed": Tab(
        pgettext_lazy("exchanges", "Agreed"),
        ("handover_start", "id"),
        _("Nothing is agreed yet"),
        _("Find something near you, or share what you have too much of."),
    ),
    "sent": Tab(
        pgettext_lazy("exchanges", "Sent"),
        ("expires_at", "id"),
        _("You have not proposed anything"),
        _("What you propose stays here until the other side answers."),
    ),
    "done": Tab(
        pgettext_lazy("exchanges", "Done"),
        ("-ended_at", "-id"),
        _("Nothing is done yet"),
        _("What was handed over, or came to nothing, is kept here."),
    ),
}


@login_required
@require_safe
def exchanges(request: HtmxRequest) -> HttpResponse:
    """One's own exchanges, by what is to be done about them."""
    user = viewer(request)
    day_end = _day_end()
    tally = Commitment.objects.tally_for(user, day_end)
    chosen = request.GET.get("show", "")
    if chosen not in TABS:
        chosen = next((name for name in TABS if tally[name]), "waiting")
    rows = _rows(user, chosen, day_end).with_parties()
    page, more_url = turned_page(
        request, rows, order=TABS[chosen].order, size=CARDS_A_PAGE, show=chosen
    )
    context = {
        "group": TABS[chosen],
        "shown": chosen,
        "tabs": [
            {"name": name, "label": tab.label, "count": tally[name], "current": name == chosen}
            for name, tab in TABS.items()
        ],
        "cards": presenters.cards(page, sides_of(user, page), user.units),
        "more_url": more_url,
    }
    fragment = "#results" if request.htmx else ""
    return render(request, f"commitments/exchange_list.html{fragment}", context)


@require_safe
def waiting_count(request: HttpRequest) -> HttpResponse:
    """The counters beside the menus, asked for after a write and when something new is told."""
    return render(request, "commitments/waiting_count.html")


def _rows(user: User, tab: str, day_end: datetime) -> CommitmentQuerySet:
    own = Commitment.objects.visible_to(user)
    groups = {
        "waiting": own.waiting_for(user),
        "today": own.agreed_before(day_end),
        "agreed": own.agreed(),
        "sent": own.sent_by(user),
        "done": own.ended(),
    }
    return groups[tab]


def _day_end() -> datetime:
    """The viewer's next midnight."""
    today = timezone.localtime(clock.now()).date()
    return timezone.make_aware(datetime.combine(today + timedelta(days=1), time()))
