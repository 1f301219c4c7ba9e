from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ConversationsConfig(AppConfig):
    name = "conversations"
    verbose_name = _("Conversations")

    def ready(self) -> None:
        from conversations.models import Message, Participant
        from core import privacy

        # What one said to another is theirs too: the line stays, without its words.
        privacy.register(
            Message,
            owner="author",
            fields=["conversation", "text", "phrase", "created_at"],
            erase={"text": "", "phrase": ""},
        )
        # The other side's thread needs to know that there was somebody.
        privacy.register(
            Participant,
            owner="user",
            fields=["conversation", "joined_at", "last_read_at", "muted", "agreed_at", "left_at"],
            erase="keep",
        )
