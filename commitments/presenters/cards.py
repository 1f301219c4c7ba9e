from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from catalog.units import quantity_text
from commitments.enums import CommitmentState, Side, Travel
from commitments.models import Commitment
from commitments.permissions import allowed_to, is_asked_to_confirm
from commitments.questions import question
from commitments.reliability import Kept, reliability_of
from core import moments
from photos.models import Photo
from photos.services import ready_of

LOUD, QUIET = "btn", "btn btn--quiet"
ENDED_TONES = {CommitmentState.FULFILLED: "done", CommitmentState.MISSED: "warn"}


@dataclass(frozen=True)
class Action:
    """A verb as a button: `asks` first on a page of its own, or is said at once."""

    verb: str
    label: str
    url: str
    look: str
    asks: bool


@dataclass(frozen=True)
class ExchangeCard:
    """What `components/exchange_card.html` shows."""

    id: str
    url: str
    title: str
    text: str
    when: str
    when_iso: str
    when_title: str
    where: str
    picture: str
    state_label: str
    state_tone: str
    hint: str
    waiting: bool
    reliability: str = ""
    photo_url: str = ""
    actions: list[Action] = field(default_factory=list)


def cards(
    commitments: Iterable[Commitment], sides: Mapping[UUID, Side | None], units: str
) -> list[ExchangeCard]:
    """A card for each that the viewer has a side in.

    Args:
        commitments: with their parties.
        sides: the viewer's.
        units: the viewer's, `metric` or `imperial`.
    """
    rows = list(commitments)
    told = reliability_of(rows, sides)
    shots = ready_of(row.listing_id for row in rows if row.listing_id)
    return [
        replace(
            card(commitment, side, units, told.get(commitment.pk)),
            photo_url=_first_photo(shots, commitment.listing_id),
        )
        for commitment in rows
        if (side := sides[commitment.pk]) is not None
    ]


def _first_photo(shots: Mapping[UUID, Sequence[Photo]], album: UUID | None) -> str:
    photos = shots.get(album, ()) if album else ()
    return photos[0].url("small") if photos else ""


def card(commitment: Commitment, side: Side, units: str, kept: Kept | None = None) -> ExchangeCard:
    """A commitment for the person on `side`; what waits for them carries its buttons."""
    told = when(commitment)
    waiting = waits_for(commitment, side)
    return ExchangeCard(
        id=str(commitment.pk),
        url=commitment.get_absolute_url(),
        title=title(commitment),
        text=deal(commitment, side, units),
        when=told.text,
        when_iso=told.iso,
        when_title=told.exact,
        where=travel_text(commitment, side),
        picture=commitment.category.icon,
        state_label=state_label(commitment, side),
        state_tone=state_tone(commitment, side),
        hint=commitment.text_for(side),
        waiting=waiting,
        reliability=kept_text(kept),
        actions=actions(commitment, side)[:2] if waiting else [],
    )


def title(commitment: Commitment) -> str:
    """What it is about, as its listing calls it."""
    listing = commitment.listing
    return (listing.title if listing else "") or commitment.subject_name


def deal(commitment: Commitment, side: Side, units: str) -> str:
    """Who gives how much to whom; once it is done, who gave how much."""
    done = commitment.state == CommitmentState.FULFILLED
    quantity = commitment.handed_over if done else commitment.quantity
    words = {
        "quantity": quantity_text(quantity, commitment.unit, units),
        "other": commitment.name_of(side.other),
    }
    if done and side == Side.GIVER:
        return _("You gave %(quantity)s to %(other)s") % words
    if done:
        return _("You got %(quantity)s from %(other)s") % words
    if side == Side.GIVER:
        return _("You give %(quantity)s to %(other)s") % words
    return _("You get %(quantity)s from %(other)s") % words


def when(commitment: Commitment) -> moments.Told:
    """The time of the hand-over, or when it came to an end."""
    if commitment.ended_at is not None:
        return moments.moment(commitment.ended_at)
    return moments.span(commitment.handover_start, commitment.handover_end)


def travel_text(commitment: Commitment, side: Side) -> str:
    """Who goes where."""
    if commitment.travel == Travel.MEET:
        return _("You meet: %(place)s") % {"place": commitment.meeting_point}
    travels = Side.RECEIVER if commitment.travel == Travel.COLLECT else Side.GIVER
    words = {"other": commitment.name_of(side.other)}
    if commitment.travel == Travel.COLLECT:
        return _("You collect it") if side == travels else _("%(other)s collects it") % words
    return _("You bring it") if side == travels else _("%(other)s brings it") % words


def waits_for(commitment: Commitment, side: Side) -> bool:
    """Whether the person on that side is asked something."""
    asked = not commitment.spoken_by(side)
    if commitment.state == CommitmentState.PROPOSED:
        return asked and bool(allowed_to(side, commitment))
    if commitment.state == CommitmentState.FULFILLED:
        return is_asked_to_confirm(side, commitment)
    moved = asked and commitment.offered_by_giver is not None
    return commitment.state == CommitmentState.ACCEPTED and (moved or commitment.is_over)


def kept_text(kept: Kept | None) -> str:
    """The hint of how often the other side kept its word; nothing where too little is known."""
    if kept is None:
        return ""
    return _("Kept %(kept)d of %(counted)d agreed hand-overs") % kept._asdict()


def state_label(commitment: Commitment, side: Side) -> str:
    """The state in a word or two."""
    if waits_for(commitment, side):
        return pgettext("exchange", "Waiting for you")
    if commitment.disputed_at is not None:
        return pgettext("exchange", "Disputed")
    return str(commitment.get_state_display())


def state_tone(commitment: Commitment, side: Side) -> str:
    """The tone of its badge."""
    if waits_for(commitment, side):
        return "wait"
    if commitment.disputed_at is not None:
        return "warn"
    open_tones = {CommitmentState.PROPOSED: "info", CommitmentState.ACCEPTED: "open"}
    return {**open_tones, **ENDED_TONES}.get(CommitmentState(commitment.state), "neutral")


def actions(commitment: Commitment, side: Side) -> list[Action]:
    """The verbs of that side as buttons, the most likely first."""
    asked = [(verb, question(verb, side)) for verb in allowed_to(side, commitment)]
    return [
        Action(
            verb=str(verb),
            label=str(words.label),
            url=reverse("commitments:say", args=[commitment.pk, str(verb)]),
            look=QUIET if place and words.look == LOUD else words.look,
            asks=words.asks,
        )
        for place, (verb, words) in enumerate(asked)
    ]
