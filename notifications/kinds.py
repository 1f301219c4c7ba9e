"""One table: every kind of news, what makes it, how it travels, and whether it may be off.

What happens to a commitment makes its kinds by itself (`FROM_COMMITMENT`), a message makes one;
everything else is asked for with `core.events.notices.request_notice(kind, …)`. The words of each
are in `notifications.words`.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta

from django.utils.translation import gettext_lazy as _
from django_stubs_ext import StrOrPromise

from notifications.enums import Channel, Group

MAILED = frozenset({Channel.SITE, Channel.EMAIL})
PUSHED = frozenset({Channel.SITE, Channel.EMAIL, Channel.PUSH})
SHOWN = frozenset({Channel.SITE})


@dataclass(frozen=True)
class Kind:
    """One kind of news.

    Args:
        slug: its name in events, preferences and the API.
        group: where it stands among the preferences.
        label: what people call it there.
        channels: those that are on until a person says otherwise.
        urgent: told at once, never kept for a digest.
        locked: always shown and mailed; nobody can switch it off.
        waits: how long it is kept back, in case it is seen on the site at once.
        fresh_for: how long it is news; what could not be sent by then is not sent any more.
    """

    slug: str
    group: Group
    label: StrOrPromise
    channels: frozenset[Channel] = MAILED
    urgent: bool = False
    locked: bool = False
    fresh_for: timedelta = timedelta(days=3)
    waits: timedelta = timedelta()

    @property
    def of_promise(self) -> bool:
        """Whether it says what becomes of a promise."""
        return self.slug in FROM_COMMITMENT.values()


def _urgent(slug: str, group: Group, label: StrOrPromise, *, hours: int = 24) -> Kind:
    return Kind(slug, group, label, PUSHED, urgent=True, fresh_for=timedelta(hours=hours))


def _locked(slug: str, label: StrOrPromise) -> Kind:
    return Kind(
        slug, Group.SITE, label, MAILED, urgent=True, locked=True, fresh_for=timedelta(days=14)
    )


_TABLE = (
    _urgent("proposal_received", Group.EXCHANGES, _("Someone proposes something to me")),
    _urgent("windows_offered", Group.EXCHANGES, _("Another time is offered")),
    _urgent("proposal_accepted", Group.EXCHANGES, _("My proposal is accepted")),
    Kind("proposal_declined", Group.EXCHANGES, _("My proposal is declined"), PUSHED, urgent=True),
    Kind("proposal_expired", Group.EXCHANGES, _("A proposal ends without an answer")),
    _urgent("commitment_cancelled", Group.EXCHANGES, _("The other side cancels")),
    _urgent("commitment_resumed", Group.EXCHANGES, _("The other side takes a no back")),
    Kind(
        "message_received",
        Group.EXCHANGES,
        _("Someone writes to me"),
        PUSHED,
        urgent=True,
        waits=timedelta(minutes=1),
    ),
    Kind("keep_in_touch_asked", Group.EXCHANGES, _("Someone would like to keep in touch")),
    Kind("keep_in_touch_agreed", Group.EXCHANGES, _("Someone keeps in touch with me")),
    _urgent("hand_over_soon", Group.HAND_OVERS, _("A hand-over is close"), hours=3),
    Kind("hand_over_ask", Group.HAND_OVERS, _("Did the hand-over happen?"), PUSHED, urgent=True),
    Kind("hand_over_ask_again", Group.HAND_OVERS, _("Did it happen? Asked once more")),
    Kind("hand_over_stated", Group.HAND_OVERS, _("The other side says it was handed over")),
    Kind(
        "hand_over_disputed",
        Group.HAND_OVERS,
        _("The other side says it was not so"),
        PUSHED,
        urgent=True,
    ),
    Kind("commitment_missed", Group.HAND_OVERS, _("A hand-over did not happen")),
    Kind("thanked", Group.HAND_OVERS, _("Someone thanks me")),
    _urgent("listing_ending", Group.POSTS, _("What I share is about to end")),
    Kind("listing_still_there", Group.POSTS, _("Is what I share still there?")),
    _urgent("request_ending", Group.POSTS, _("What I ask for is about to end")),
    Kind("request_still_needed", Group.POSTS, _("Do I still need what I ask for?")),
    Kind("standing_made", Group.POSTS, _("My weekly post was made")),
    Kind("standing_refused", Group.POSTS, _("My weekly post could not be made"), PUSHED),
    _urgent("food_reopened", Group.FOUND, _("Food I asked for is free again nearby")),
    Kind("match_found", Group.FOUND, _("Something fits what I share or ask for")),
    Kind("search_alert", Group.FOUND, _("A saved search found something"), PUSHED),
    _urgent(
        "offered_to_organization",
        Group.ORGANIZATIONS,
        _("Unclaimed food is offered to my organization"),
    ),
    Kind("verify_organization", Group.ORGANIZATIONS, _("My organization's page needs a look")),
    Kind("program_approved", Group.ORGANIZATIONS, _("A program of my organization is let in")),
    Kind("program_refused", Group.ORGANIZATIONS, _("A program of my organization is refused")),
    _locked("report_decided", _("What became of my report")),
    _locked("moderated", _("A moderator's decision about me")),
    _locked("objection_answered", _("The answer to my objection")),
)

KINDS: Mapping[str, Kind] = {kind.slug: kind for kind in _TABLE}

FROM_COMMITMENT: Mapping[str, str] = {
    "proposed": "proposal_received",
    "windows_offered": "windows_offered",
    "accepted": "proposal_accepted",
    "window_chosen": "proposal_accepted",
    "declined": "proposal_declined",
    "cancelled": "commitment_cancelled",
    "expired": "proposal_expired",
    "handed_over": "hand_over_stated",
    "disputed": "hand_over_disputed",
    "missed": "commitment_missed",
    "thanked": "thanked",
    "undone": "commitment_resumed",
}
"""`happened` of a commitment's event → the kind that the other side is told; without a `by`,
both are told."""

FROM_CONVERSATION: Mapping[str, str] = {
    "message.sent": "message_received",
    "conversation.asked": "keep_in_touch_asked",
    "conversation.agreed": "keep_in_touch_agreed",
}
"""The event of a conversation → the kind that all others in it are told."""


def of_group(group: Group) -> list[Kind]:
    """The kinds of a group, in the order of the table."""
    return [kind for kind in _TABLE if kind.group == group]
