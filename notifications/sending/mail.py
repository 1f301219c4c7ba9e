"""Mails: text and HTML, in the language and zone that are active, each with its own stable id."""

from collections.abc import Sequence
from email.utils import formataddr, parseaddr
from types import TracebackType
from typing import Any, Self
from urllib.parse import urlsplit

from django.conf import settings
from django.core.mail import EmailMultiAlternatives, get_connection
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import ngettext

from accounts.models import User
from notifications.links import extend_link
from notifications.models import Dispatch
from notifications.services.preferences import DIGEST
from notifications.telling import Told
from notifications.tokens import unsubscribe_url

LONGEST_SUBJECT = 150
SECONDS = 20


class Post:
    """One connection to the mail server for all mails of a round."""

    def __init__(self) -> None:
        self._connection: Any = None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.hang_up()

    def send(self, mail: EmailMultiAlternatives) -> str:
        """Hand a mail to the server.

        Returns:
            Its Message-ID.
        """
        if self._connection is None:
            self._connection = get_connection(timeout=SECONDS)
            self._connection.open()
        self._connection.send_messages([mail])
        return str(mail.extra_headers["Message-ID"])

    def hang_up(self) -> None:
        """The next mail opens a connection of its own."""
        connection, self._connection = self._connection, None
        if connection is not None:
            connection.close()


def notice_mail(dispatch: Dispatch, user: User, told: Told) -> EmailMultiAlternatives:
    """One thing that happened."""
    stop = "" if told.kind.locked else unsubscribe_url(user, told.kind.slug)
    context = {
        "told": told,
        "url": absolute(told.url),
        "extend_url": extend_link(told),
        "kind_label": told.kind.label,
    }
    return _mail(dispatch, user, "notice", told.title, context, stop)


def digest_mail(dispatch: Dispatch, user: User, told: Sequence[Told]) -> EmailMultiAlternatives:
    """What happened since the last one, together."""
    number = len(told)
    subject = ngettext(
        "%(number)s thing happened on FoodCoord", "%(number)s things happened on FoodCoord", number
    ) % {"number": number}
    items = [{"told": each, "url": absolute(each.url)} for each in told]
    context = {"items": items, "title": subject, "url": absolute(reverse("notifications:list"))}
    return _mail(dispatch, user, "digest", subject, context, unsubscribe_url(user, DIGEST))


def absolute(path: str) -> str:
    """An address of this site for a mail."""
    return f"{settings.SITE_URL}{path}"


def message_id(dispatch: Dispatch) -> str:
    """Made of the dispatch's id: a mail sent twice is one mail to who receives it."""
    host = urlsplit(settings.SITE_URL).hostname or "localhost"
    return f"<{dispatch.pk}@{host}>"


def _mail(
    dispatch: Dispatch, user: User, template: str, subject: str, context: dict[str, Any], stop: str
) -> EmailMultiAlternatives:
    whole = {
        **context,
        "user": user,
        "subject": subject,
        "site_url": settings.SITE_URL,
        "settings_url": absolute(reverse("notifications:settings")),
        "unsubscribe_url": stop,
    }
    mail = EmailMultiAlternatives(
        subject=" ".join(subject.split())[:LONGEST_SUBJECT],
        body=render_to_string(f"notifications/mail/{template}.txt", whole),
        from_email=formataddr(parseaddr(settings.DEFAULT_FROM_EMAIL)),
        to=[user.email],
        headers=_headers(dispatch, stop),
    )
    html = render_to_string(f"notifications/mail/{template}.html", whole)
    mail.attach_alternative(html, "text/html")
    return mail


def _headers(dispatch: Dispatch, stop: str) -> dict[str, str]:
    headers = {"Message-ID": message_id(dispatch), "Auto-Submitted": "auto-generated"}
    if stop:
        headers["List-Unsubscribe"] = f"<{stop}>"
        headers["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
    return headers
