"""The page of a link that gives more time: one button, no sign-in, and nothing written by GET."""

from collections.abc import Callable
from datetime import datetime
from typing import Any, TypeVar
from zoneinfo import ZoneInfo

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from core.errors import Refused
from core.moments import until
from posts.links import later_end, offered
from posts.models import FURTHEST_END, Post
from posts.pages import reason

P = TypeVar("P", bound=Post)


def extend_by_link(
    request: HttpRequest,
    model: type[P],
    token: str,
    extend: Callable[[P, datetime], Any],
    still_there: Callable[[P], Any] | None = None,
) -> HttpResponse:
    """Offer, give, and afterwards confirm more time; asked for twice it is given once.

    Args:
        request: GET shows the button, POST is the button.
        model: of the post.
        token: of the link.
        extend: gives it time until then, in the name of its owner.
        still_there: for what has no end: says that there still is some.

    Raises:
        Http404: the link is none, or too old.
    """
    post, offer = offered(model, token)
    if post.is_until_gone:
        said_at = getattr(post, "still_there_at", None)
        is_done = said_at is not None and said_at >= offer.made_at
    else:
        # A link that asked whether there still is some gives no time to what has an end since.
        was_endless = offer.end > offer.made_at + FURTHEST_END
        is_done = post.is_live and (was_endless or getattr(post, post.END) > offer.end)
    can_change = post.state in (post.OPEN, post.COVERED, post.EXPIRED)
    context: dict[str, Any] = {"post": post, "is_done": is_done, "can_change": can_change}
    if request.method == "POST" and not is_done and can_change:
        try:
            if post.is_until_gone and still_there:
                still_there(post)
            else:
                extend(post, later_end(post, offer))
        except Refused as refused:
            return render(
                request, "posts/by_link.html", {**context, "refused": reason(refused)}, status=409
            )
    if request.method == "POST":
        return redirect(request.path)
    with timezone.override(ZoneInfo(post.owner.timezone)):
        if not post.is_until_gone:
            end = getattr(post, post.END) if is_done else later_end(post, offer)
            context["until"] = until(end).text
        return render(request, "posts/by_link.html", context)
