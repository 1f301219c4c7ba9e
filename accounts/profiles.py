"""What pages say of a person: to the other side of an agreement, and to themselves."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from accounts import consents
from accounts.consents import ConsentText
from accounts.enums import Purpose, SecurityEventKind
from accounts.models import Consent, SecurityEvent, User

WARNING_KINDS = frozenset({SecurityEventKind.SIGN_IN_FAILED})


@dataclass(frozen=True)
class ProfileCard:
    """For `accounts/profile_card.html`; every text may be empty but the name."""

    name: str
    nickname: str = ""
    pronouns: str = ""
    bio: str = ""
    tags: Sequence[str] = field(default_factory=tuple)


@dataclass(frozen=True)
class EventRow:
    """A line of `components/rows.html`."""

    title: str
    text: str
    meta: str = ""
    initial: str = "·"
    url: str = ""
    picture: str = ""
    badge: str = ""
    badge_tone: str = "warn"


@dataclass(frozen=True)
class ConsentLine:
    """A purpose, its text of today, and what the person has said to it."""

    purpose: Purpose
    text: ConsentText
    since: str
    is_given: bool
    is_outdated: bool


def profile_card(user: User, viewer_may: bool) -> ProfileCard | None:
    """Who somebody is, in their own words.

    Lists and posts name nobody: only the other side of a live commitment, or of a conversation
    that both agreed to, may know. Their page decides that and says so here.

    Args:
        user: about whom.
        viewer_may: whether the reader is such an other side.

    Returns:
        None where the reader may not know, and for an account that is gone.
    """
    if not viewer_may or not user.is_active:
        return None
    return ProfileCard(user.name, user.nickname, user.pronouns, user.bio, tuple(user.tags))


def activity_rows(events: Iterable[SecurityEvent]) -> list[EventRow]:
    """What happened, with what, from which network, when."""
    return [
        EventRow(
            title=str(event.get_kind_display()),
            text=" · ".join(part for part in (_moment(event), event.device, event.network) if part),
            badge=_("Look at this") if event.kind in WARNING_KINDS else "",
        )
        for event in events
    ]


def _moment(event: SecurityEvent) -> str:
    return str(date_format(timezone.localtime(event.at), "SHORT_DATETIME_FORMAT"))


def consent_lines(user: User, language: str) -> list[ConsentLine]:
    """Every purpose, in one query."""
    held = {c.purpose: c for c in Consent.objects.filter(user=user, revoked_at=None)}
    return [_line(Purpose(purpose), held.get(purpose), language) for purpose in Purpose]


def _line(purpose: Purpose, held: Consent | None, language: str) -> ConsentLine:
    text = consents.current(purpose, language)
    since = ""
    if held:
        day = date_format(timezone.localtime(held.given_at), "DATE_FORMAT")
        since = _("Agreed on %(day)s") % {"day": day}
    outdated = held is not None and held.version != text.version
    return ConsentLine(purpose, text, since, held is not None, outdated)
