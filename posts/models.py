"""What a listing and a request have in common: an owner, a place, and a quantity that is kept.

At any moment `quantity = remaining + promised + handed_over`, and the database says so too.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from decimal import ROUND_HALF_UP, Decimal
from typing import Any, ClassVar, cast
from uuid import UUID

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext as immediate
from django.utils.translation import gettext_lazy as _

from accounts.models import Organization, User
from catalog.models import Category, Food
from catalog.units import Unit
from core import clock
from core.errors import Invalid
from core.events.subjects import Subject
from core.geo.models import Placed
from posts.querysets import PostQuerySet

ZERO = Decimal(0)
THOUSANDTH = Decimal("0.001")
FURTHEST_END = timedelta(days=10 * 365)


def share(part: Decimal | int, whole: Decimal | int, quantity: Decimal) -> Decimal:
    """As much of `quantity` as `part` is of `whole`, to three decimals, half rounded up."""
    return (quantity * part / whole).quantize(THOUSANDTH, rounding=ROUND_HALF_UP)


class QuantityField(models.DecimalField[Decimal, Decimal]):
    """A number of units, to three decimals."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **{"max_digits": 12, "decimal_places": 3, **kwargs})


class Post(Subject, Placed):
    """Something offered or needed, by a person or by an organization they act for."""

    OPEN: ClassVar[str]
    COVERED: ClassVar[str]
    DONE: ClassVar[str]
    EXPIRED: ClassVar[str]
    WITHDRAWN: ClassVar[str]
    TRANSITIONS: ClassVar[Mapping[str, Sequence[str]]]
    OWNER_TEXTS: ClassVar[Mapping[str, Any]]
    OTHER_TEXTS: ClassVar[Mapping[str, Any]]
    END: ClassVar[str]  # the name of the field that says until when
    CORRECTION: ClassVar[str]  # what its events call a change of its grams, on `counted_on`

    owner = models.ForeignKey(
        User,
        verbose_name=_("owner"),
        on_delete=models.PROTECT,
        related_name="%(class)ss",
        db_index=False,
    )
    organization = models.ForeignKey(
        Organization,
        verbose_name=_("organization"),
        on_delete=models.PROTECT,
        related_name="%(class)ss",
        null=True,
        blank=True,
        db_index=False,
    )
    category = models.ForeignKey(
        Category,
        verbose_name=_("category"),
        on_delete=models.PROTECT,
        related_name="+",
        db_index=False,
    )
    quantity = QuantityField(_("quantity"))
    unit = models.CharField(_("unit"), max_length=12, choices=Unit)
    grams = models.BigIntegerField(_("grams, estimated"))
    remaining = QuantityField(_("remaining"))
    promised = QuantityField(_("promised"), default=ZERO)
    handed_over = QuantityField(_("handed over"), default=ZERO)
    # The UTC day on which an expiry counts; what comes back later counts on that day too.
    expired_on = models.DateField(_("expired on"), null=True, blank=True, editable=False)
    # By a moderator: only those it speaks for see it then, and nobody can promise on it.
    hidden_at = models.DateTimeField(_("hidden at"), null=True, blank=True, editable=False)
    state: models.CharField[str, str]
    food: models.ForeignKey[Any, Any]

    class Meta:
        abstract = True
        constraints = [
            models.CheckConstraint(
                condition=Q(quantity__gt=0), name="%(app_label)s_%(class)s_quantity_positive"
            ),
            models.CheckConstraint(
                condition=Q(remaining__gte=0, promised__gte=0, handed_over__gte=0),
                name="%(app_label)s_%(class)s_nothing_negative",
            ),
            models.CheckConstraint(
                condition=Q(quantity=F("remaining") + F("promised") + F("handed_over")),
                name="%(app_label)s_%(class)s_books_balance",
            ),
            models.CheckConstraint(
                condition=Q(grams__gte=0), name="%(app_label)s_%(class)s_grams_not_negative"
            ),
        ]

    @classmethod
    def rows(cls) -> "PostQuerySet[Any]":
        """All of its kind, with the reads that every kind has."""
        return cast("PostQuerySet[Any]", cls._default_manager.all())

    @property
    def is_live(self) -> bool:
        """Whether it has not ended, as far as the state says."""
        return self.state in (self.OPEN, self.COVERED)

    @property
    def is_over(self) -> bool:
        """Whether its time has passed, though nobody may have closed it yet."""
        return bool(getattr(self, self.END) <= clock.now())

    @property
    def is_until_gone(self) -> bool:
        """Whether it has no end but that nothing is left."""
        return False

    @property
    def closes(self) -> datetime:
        """Until when a hand-over of it can be agreed on."""
        end: datetime = getattr(self, self.END)
        return end

    @property
    def is_hidden(self) -> bool:
        """Whether a moderator took it out of sight."""
        return self.hidden_at is not None

    def get_absolute_url(self) -> str:
        raise NotImplementedError

    def text_for_owner(self) -> str:
        """Its state in words, for those it speaks for."""
        return str(self.OWNER_TEXTS[self.state])

    def text_for_others(self) -> str:
        """Its state in words, for everybody else: what is over is over, promised or not."""
        state = self.EXPIRED if self.is_live and self.is_over else self.state
        return str(self.OTHER_TEXTS[state])

    @property
    def counted_on(self) -> str:
        """The UTC day on which its quantity counts, in ISO form; corrections land there too."""
        return self.created_at.date().isoformat()

    @property
    def party(self) -> UUID:
        """The pseudonym that stands for its owner in events: the organization's or the person's."""
        return self.organization.pseudonym if self.organization else self.owner.pseudonym

    @property
    def owner_name(self) -> str:
        return self.organization.name if self.organization else self.owner.name

    @property
    def subject_name(self) -> str:
        """What it is about, in the active language: the food, else the category."""
        food: Food | None = self.food
        return food.name if food else self.category.name

    def grams_of(self, quantity: Decimal) -> int:
        """Whole grams of a part of its quantity, half a gram rounded up."""
        share = Decimal(self.grams) * quantity / self.quantity
        return int(share.quantize(Decimal(1), rounding=ROUND_HALF_UP))

    @property
    def free_grams(self) -> int:
        """Grams neither promised nor gone. Figures change by its differences, which add up
        exactly however often the quantity is cut."""
        return self.grams - self.grams_of(self.promised + self.handed_over)

    def check_times(self) -> None:
        """Refuse times that make no sense.

        Raises:
            Invalid: by field.
        """
        end: datetime = getattr(self, self.END)
        if end <= clock.now():
            raise Invalid(**{self.END: immediate("This is in the past.")})
        if end > clock.now() + FURTHEST_END and not self.is_until_gone:
            raise Invalid(**{self.END: immediate("This is too far away: at most ten years.")})

    def facts(self, **deltas: Any) -> dict[str, Any]:
        """The payload all its events share, with what this one changes."""
        return {
            "food": self.food.slug if self.food else None,
            "category": self.category.slug,
            "participants": [str(self.party)],
            "opened_on": self.counted_on,
            **deltas,
        }

    def facts_of_expiry(self) -> dict[str, Any]:
        """What it means for the figures that its time is over."""
        return {}

    def facts_of_revival(self) -> dict[str, Any]:
        """What it means for the figures that it is open again after its time was over."""
        return {}

    def facts_of_return(self, grams: int) -> dict[str, Any]:
        """What it means for the figures that a promised part comes back after the post ended."""
        return {}
