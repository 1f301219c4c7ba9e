from datetime import date

from django.db.models import IntegerChoices, TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class Kind(TextChoices):
    """What each of its occasions is."""

    LISTING = "listing", pgettext_lazy("standing", "Food shared every week")
    REQUEST = "request", pgettext_lazy("standing", "Food needed every week")


class StandingState(TextChoices):
    RUNNING = "running", pgettext_lazy("standing", "Every week")
    PAUSED = "paused", pgettext_lazy("standing", "Paused")
    ENDED = "ended", pgettext_lazy("standing", "Ended")


class OccasionState(TextChoices):
    AHEAD = "ahead", pgettext_lazy("occasion", "Ahead")
    SKIPPED = "skipped", pgettext_lazy("occasion", "Left out")
    POSTED = "posted", pgettext_lazy("occasion", "Posted")
    REFUSED = "refused", pgettext_lazy("occasion", "Could not be posted")


class DayOfWeek(IntegerChoices):
    """As ISO 8601 counts them."""

    MONDAY = 1, _("Monday")
    TUESDAY = 2, _("Tuesday")
    WEDNESDAY = 3, _("Wednesday")
    THURSDAY = 4, _("Thursday")
    FRIDAY = 5, _("Friday")
    SATURDAY = 6, _("Saturday")
    SUNDAY = 7, _("Sunday")

    @classmethod
    def of(cls, day: date) -> "DayOfWeek":
        return cls(day.isoweekday())


TRANSITIONS: dict[str, tuple[str, ...]] = {
    StandingState.RUNNING: (StandingState.PAUSED, StandingState.ENDED),
    StandingState.PAUSED: (StandingState.RUNNING, StandingState.ENDED),
    StandingState.ENDED: (),
}
