"""What decisions do to things and people, and how it is undone."""

from datetime import datetime

from django.db.models import Model
from django.utils.translation import gettext as _

from accounts.models import Organization, User
from accounts.services.suspending import lift_suspension, suspend
from conversations.models import Message
from conversations.services import hide_message, show_message
from core import clock
from core.errors import TransitionForbidden
from core.events.log import record
from listings.models import Listing
from moderation.enums import Action
from moderation.models import Decision
from moderation.subjects import load
from posts import services as posts
from posts.models import Post
from requests_app.models import FoodRequest


def set_hidden(thing: Model, *, hidden: bool, by: User | None) -> None:
    """Take something out of sight, or show it again. Harmless twice.

    Args:
        thing: a listing, a request, a message or an organization.
        hidden: whether it shall be.
        by: the moderator; None when the time of a suspension is over.
    """
    if isinstance(thing, Post):
        posts.set_hidden(thing, hidden=hidden, by=by)
    elif isinstance(thing, Organization):
        _set_organization_hidden(thing, hidden=hidden, by=by)
    elif isinstance(thing, Message):
        (hide_message if hidden else show_message)(thing)


def apply(decision: Decision, thing: Model | None) -> None:
    """Do what a new decision says, and note on it what it keeps out of sight."""
    by = decision.by
    if decision.action == Action.HIDE:
        if thing is None:
            raise TransitionForbidden(_("It is not there any more."))
        set_hidden(thing, hidden=True, by=by)
        decision.hidden = [[str(decision.subject_type), str(decision.subject_id)]]
    elif decision.action == Action.SUSPEND and decision.person is not None and by is not None:
        _suspend_until(decision.person, [*_ends(decision.person), decision.until], by)
        decision.hidden = [_hidden_now(post, by) for post in _live_posts(decision.person)]
    elif decision.action == Action.RESTORE:
        held = Decision.objects.holding(decision.subject_type, decision.subject_id)
        for earlier in held.filter(action=Action.HIDE):
            undo(earlier, by=by)
        if thing is not None and not held.exists():
            set_hidden(thing, hidden=False, by=by)
    elif decision.action == Action.LIFT and decision.person is not None:
        running = Decision.objects.in_force().filter(action=Action.SUSPEND, person=decision.person)
        for earlier in running:
            undo(earlier, by=by)
        lift_suspension(user=decision.person, by=by)


def undo(decision: Decision, *, by: User | None) -> None:
    """End what a decision does: show again what nothing else keeps hidden, and let the person be
    unless another suspension runs. Harmless twice."""
    if decision.ended_at is not None:
        return
    decision.ended_at = clock.now()
    decision.save(update_fields=["ended_at"])
    for subject_type, subject_id in decision.hidden:
        if Decision.objects.holding(subject_type, subject_id).exists():
            continue
        thing = load(subject_type, subject_id)
        if thing is not None:
            set_hidden(thing, hidden=False, by=by)
    if decision.action == Action.SUSPEND and decision.person is not None:
        _settle_suspension(decision.person, by)


def _settle_suspension(person: User, by: User | None) -> None:
    """As long as the longest of those still in force; none lifts it."""
    ends = _ends(person)
    if ends:
        _suspend_until(person, ends, by)
    else:
        lift_suspension(user=person, by=by)


def _ends(person: User) -> list[datetime | None]:
    running = Decision.objects.in_force().filter(action=Action.SUSPEND, person=person)
    return list(running.values_list("until", flat=True))


def _suspend_until(person: User, ends: list[datetime | None], by: User | None) -> None:
    dated = [end for end in ends if end is not None]
    suspend(user=person, until=max(dated) if len(dated) == len(ends) else None, by=by)


def _live_posts(person: User) -> list[Post]:
    """What they post for themselves; what an organization offers is not theirs alone."""
    models: tuple[type[Post], ...] = (Listing, FoodRequest)
    return [
        post
        for model in models
        for post in model.rows().filter(owner=person, organization=None).live()
    ]


def _hidden_now(post: Post, by: User) -> list[str]:
    set_hidden(post, hidden=True, by=by)
    return [post.subject_type, str(post.pk)]


def _set_organization_hidden(organization: Organization, *, hidden: bool, by: User | None) -> None:
    held = Organization.objects.select_for_update().get(pk=organization.pk)
    if (held.hidden_at is not None) == hidden:
        return
    now = clock.now()
    held.change(hidden_at=now if hidden else None, updated_at=now)
    record(
        "organization.updated",
        subject=held,
        actor=by.pseudonym if by else None,
        payload={"kind": held.kind, "fields": ["hidden_at"]},
        cells=held.cell_ancestry,
    )
