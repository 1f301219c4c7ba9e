"""What the pages of listings and requests share; each app's views say what differs."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeVar
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from accounts.models import Organization, User
from accounts.presenters import area_map, area_sentence
from accounts.views.asking import HtmxRequest, person, reader
from catalog.enums import Unit
from catalog.models import Food
from core.errors import Invalid, Refused
from core.moments import until
from core.paging import turned_page
from posts.evenings import evening_after
from posts.finding import found
from posts.forms import LOCAL, unit_choices
from posts.models import Post
from posts.permissions import can_act_on
from posts.presenters import Viewer
from posts.querysets import PostQuerySet
from posts.services import can_undo_withdrawal
from posts.services.unanswered import Unanswered
from posts.shapes import NEWEST_FIRST

ROWS_A_PAGE = 20
NEW = "just_posted"  # in the session: what its page, shown next, says is done
P = TypeVar("P", bound=Post)
T = TypeVar("T")


@dataclass(frozen=True)
class MoreTime:
    """The one tap that extends a post: what it sends, and what it promises."""

    value: str
    label: str


def visible(model: type[P], request: HttpRequest, post_id: UUID) -> P:
    """The post that the reader names and may know of.

    Raises:
        Http404: there is none.
    """
    return found(model, reader(request), post_id)


def editable(model: type[P], request: HttpRequest, post_id: UUID) -> P:
    """One that speaks for the reader.

    Raises:
        Http404: there is none that they may know of.
        PermissionDenied: it is someone else's.
    """
    post = visible(model, request, post_id)
    if not can_act_on(reader(request), post):
        raise PermissionDenied
    return post


def show_over(model: type[Post], request: HttpRequest, post_id: UUID) -> HttpResponse:
    """What became of it, for who comes by an old link; where and how much is nobody's any more.

    Raises:
        Http404: there never was one for the reader to know of.
    """
    who = reader(request)
    rows: PostQuerySet[Any] = model.rows().for_audience(who).kept_from_nobody(who)
    post: Post = get_object_or_404(rows.with_party(), pk=post_id)
    context = {"title": post.subject_name, "text": post.text_for_others()}
    return render(request, "posts/over.html", context, status=410)


def posted(request: HttpRequest, post: Post) -> HttpResponse:
    """To what has just been posted; its page says, once, what happens next."""
    request.session[NEW] = str(post.pk)
    return redirect(post)


def is_new(request: HttpRequest, post: Post) -> bool:
    """Whether the reader has just posted it; true once."""
    if request.session.get(NEW) != str(post.pk):
        return False
    del request.session[NEW]
    return True


def run(request: HttpRequest, post: Post, verb: Callable[[], Any], said: str) -> HttpResponse:
    """Do what was confirmed, say what came of it, and show the post again; whoever owes someone
    an answer is led there first."""
    try:
        verb()
    except Unanswered as unanswered:
        messages.info(request, str(unanswered))
        return redirect(unanswered.url)
    except Refused as refused:
        messages.error(request, reason(refused))
    else:
        messages.success(request, said)
    return redirect(post)


def can_undo(request: HttpRequest, post: Post) -> bool:
    """Whether the reader has just withdrawn it, and may undo that."""
    return post.state == post.WITHDRAWN and can_undo_withdrawal(post, person(request))


def more_time(post: Post) -> MoreTime | None:
    """One more day, while that still makes sense."""
    if post.is_until_gone or post.state not in (post.OPEN, post.COVERED, post.EXPIRED):
        return None
    end = evening_after(getattr(post, post.END))
    return MoreTime(timezone.localtime(end).strftime(LOCAL), until(end).text)


def rows_page(request: HttpRequest, rows: PostQuerySet[P]) -> tuple[list[P], str]:
    """A page of posts, newest first, and the address of the next."""
    return turned_page(request, rows.with_party(), order=NEWEST_FIRST, size=ROWS_A_PAGE)


def newest_of(organization: Organization, rows: PostQuerySet[P], viewer: Viewer) -> list[P]:
    """What an organization has posted last, as far as the viewer may know of it."""
    shown = rows.shown_to(viewer).of_organization(organization).with_party()
    newest: list[P] = list(shown.order_by(*NEWEST_FIRST)[:ROWS_A_PAGE])
    return newest


def show_newest(request: HtmxRequest, template: str, **context: Any) -> HttpResponse:
    """A page of its own, or just the list for the organization's page."""
    fragment = "#results" if request.htmx else ""
    return render(request, template + fragment, context)


def named_food(request: HttpRequest) -> Food | None:
    """The food that an address brings along, in `food` or `food_slug`."""
    slug = request.GET.get("food", "") or request.GET.get("food_slug", "")
    foods = Food.objects.with_units()
    return foods.filter(slug=slug).first() if slug.isprintable() else None


def home_of(by: User) -> dict[str, Any]:
    """Where a new post stands unless another place is chosen, as others see it."""
    if not by.home_cell:
        return {}
    sentence = area_sentence(by.home_cell, by.units)
    return {"home_sentence": sentence, "home_map": area_map(by.home_cell, by.units)}


@require_safe
def units(request: HttpRequest) -> HttpResponse:
    """The options of a unit select, for the food that a picker has set."""
    food = named_food(request)
    offered = unit_choices(food) if food else [(unit, str(name)) for unit, name in Unit.choices]
    return render(request, "posts/units.html", {"units": offered})


def reason(refused: Refused) -> str:
    """A refusal in one line, for where there is no form to show it in."""
    if not isinstance(refused, Invalid):
        return str(refused)
    return " ".join(str(said) for field in refused.details.values() for said in field)
