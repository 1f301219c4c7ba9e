"""Two kinds of place: the exact one, private and apart; the public one, a cell."""

from decimal import Decimal

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _
from uuid6 import uuid7

from core.geo import cells
from core.geo.fields import MercatorPointField


class Precision(models.IntegerChoices):
    """How finely a place is shown."""

    AREA = 5, _("about 5 km across")
    NEIGHBOURHOOD = 6, _("about 1 km across")


class ExactPlace(models.Model):
    """Where something really is. Joined only for those who may know: of lists, only one's own."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    latitude = models.DecimalField(
        _("latitude"),
        max_digits=9,
        decimal_places=6,
        validators=[MinValueValidator(-90), MaxValueValidator(90)],
    )
    longitude = models.DecimalField(
        _("longitude"),
        max_digits=9,
        decimal_places=6,
        validators=[MinValueValidator(-180), MaxValueValidator(180)],
    )
    label = models.CharField(_("address or description"), max_length=200, blank=True)

    class Meta:
        verbose_name = _("exact place")
        verbose_name_plural = _("exact places")
        constraints = [
            models.CheckConstraint(
                condition=models.Q(latitude__range=(-90, 90), longitude__range=(-180, 180)),
                name="exact_place_on_earth",
            ),
        ]

    @property
    def point(self) -> cells.Point:
        return cells.Point(float(self.latitude), float(self.longitude))


class Placed(models.Model):
    """Found by cell or nearest first, both from the centre of its public cell alone.

    `geohash` (12 characters) and `location` (Web Mercator) are of that centre, so that nothing
    computed from them can tell two places in one cell apart.
    """

    exact_place = models.OneToOneField(
        ExactPlace, verbose_name=_("exact place"), on_delete=models.PROTECT, related_name="+"
    )
    geohash = models.CharField(max_length=12, db_collation="C", editable=False)
    location = MercatorPointField(editable=False)
    public_precision = models.PositiveSmallIntegerField(
        _("shown as"), choices=Precision, default=Precision.NEIGHBOURHOOD
    )

    class Meta:
        abstract = True

    @property
    def cell(self) -> str:
        """The public cell."""
        return self.geohash[: self.public_precision]

    @property
    def cell_ancestry(self) -> list[str]:
        """The public cells at precisions 4, 5 and 6, for events."""
        return cells.ancestry(self.geohash)

    def take_place(self, place: ExactPlace, *, precision: int) -> None:
        """Stand at `place` and be shown at `precision`; the caller saves."""
        self.exact_place = place
        self.public_precision = precision
        middle = cells.centre(cells.encode(place.point.lat, place.point.lon, precision))
        self.geohash = cells.encode(middle.lat, middle.lon)
        self.location = cells.mercator(middle)


def new_place(point: cells.Point, label: str = "") -> ExactPlace:
    """An exact place of its own, not saved yet.

    Args:
        point: degrees north and east, kept to six decimals (about 0.1 m).
        label: address or description, for those who may know it.
    """
    return ExactPlace(
        latitude=Decimal(f"{point.lat:.6f}"), longitude=Decimal(f"{point.lon:.6f}"), label=label
    )
