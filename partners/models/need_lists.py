"""What was imported from where: the lists of others, and which line became which post."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.models import Organization
from core import clock
from listings.models import Listing
from partners.enums import LineKind
from partners.lines.cleaning import LONGEST_LINE
from requests_app.models import FoodRequest


class NeedList(models.Model):
    """A list that an outside organization published, as it was taken here; never changed after."""

    source_id = models.CharField(_("id in the source"), max_length=100, unique=True)
    organization = models.ForeignKey(
        Organization,
        verbose_name=_("organization"),
        on_delete=models.PROTECT,
        related_name="need_lists",
        db_index=False,
    )
    found = models.DateTimeField(_("found"))
    imported_at = models.DateTimeField(_("imported at"), default=clock.now, editable=False)
    lines_read = models.PositiveIntegerField(_("lines"))
    lines_mapped = models.PositiveIntegerField(_("lines mapped"))
    posts_new = models.PositiveIntegerField(_("new posts"))
    posts_kept = models.PositiveIntegerField(_("kept posts"))
    posts_withdrawn = models.PositiveIntegerField(_("withdrawn posts"))

    class Meta:
        verbose_name = _("need list")
        verbose_name_plural = _("need lists")
        indexes = [
            models.Index(fields=["organization", "-found"], name="need_list_newest"),
        ]

    def __str__(self) -> str:
        return self.source_id


class NeedLine(models.Model):
    """A line of a need list and the post it stands behind; none where it could not be mapped.

    A line that names two foods has two rows. A post that several lists name has a row of each.
    """

    need_list = models.ForeignKey(
        NeedList, verbose_name=_("need list"), on_delete=models.CASCADE, related_name="lines"
    )
    kind = models.CharField(_("kind"), max_length=8, choices=LineKind)
    text = models.CharField(_("as it was published"), max_length=LONGEST_LINE)
    food_request = models.ForeignKey(
        FoodRequest,
        verbose_name=_("request"),
        on_delete=models.PROTECT,
        related_name="need_lines",
        null=True,
        blank=True,
    )
    listing = models.ForeignKey(
        Listing,
        verbose_name=_("listing"),
        on_delete=models.PROTECT,
        related_name="need_lines",
        null=True,
        blank=True,
    )

    class Meta:
        verbose_name = _("line of a need list")
        verbose_name_plural = _("lines of need lists")
        constraints = [
            models.CheckConstraint(condition=Q(kind__in=LineKind.values), name="need_line_kind"),
            models.CheckConstraint(
                condition=Q(kind=LineKind.NEED, listing=None)
                | Q(kind=LineKind.EXCESS, food_request=None),
                name="need_line_stands_behind_its_kind",
            ),
        ]

    def __str__(self) -> str:
        return self.text
