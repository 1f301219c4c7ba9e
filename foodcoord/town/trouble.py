"""What moderators are there for: a report nobody has looked at, and one that was decided."""

from functools import partial
from uuid import UUID

from foodcoord.town.inhabitants import Actor, new_id
from foodcoord.town.stage import Stage
from listings.models import Listing
from moderation.enums import Action, Reason, SubjectType
from moderation.models import Decision, Report
from moderation.services import decide, object_to, report
from moderation.subjects import find


class Trouble(Stage):
    """Reports, a decision, and what somebody says against it."""

    def opened(self, actor: Actor, visitor: Actor) -> None:
        """Waits for a moderator."""
        self.before(26, lambda: self._opened(actor, visitor))

    def _opened(self, actor: Actor, visitor: Actor) -> None:
        listing = self.share(
            actor, ("rice", 2, "kg"), hours=140, title="Rice", pickup_note="On the wall outside."
        )
        note = "The bag is open and stands in the rain."
        self.before(5, lambda: self._report(visitor, listing, Reason.UNSAFE_FOOD, note))

    def sold(self, seller: Actor, neighbour: Actor, moderator: Actor) -> None:
        """Was hidden by a moderator; whose it is objects."""
        self.before(70, lambda: self._sold(seller, neighbour, moderator))

    def _sold(self, seller: Actor, neighbour: Actor, moderator: Actor) -> None:
        listing = self.share(
            seller, ("honey", 6, "jar"), hours=200, title="Honey, two pounds a jar"
        )
        self.shown.remove(listing)
        number = self._report_later(neighbour, listing)
        words = "Food is given here, never sold. Offer it without a price and it is welcome."
        self.before(50, lambda: self._hide(number, moderator, words))
        text = "The two pounds are for the jar and come back with it. I can write that better."
        self.before(30, lambda: self._object(number, seller, text))

    def _report_later(self, neighbour: Actor, listing: Listing) -> UUID:
        number = new_id(self.life.random)
        note = "This is for sale."
        tell = partial(self._report, neighbour, listing, Reason.NOT_FOOD, note, number)
        self.before(60, tell)
        return number

    def _report(
        self, by: Actor, listing: Listing, reason: str, note: str, number: UUID | None = None
    ) -> None:
        subject = find(SubjectType.LISTING, listing.pk, reader=by.user)
        assert subject is not None  # noqa: S101  # it is on the page of everybody near
        report(
            by=by.user,
            report_id=number or new_id(self.life.random),
            subject_type=SubjectType.LISTING,
            subject=subject,
            reason=reason,
            note=note,
        )

    def _hide(self, number: UUID, moderator: Actor, words: str) -> None:
        row = Report.objects.get(pk=number)
        decide(report=row, by=moderator.user, action=Action.HIDE, words=words)

    def _object(self, number: UUID, seller: Actor, text: str) -> None:
        decision = Decision.objects.get(reports=number)
        object_to(decision=decision, by=seller.user, text=text)
