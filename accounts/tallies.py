"""How often somebody did something within a period, counted and judged in one statement."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import connection, models
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as immediate
from django.utils.translation import gettext_lazy as _

from accounts.errors import TooMany
from core import clock

# A period begins with the first use. Whoever was met in it before uses up nothing. Two at once
# meet at the row: the second counts after the first one's transaction.
COUNT_UP = """
INSERT INTO accounts_tally AS t (user_id, what, since, used, met)
VALUES (%(user)s, %(what)s, %(now)s, 1, %(met)s::uuid[])
ON CONFLICT (user_id, what) DO UPDATE SET
  since = CASE WHEN t.since <= %(over)s THEN excluded.since ELSE t.since END,
  used = CASE WHEN t.since <= %(over)s THEN 1
    WHEN cardinality(excluded.met) > 0 AND t.met @> excluded.met THEN t.used
    ELSE t.used + 1 END,
  met = CASE WHEN t.since <= %(over)s THEN excluded.met
    WHEN t.met @> excluded.met THEN t.met ELSE t.met || excluded.met END
WHERE t.since <= %(over)s OR t.used < %(limit)s
  OR (cardinality(excluded.met) > 0 AND t.met @> excluded.met)
RETURNING used
"""


class Tally(models.Model):
    """What a person has used of one limit since `since`; `met` are those it was used on."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    what = models.CharField(_("what"), max_length=24)
    since = models.DateTimeField(_("since"))
    used = models.PositiveIntegerField(_("used"))
    met = ArrayField(models.UUIDField(), verbose_name=_("already counted"), default=list)

    class Meta:
        verbose_name = _("tally")
        verbose_name_plural = _("tallies")
        constraints = [models.UniqueConstraint(fields=["user", "what"], name="tally_once")]

    def __str__(self) -> str:
        return f"{self.what}: {self.used}"


def count_up(
    user_id: UUID, what: str, *, limit: int, period: timedelta, whom: UUID | None = None
) -> None:
    """Count one use, unless the limit is reached; the row is held until the transaction ends.

    Args:
        user_id: whose.
        what: of which limit.
        limit: uses within the period, at least one.
        period: from the first use on.
        whom: on whom; the same one again is no further use.

    Raises:
        TooMany: with when the period ends.
    """
    now = clock.now()
    values: dict[str, Any] = {
        "user": user_id,
        "what": what,
        "now": now,
        "over": now - period,
        "limit": limit,
        "met": [whom] if whom else [],
    }
    with connection.cursor() as cursor:
        cursor.execute(COUNT_UP, values)
        if cursor.fetchone():
            return
    since = Tally.objects.values_list("since", flat=True).get(user_id=user_id, what=what)
    raise too_many(since + period)


def too_many(retry_at: datetime) -> TooMany:
    """A refusal that says when there is room again."""
    moment = date_format(localtime(retry_at), "SHORT_DATETIME_FORMAT")
    said = immediate("That is a lot at once. There is room again from %(moment)s.")
    return TooMany(said % {"moment": moment}, retry_at)
