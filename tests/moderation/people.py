"""Moderators, reports and other things that the tests of moderation begin with."""

from typing import Any
from uuid import uuid4

from django.contrib.auth.models import Permission

from accounts.models import User
from conversations.models import Conversation, Message
from conversations.services import open_conversation, send
from core.events.models import DomainEvent
from core.events.notices import REQUESTED
from moderation import services
from moderation.models import Decision, Report
from moderation.subjects import find
from tests.factories import make_user


def make_moderator(**values: Any) -> User:
    """Staff with the right to decide, and no other."""
    user = make_user(**values)
    user.is_staff = True
    user.save(update_fields=["is_staff"])
    user.user_permissions.add(Permission.objects.get(codename="change_report"))
    return User.objects.get(pk=user.pk)


def report(by: User, thing: Any, subject_type: str = "listing", **values: Any) -> Report:
    """Reported by somebody who may know of it."""
    subject = find(subject_type, thing.pk, reader=by)
    assert subject is not None
    values = {
        "report_id": uuid4(),
        "reason": "rude" if subject_type != "listing" else "spam",
    } | values
    return services.report(by=by, subject_type=subject_type, subject=subject, **values)[0]


def decide(made: Report, by: User, action: str, **values: Any) -> Decision:
    return services.decide(
        report=made, by=by, action=action, **{"words": "Please do not.", **values}
    )


def notices(kind: str) -> list[tuple[str, list[str]]]:
    """To whom and about what notices of a kind were asked for."""
    asked = DomainEvent.objects.filter(type=REQUESTED, payload__kind=kind).order_by("id")
    return [(event.payload["to"], event.payload["about"]) for event in asked]


def talk(one: User, other: User, text: str = "Hello.") -> Message:
    """A message of one to the other, about an exchange of theirs."""
    conversation_id = uuid4()
    open_conversation(
        conversation_id=conversation_id,
        kind="commitment",
        parties=[(one, None), (other, None)],
    )
    conversation = Conversation.objects.get(pk=conversation_id)
    return send(by=one, conversation=conversation, message_id=uuid4(), text=text)[0]
