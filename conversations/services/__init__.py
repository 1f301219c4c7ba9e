"""The verbs of conversations; each one transaction."""

from conversations.services.opening import open_conversation

__all__ = ["open_conversation"]
