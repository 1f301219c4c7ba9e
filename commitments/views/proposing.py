from contextlib import suppress
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts.acting import acting_for
from accounts.models import User
from accounts.views.asking import viewer
from commitments import services
from commitments.enums import Side
from commitments.forms import ProposalForm
from commitments.models import Commitment
from commitments.targets import post_named
from core.errors import Invalid
from core.forms import FORM_METHODS, saved, sent, show_form
from listings.models import Listing
from listings.photos import illustrated
from listings.presenters import listing_card
from posts.permissions import can_act_on
from requests_app.models import FoodRequest
from requests_app.presenters import request_card

KINDS: dict[str, type[Listing] | type[FoodRequest]] = {
    "listing": Listing,
    "request": FoodRequest,
}


@login_required
@require_http_methods(FORM_METHODS)
def propose(request: HttpRequest) -> HttpResponse:
    """Propose a hand-over on a listing or a request, named in the address; where it names one's
    own as well, the two are joined."""
    user = viewer(request)
    post, *joined = _posts(request, user)
    initial = {"counterpart": joined[0].pk} if joined else {}
    form = ProposalForm(
        sent(request), post=post, user=user, acting=acting_for(request), initial=initial
    )

    def propose() -> Commitment:
        commitment_id = form.cleaned_data["id"]
        return services.propose(by=user, commitment_id=commitment_id, draft=form.draft())[0]

    if commitment := saved(request, form, propose):
        messages.success(request, _("Sent. You see here when they answer."))
        return redirect(commitment)
    card = listing_card(post, user) if isinstance(post, Listing) else request_card(post, user)
    (card,) = illustrated([card], [post])
    receives = form.side == Side.RECEIVER
    return show_form(request, "commitments/propose.html", form, card=card, receives=receives)


def _posts(request: HttpRequest, user: User) -> list[Listing | FoodRequest]:
    """What the address names, if the viewer may see it; of two, the other side's first.

    Raises:
        Http404: it names nothing, or nothing for them to see.
    """
    found: list[Listing | FoodRequest] = []
    for field, model in KINDS.items():
        post_id = _id_in(request.GET.get(field, ""))
        commitment_id = _id_in(request.POST.get("id", "")) or post_id
        if post_id is None or commitment_id is None:
            continue
        with suppress(Invalid):
            post = post_named(model, post_id, by=user, commitment_id=commitment_id, field=field)
            found += [post] if post is not None else []
    if not found:
        raise Http404
    return found if len(found) == 1 else sorted(found, key=lambda post: can_act_on(user, post))


def _id_in(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None
