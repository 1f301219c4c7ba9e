from __future__ import annotations

from typing import TYPE_CHECKING, Self

from django.contrib.auth.models import AnonymousUser
from django.db import models
from django.db.models import Count, F, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce

from accounts.models import User
from conversations.enums import ConversationKind
from posts.querysets import organizations_acted_for

if TYPE_CHECKING:
    from conversations.models import Conversation, Message, Participant  # noqa: F401


class ConversationQuerySet(models.QuerySet["Conversation"]):
    def visible_to(self, user: User | AnonymousUser) -> Self:
        """Those the person takes part in, for themselves or for an organization."""
        from conversations.models import Participant

        return self.filter(pk__in=Participant.objects.of(user).values("conversation_id"))

    def worth_listing(self) -> Self:
        """Those in which something was said, or somebody asked to keep in touch."""
        said = Q(last_message_at__gt=F("created_at"))
        return self.filter(said | Q(kind=ConversationKind.PEOPLE))

    def with_participants(self) -> Self:
        return self.prefetch_related("participants__user", "participants__organization")


class ParticipantQuerySet(models.QuerySet["Participant"]):
    def of(self, user: User | AnonymousUser) -> Self:
        """Those that are the person, or an organization they act for."""
        if not isinstance(user, User) or not user.is_active:
            return self.none()
        # Ids, not a subquery: beside an OR, Postgres finds rows by index for given ids only.
        acted_for = list(organizations_acted_for(user).values_list("pk", flat=True))
        return self.filter(Q(user=user) | Q(organization__in=acted_for))

    def unread(self) -> Self:
        """Those for whom something was said since they last read."""
        read = Coalesce("last_read_at", "joined_at")
        return self.filter(conversation__last_message_at__gt=read)

    def with_unread(self) -> Self:
        """Adds `unread`: messages of others since it last read."""
        from conversations.models import Message

        newer = (
            Message.objects.filter(conversation=OuterRef("conversation"))
            .exclude(sender=OuterRef("pk"))
            .filter(created_at__gt=Coalesce(OuterRef("last_read_at"), OuterRef("joined_at")))
            .order_by()
            .values("conversation")
            .annotate(number=Count("pk"))
            .values("number")
        )
        return self.annotate(unread=Coalesce(Subquery(newer), 0))


class MessageQuerySet(models.QuerySet["Message"]):
    def with_author(self) -> Self:
        return self.select_related("author", "sender__user", "sender__organization")

    def after(self, message: Message) -> Self:
        """Those said later in the same conversation."""
        return self.filter(conversation=message.conversation_id, created_at__gt=message.created_at)
