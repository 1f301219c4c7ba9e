"""Waking whoever waits: the sender, and the pages a person has open."""

from collections.abc import Iterable

from django_q.tasks import async_task

from accounts.models import User
from core import live


def ring() -> None:
    """Ask the workers to send what is due, as part of the transaction in hand."""
    async_task("notifications.tasks.send_due", group="send notifications")


def tell(people: Iterable[User]) -> None:
    """Let the pages these people have open ask for the count again, once this is committed."""
    live.tell_all((f"person:{person.pseudonym}", "notifications") for person in people)
