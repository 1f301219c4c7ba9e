from collections.abc import Mapping
from datetime import time
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from core import clock
from core.errors import Invalid
from notifications.enums import Channel, DigestRhythm
from notifications.kinds import KINDS
from notifications.models import Preferences

DIGEST = "digest"
"""What an unsubscribe link names when it stands under a digest."""

FIELDS = ("quiet_from", "quiet_until", "digest", "digest_hour", "digest_weekday")


@transaction.atomic
def change_preferences(
    *, user: User, choices: Mapping[str, Mapping[str, bool]] | None = None, **changes: Any
) -> Preferences:
    """Keep what a person chose; what is not named stays.

    Args:
        user: whose.
        choices: kind → channel → whether.
        changes: `quiet_from`, `quiet_until` (by their own clock, both or neither), `digest`,
            `digest_hour` (0 to 23), `digest_weekday` (0 is Monday).

    Raises:
        Invalid: by field.
    """
    _check_choices(choices or {})
    row = _locked(user)
    for name in FIELDS:
        if name in changes:
            setattr(row, name, changes[name])
    _check_times(row)
    for kind, channels in (choices or {}).items():
        row.choices[kind] = {**row.choices.get(kind, {}), **channels}
    row.updated_at = clock.now()
    row.save()
    return row


@transaction.atomic
def unsubscribe(*, user: User, what: str) -> None:
    """No more mails of one kind; of a digest, no more mails of all that goes into one.

    Harmless twice.

    Args:
        user: whose mail it is.
        what: a kind, or `DIGEST`.
    """
    if what != DIGEST:
        change_preferences(user=user, choices={what: {Channel.EMAIL.value: False}})
        return
    kinds = [slug for slug, kind in KINDS.items() if not kind.urgent]
    choices = {slug: {Channel.EMAIL.value: False} for slug in kinds}
    change_preferences(user=user, choices=choices, digest=DigestRhythm.OFF)


def _locked(user: User) -> Preferences:
    Preferences.objects.get_or_create(user=user)
    return Preferences.objects.select_for_update().get(user=user)


def _check_choices(choices: Mapping[str, Mapping[str, bool]]) -> None:
    for slug, channels in choices.items():
        kind = KINDS.get(slug)
        if kind is None:
            raise Invalid(kinds=_("There is no kind called “%(kind)s”.") % {"kind": slug})
        if unknown := set(channels) - set(Channel.values):
            raise Invalid(
                kinds=_("There is no channel called “%(channel)s”.") % {"channel": min(unknown)}
            )
        off = {Channel(name) for name, wanted in channels.items() if not wanted}
        if kind.locked and off & kind.channels:
            raise Invalid(kinds=_("“%(kind)s” cannot be switched off.") % {"kind": kind.label})


def _check_times(row: Preferences) -> None:
    if (row.quiet_from is None) != (row.quiet_until is None):
        missing = "quiet_from" if row.quiet_from is None else "quiet_until"
        raise Invalid(**{missing: _("Give both times, or neither.")})
    if row.quiet_from is not None and row.quiet_from == row.quiet_until:
        raise Invalid(quiet_until=_("Quiet hours must end at another time than they begin."))
    for name in ("quiet_from", "quiet_until"):
        value: time | None = getattr(row, name)
        if value is not None and value.tzinfo is not None:
            raise Invalid(**{name: _("Give a time of your own clock, without an offset.")})
    if row.digest not in DigestRhythm.values:
        raise Invalid(digest=_("Choose one of the rhythms."))
    if not 0 <= row.digest_hour <= 23:
        raise Invalid(digest_hour=_("Give an hour from 0 to 23."))
    if not 0 <= row.digest_weekday <= 6:
        raise Invalid(digest_weekday=_("Give a day from 0 (Monday) to 6 (Sunday)."))
