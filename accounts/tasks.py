from datetime import timedelta

from allauth.idp.oidc.models import Token
from allauth.usersessions.models import UserSession
from django.conf import settings
from django.contrib.sessions.models import Session
from django.db import connection
from django.utils import timezone

from accounts.models import Organization, SecurityEvent
from accounts.services.nudging import FIRST_NUDGE, nudge
from core import clock

KEPT = timedelta(days=90)


def forget_ended_sign_ins() -> None:
    """Delete sessions and programs' tokens past their end, what was known of browsers, and counts
    of limits that no longer hold. Harmless twice."""
    Token.objects.expired().delete()
    Session.objects.filter(expire_date__lt=timezone.now()).delete()
    UserSession.objects.exclude(session_key__in=Session.objects.values("session_key")).delete()
    table = connection.ops.quote_name(str(settings.CACHES["default"]["LOCATION"]))
    with connection.cursor() as cursor:
        cursor.execute(f"DELETE FROM {table} WHERE expires < now()")  # noqa: S608 - our own name


def forget_old_security_events() -> int:
    """Delete what happened to accounts more than 90 days ago; returns how many. Harmless twice."""
    return SecurityEvent.objects.filter(at__lt=clock.now() - KEPT).delete()[0]


def nudge_organizations() -> None:
    """Ask those whose page nobody has verified for half a year. Harmless twice."""
    for organization in Organization.objects.not_verified_since(FIRST_NUDGE).iterator():
        nudge(organization=organization)
