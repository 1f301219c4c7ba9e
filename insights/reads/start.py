"""Where to begin when nobody said where."""

from django.contrib.auth.models import AnonymousUser
from django.db.models.functions import Length

from accounts.models import User
from insights.enums import Window
from insights.models import Aggregate, InsightSignal

PRECISION = 5


def start_cell(user: User | AnonymousUser) -> str:
    """One's own area; else one where something stands out, else any that may be seen; or none."""
    if isinstance(user, User) and user.home_cell:
        return user.home_cell[:PRECISION]
    standing_out = InsightSignal.objects.active().annotate(precision=Length("cell"))
    first = standing_out.order_by("-precision", "-severity", "-confidence", "cell").first()
    if first:
        return first.cell
    seen = Aggregate.objects.shown().of_window(Window.MONTH).order_by("-cell")
    return seen.values_list("cell", flat=True).first() or ""
