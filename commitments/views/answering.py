"""One screen on which all who wait for an answer about a post are answered."""

from dataclasses import dataclass
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from accounts.models import User
from accounts.views.asking import viewer
from commitments import presenters, services
from commitments.answers import owed_on
from commitments.models import Commitment
from commitments.permissions import sides_of
from core.errors import Refused
from core.forms import FORM_METHODS
from listings.models import Listing
from posts.models import Post
from posts.permissions import can_act_on
from requests_app.models import FoodRequest

AT_ONCE = 50


@dataclass(frozen=True)
class Kind:
    """A kind of post, and where it is taken back."""

    model: type[Listing] | type[FoodRequest]
    withdraw: str


KINDS = {
    "listing": Kind(Listing, "listings:withdraw"),
    "request": Kind(FoodRequest, "requests:withdraw"),
}


@login_required
@require_http_methods(FORM_METHODS)
def answer(request: HttpRequest, kind: str, post_id: UUID) -> HttpResponse:
    """Accept or decline each proposal on one's own post, or decline the rest; then go on."""
    by, post = viewer(request), _own_post(request, kind, post_id)
    if request.method == "POST":
        try:
            _say(request, by, post)
        except Refused as refused:
            messages.error(request, str(refused))
        return redirect("commitments:answer", kind, post_id)
    waiting = list(owed_on(post).with_parties().order_by("created_at", "id")[:AT_ONCE])
    context = {
        "post": post,
        "cards": presenters.cards(waiting, sides_of(by, waiting), by.units),
        "next_url": reverse(KINDS[kind].withdraw, args=[post.pk]),
    }
    return render(request, "commitments/answer.html", context)


def _own_post(request: HttpRequest, kind: str, post_id: UUID) -> Listing | FoodRequest:
    """A post that the viewer may act on.

    Raises:
        Http404: there is none.
    """
    if kind not in KINDS:
        raise Http404
    post = get_object_or_404(KINDS[kind].model.rows().with_party(), pk=post_id)
    if not can_act_on(request.user, post):
        raise Http404
    found: Listing | FoodRequest = post
    return found


def _say(request: HttpRequest, by: User, post: Post) -> None:
    if "rest" in request.POST:
        declined = [
            services.decline(commitment=row, by=by)
            for row in owed_on(post).with_parties()[:AT_ONCE]
        ]
        said = ngettext("%d is declined.", "%d are declined.", len(declined)) % len(declined)
        messages.success(request, said)
        return
    for name, verb, done in (
        ("accept", services.accept, _("Accepted.")),
        ("decline", services.decline, _("Declined.")),
    ):
        if name in request.POST:
            verb(commitment=_named(post, request.POST[name]), by=by)
            messages.success(request, done)


def _named(post: Post, text: str) -> Commitment:
    """One of the proposals on the post.

    Raises:
        Http404: there is none.
    """
    try:
        commitment_id = UUID(text)
    except ValueError as error:
        raise Http404 from error
    about = {post.subject_type: post}
    found: Commitment = get_object_or_404(
        Commitment.objects.filter(**about).with_parties(), pk=commitment_id
    )
    return found
