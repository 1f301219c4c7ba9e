"""Consents: given to a wording, one a purpose, and revoked as easily."""

from __future__ import annotations

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from accounts import consents
from accounts.enums import Purpose
from accounts.models import Consent, User
from core import clock
from core.errors import Invalid


@transaction.atomic
def agree(*, user: User, purpose: Purpose, language: str, version: str = "") -> Consent:
    """Agree to the current wording; what was agreed to before ends with it. Harmless twice.

    Args:
        user: who.
        purpose: to what.
        language: in which they read it.
        version: which they read; the current one where none is said.

    Raises:
        Invalid: `version` is not the current one any more, so they have read something else.
    """
    text = consents.current(purpose, language)
    if version and version != text.version:
        raise Invalid(version=_("This text has changed. Please read it again."))
    held = holding(user=user, purpose=purpose)
    if held and held.version == text.version:
        return held
    revoke(user=user, purpose=purpose)
    try:
        with transaction.atomic():
            return Consent.objects.create(
                user=user,
                purpose=purpose,
                version=text.version,
                language=text.language,
                sha256=text.sha256,
            )
    except IntegrityError:  # of two taps at once, the second
        return Consent.objects.get(user=user, purpose=purpose, revoked_at=None)


@transaction.atomic
def revoke(*, user: User, purpose: Purpose) -> None:
    """Take a consent back from now on. Harmless twice."""
    Consent.objects.filter(user=user, purpose=purpose, revoked_at=None).update(
        revoked_at=clock.now()
    )


def holding(*, user: User, purpose: Purpose) -> Consent | None:
    """The consent that holds, to whichever version."""
    return Consent.objects.filter(user=user, purpose=purpose, revoked_at=None).first()


def has_agreed(*, user: User, purpose: Purpose) -> bool:
    """Whether a consent to the purpose holds."""
    return holding(user=user, purpose=purpose) is not None


def to_agree_again(*, user: User) -> list[Purpose]:
    """What an account needs and its person agreed to in words that have changed since."""
    held = Consent.objects.filter(user=user, revoked_at=None)
    known = dict(held.values_list("purpose", "version"))
    return [
        purpose
        for purpose in Purpose
        if purpose.is_required
        and purpose in known
        and known[purpose] != consents.versions(purpose)[-1]
    ]
