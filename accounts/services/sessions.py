"""Where a person is signed in, browsers and apps alike."""

from __future__ import annotations

from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session
from django.db import transaction

from accounts.models import User


@transaction.atomic
def end_sessions(*, user: User) -> User:
    """End every session and every token of an account, known to the list of devices or not.

    Every session is bound to the era of its account; the next era ends them all in one stroke.

    Returns:
        The person as stored: `update_session_auth_hash` with it keeps one session open.
    """
    person = User.objects.select_for_update(of=("self",)).get(pk=user.pk)
    person.session_era += 1
    person.save(update_fields=["session_era"])
    known = UserSession.objects.filter(user=person)
    Session.objects.filter(session_key__in=known.values("session_key")).delete()
    known.delete()
    return person


@transaction.atomic
def end_session(*, user: User, session_id: int) -> None:
    """End one session of an account, and its token. Harmless twice.

    Args:
        user: whose.
        session_id: of the list of devices; anybody else's ends nothing.
    """
    known = UserSession.objects.filter(user=user, pk=session_id)
    Session.objects.filter(session_key__in=known.values("session_key")).delete()
    known.delete()
