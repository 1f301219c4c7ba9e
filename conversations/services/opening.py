from collections.abc import Iterable
from uuid import UUID

from django.db import transaction

from accounts.models import Organization, User
from conversations.models import Conversation, Participant
from core import clock

Party = tuple[User, Organization | None]


@transaction.atomic
def open_conversation(
    *, conversation_id: UUID, kind: str, parties: Iterable[Party]
) -> Conversation:
    """Open a conversation between parties; harmless twice, whatever happened in it since.

    Args:
        conversation_id: of the commitment it belongs to.
        kind: of `ConversationKind`.
        parties: each a person, and the organization they act for, which then takes part instead.
    """
    now = clock.now()
    conversation = Conversation(pk=conversation_id, kind=kind, created_at=now, last_message_at=now)
    Conversation.objects.bulk_create([conversation], ignore_conflicts=True)
    join(conversation, parties)
    return conversation


def join(conversation: Conversation, parties: Iterable[Party]) -> None:
    """Let parties take part; each once."""
    Participant.objects.bulk_create(
        [
            Participant(
                conversation=conversation,
                user=None if organization else person,
                organization=organization,
                joined_at=conversation.created_at,
            )
            for person, organization in parties
        ],
        ignore_conflicts=True,
    )
