"""Writing to those who run the site."""

from uuid import UUID

from django.conf import settings
from django.core.mail import EmailMessage
from django.db import transaction
from django_q.tasks import async_task

from accounts.models import User
from core import clock
from moderation.models import ContactMessage


@transaction.atomic
def write_to_us(
    *, message_id: UUID, name: str, email: str, message: str, by: User | None = None
) -> tuple[ContactMessage, bool]:
    """Keep what somebody wrote, and have it mailed to `CONTACT_EMAIL`.

    Args:
        message_id: the form's own id; a second sending makes no second message.
        name: of the sender.
        email: where an answer goes.
        message: in their words.
        by: who is signed in, if anybody.

    Returns:
        The message, and whether it is new.
    """
    row, is_new = ContactMessage.objects.get_or_create(
        pk=message_id,
        defaults={
            "person": by,
            "name": name,
            "email": email,
            "message": message,
            "created_at": clock.now(),
        },
    )
    if is_new and settings.CONTACT_EMAIL:
        async_task("moderation.tasks.mail_contact_messages", group="contact")
    return row, is_new


def mail_to_us(row: ContactMessage) -> None:
    """Send one, so that an answer goes to whoever wrote it."""
    EmailMessage(
        subject=f"FoodCoord: {' '.join(row.name.split())}",
        body=row.message,
        to=[settings.CONTACT_EMAIL],
        reply_to=[row.email],
        headers={"Message-ID": f"<{row.pk}@foodcoord>"},
    ).send()
