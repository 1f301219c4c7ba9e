"""The promise: who hands over what to whom, how much, when and where. One record, two sides."""

from decimal import ROUND_HALF_UP, Decimal
from typing import Any, ClassVar
from uuid import UUID

from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from accounts.models import Organization, User
from catalog.models import Category, Food
from catalog.units import Unit
from commitments.enums import (
    CancelReason,
    CommitmentState,
    Side,
    Thanks,
    Travel,
)
from commitments.querysets import CommitmentQuerySet
from commitments.texts import template_for
from core import clock
from core.events.subjects import Subject
from core.geo import cells
from listings.models import Listing
from posts.models import Post, QuantityField
from requests_app.models import FoodRequest


def _person(side: str, name: Any) -> models.ForeignKey[User, User]:
    return models.ForeignKey(
        User,
        verbose_name=name,
        on_delete=models.PROTECT,
        related_name=f"{side}_commitments",
        db_index=False,
    )


def _thanks(name: Any) -> Any:
    return models.CharField(
        name, max_length=16, choices=Thanks, blank=True, default="", db_default=""
    )


def _note(name: Any) -> Any:
    return models.CharField(name, max_length=300, blank=True, default="", db_default="")


def _organization(side: str) -> models.ForeignKey[Organization | None, Organization | None]:
    return models.ForeignKey(
        Organization,
        on_delete=models.PROTECT,
        related_name=f"{side}_commitments",
        null=True,
        blank=True,
    )


class Commitment(Subject):
    """Holds its quantity on the listing, and on the request, from the proposal until it ends.

    `category`, `food` and `geohash` are as they were at the proposal, so that figures stay put.
    """

    subject_type: ClassVar[str] = "commitment"

    listing = models.ForeignKey(
        Listing, on_delete=models.PROTECT, related_name="commitments", null=True, blank=True
    )
    request = models.ForeignKey(
        FoodRequest, on_delete=models.PROTECT, related_name="commitments", null=True, blank=True
    )
    giver = _person("giver", _("giver"))
    giver_organization = _organization("giver")
    receiver = _person("receiver", _("receiver"))
    receiver_organization = _organization("receiver")
    proposed_by_giver = models.BooleanField(_("proposed by the giver"))

    category = models.ForeignKey(
        Category, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    food = models.ForeignKey(
        Food, on_delete=models.PROTECT, related_name="+", null=True, db_index=False
    )
    geohash = models.CharField(max_length=12, db_collation="C", editable=False)
    quantity = QuantityField(_("quantity"))
    unit = models.CharField(_("unit"), max_length=12, choices=Unit)
    grams = models.BigIntegerField(_("grams, estimated"))
    request_quantity = QuantityField(_("held on the request"), default=Decimal(0))

    handover_start = models.DateTimeField(_("hand-over from"))
    handover_end = models.DateTimeField(_("hand-over until"))
    travel = models.CharField(_("who travels"), max_length=8, choices=Travel)
    meeting_point = models.CharField(_("meeting point"), max_length=200, blank=True)
    message = models.TextField(_("message"), max_length=1000, blank=True)

    state = models.CharField(
        _("state"), max_length=12, choices=CommitmentState, default=CommitmentState.PROPOSED
    )
    expires_at = models.DateTimeField(_("answer expected by"))
    accepted_at = models.DateTimeField(_("accepted at"), null=True, blank=True)
    ended_at = models.DateTimeField(_("ended at"), null=True, blank=True)
    handed_over = QuantityField(_("handed over"), default=Decimal(0))
    handed_over_grams = models.BigIntegerField(_("grams handed over"), default=0)
    handed_over_by_giver = models.BooleanField(_("said by the giver"), null=True)
    disputed_at = models.DateTimeField(_("disputed at"), null=True, blank=True)

    # Whose offer of other windows waits for the other side; None when none does.
    offered_by_giver = models.BooleanField(_("other times offered by the giver"), null=True)
    offers_made = models.PositiveSmallIntegerField(
        _("offers of times made"), default=0, db_default=0
    )
    confirmed_at = models.DateTimeField(_("confirmed by the other side at"), null=True, blank=True)
    # Who declined, cancelled or called it missed; None for the system or a moderator.
    ended_by_giver = models.BooleanField(_("ended by the giver"), null=True)
    cancel_reason = models.CharField(
        _("reason"), max_length=20, choices=CancelReason, blank=True, default="", db_default=""
    )
    cancel_note = _note(_("more about the reason"))
    giver_thanks = _thanks(_("thanks of the giver"))
    giver_thanks_note = _note(_("note of the giver"))
    receiver_thanks = _thanks(_("thanks of the receiver"))
    receiver_thanks_note = _note(_("note of the receiver"))

    objects = CommitmentQuerySet.as_manager()

    class Meta:
        verbose_name = _("commitment")
        verbose_name_plural = _("commitments")
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=CommitmentState.values), name="commitment_state_known"
            ),
            models.CheckConstraint(
                condition=Q(travel__in=Travel.values), name="commitment_travel_known"
            ),
            models.CheckConstraint(
                condition=Q(listing__isnull=False) | Q(request__isnull=False),
                name="commitment_about_something",
            ),
            models.CheckConstraint(
                condition=Q(quantity__gt=0, handed_over__gte=0, request_quantity__gte=0)
                & Q(handed_over__lte=F("quantity")),
                name="commitment_quantities",
            ),
            models.CheckConstraint(
                condition=Q(handover_end__gt=F("handover_start")), name="commitment_ends_later"
            ),
            models.CheckConstraint(
                condition=~Q(giver=F("receiver"))
                | Q(giver_organization__isnull=False)
                | Q(receiver_organization__isnull=False),
                name="commitment_two_parties",
            ),
            models.CheckConstraint(
                condition=Q(cancel_reason__in=["", *CancelReason.values])
                & Q(giver_thanks__in=["", *Thanks.values])
                & Q(receiver_thanks__in=["", *Thanks.values]),
                name="commitment_words_known",
            ),
            models.CheckConstraint(
                condition=Q(confirmed_at=None) | Q(state=CommitmentState.FULFILLED),
                name="commitment_confirmed_when_done",
            ),
        ]
        indexes = [
            models.Index(fields=["giver", "-created_at", "-id"], name="commitment_by_giver"),
            models.Index(fields=["receiver", "-created_at", "-id"], name="commitment_by_receiver"),
            models.Index(
                fields=["expires_at"],
                name="commitment_unanswered",
                condition=Q(state=CommitmentState.PROPOSED),
            ),
            models.Index(
                fields=["handover_end"],
                name="commitment_agreed",
                condition=Q(state=CommitmentState.ACCEPTED),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.subject_name}: {self.name_of(Side.GIVER)} → {self.name_of(Side.RECEIVER)}"

    def get_absolute_url(self) -> str:
        return reverse("commitments:detail", args=[self.pk])

    @property
    def subject_name(self) -> str:
        return self.food.name if self.food else self.category.name

    def party(self, side: str) -> UUID:
        """The pseudonym that stands for a side in events."""
        organization: Organization | None = getattr(self, f"{side}_organization")
        person: User = getattr(self, side)
        return organization.pseudonym if organization else person.pseudonym

    def name_of(self, side: str) -> str:
        organization: Organization | None = getattr(self, f"{side}_organization")
        person: User = getattr(self, side)
        return organization.name if organization else person.name

    @property
    def parties(self) -> list[tuple[User, Organization | None]]:
        """Giver and receiver, each a person, and whom they act for."""
        return [
            (self.giver, self.giver_organization),
            (self.receiver, self.receiver_organization),
        ]

    def proposed_by(self, side: str) -> bool:
        """Whether that side made the proposal."""
        return (side == Side.GIVER) == self.proposed_by_giver

    def spoken_by(self, side: str) -> bool:
        """Whether that side had the last word of an open question: a proposal, or other times."""
        by_giver = self.offered_by_giver
        return (side == Side.GIVER) == (self.proposed_by_giver if by_giver is None else by_giver)

    def ended_by(self, side: str) -> bool:
        """Whether that side declined it, cancelled it or called it missed."""
        return (side == Side.GIVER) == self.ended_by_giver

    def thanked_by(self, side: str) -> bool:
        """Whether that side has said thank you."""
        return bool(getattr(self, f"{side}_thanks"))

    def thanks_of(self, side: str) -> tuple[str, str]:
        """The phrase and the note of that side's thank-you."""
        phrase = getattr(self, f"get_{side}_thanks_display")()
        return str(phrase), getattr(self, f"{side}_thanks_note")

    def stated_by(self, side: str) -> bool:
        """Whether that side stated the hand-over."""
        return (side == Side.GIVER) == self.handed_over_by_giver

    @property
    def is_over(self) -> bool:
        """Whether the time of the hand-over has passed."""
        return self.handover_end <= clock.now()

    @property
    def handover_place_id(self) -> UUID | None:
        """Of the exact place of the side that is visited; None where both meet, or none is set."""
        if self.travel == Travel.MEET:
            return None
        visited = Side.GIVER if self.travel == Travel.COLLECT else Side.RECEIVER
        post: Post | None = self.listing if visited == Side.GIVER else self.request
        if post is not None:
            return post.exact_place_id
        organization: Organization | None = getattr(self, f"{visited}_organization")
        person: User = getattr(self, visited)
        return organization.exact_place_id if organization else person.home_id

    def grams_of(self, quantity: Decimal) -> int:
        """Whole grams of a part of its quantity, half a gram rounded up."""
        part = self.grams * quantity / self.quantity
        return int(part.quantize(Decimal(1), rounding=ROUND_HALF_UP))

    def text_for(self, side: Side) -> str:
        """Its state in words, for the person on that side."""
        other = self.name_of(side.other)
        text = template_for(self, side) % {"other": other}
        # "Samir K." ends a sentence by himself.
        return text.replace(f"{other}.", other) if other.endswith(".") else text

    @property
    def cell_ancestry(self) -> list[str]:
        return cells.ancestry(self.geohash)

    def facts(self, happened: str, by: Side | None, **deltas: Any) -> dict[str, Any]:
        """The payload all its events share, with what this one changes in the figures.

        Args:
            happened: what did, as the receivers of notices know it.
            by: whose doing it was; None for the system or a moderator.
            deltas: whole grams, each with the UTC day on which it lands.
        """
        return {
            "food": self.food.slug if self.food else None,
            "category": self.category.slug,
            "participants": [str(self.party(Side.GIVER)), str(self.party(Side.RECEIVER))],
            "opened_on": self.created_at.date().isoformat(),
            "state": self.state,
            "happened": happened,
            "by": by and str(by),
            **deltas,
        }
