"""Notifications in words: in the reader's language and zone, from their side, as it stands now."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from django.utils.translation import gettext as _
from django_stubs_ext import StrOrPromise

from accounts.models import User
from commitments.enums import CommitmentState as State
from notifications.kinds import KINDS, Kind
from notifications.models import Notification
from notifications.subjects import Known, look_up
from notifications.words import WORDS, Words
from notifications.words.exchanges import LOOK, READ

ASKED_IN: Mapping[str, frozenset[State]] = {
    "proposal_received": frozenset({State.PROPOSED}),
    "windows_offered": frozenset({State.PROPOSED, State.ACCEPTED}),
    "hand_over_ask": frozenset({State.ACCEPTED}),
    "hand_over_ask_again": frozenset({State.ACCEPTED}),
}
"""In which states of its commitment a kind still asks for something."""


@dataclass(frozen=True)
class Told:
    """One notification, ready to be shown or sent; of what is gone, `url` is empty."""

    id: UUID
    kind: Kind
    title: str
    text: str
    action: str
    url: str
    known: Known | None

    @property
    def is_gone(self) -> bool:
        return self.known is None


def tell(rows: Sequence[Notification], reader: User) -> list[Told]:
    """Notifications of one reader, in the active language and time zone.

    Args:
        rows: theirs, of kinds that there are.
        reader: whose permissions decide what is named.
    """
    known = look_up(rows, reader)
    return [_told(row, known.get(row.pk)) for row in rows if row.kind in KINDS]


def wording(row: Notification, known: Known) -> str:
    """Which of its kind's words fit: see `notifications.words`."""
    if row.kind == "proposal_expired":
        return "proposer" if known.proposed else "asked"
    if row.kind == "commitment_cancelled" and row.facts.get("by") is None:
        return "ended"
    if row.kind == "commitment_cancelled" and not known.accepted:
        return "withdrawn"
    return known.wording


def words_for(kind: str, wordings: Iterable[str]) -> Words | None:
    """The first words there are."""
    return next((WORDS[kind][each] for each in wordings if each in WORDS[kind]), None)


def _told(row: Notification, known: Known | None) -> Told:
    kind = KINDS[row.kind]
    words = words_for(row.kind, (wording(row, known), "")) if known else None
    if known is None or words is None:
        gone = _("What this was about is no longer there.")
        return Told(row.pk, kind, str(kind.label), gone, "", "", None)
    return Told(
        id=row.pk,
        kind=kind,
        title=_filled(str(words.title), known),
        text=_with_reason(row, _filled(str(words.text), known), known),
        action=str(_action(row, words, known)),
        url=known.url,
        known=known,
    )


def _action(row: Notification, words: Words, known: Known) -> StrOrPromise:
    """The button says what the reader is asked only for as long as they are."""
    if row.kind in ASKED_IN and not (known.waits and known.state in ASKED_IN[row.kind]):
        return LOOK
    if row.kind == "keep_in_touch_asked" and not known.waits:
        return READ
    return words.action


def _with_reason(row: Notification, text: str, known: Known) -> str:
    reason = known.names.get("reason")
    unsaid = row.facts.get("reason") in (None, "", "other")
    if row.kind != "commitment_cancelled" or not reason or unsaid:
        return text
    return _("%(news)s The reason given: “%(reason)s”.") % {"news": text, "reason": reason}


def _filled(template: str, known: Known) -> str:
    text = template % known.names
    other = known.names.get("other", "")
    # "Samir K." ends a sentence by himself.
    return text.replace(f"{other}.", other) if other.endswith(".") else text
