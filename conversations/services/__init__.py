"""The verbs of conversations; each one transaction."""

from conversations.services.keeping_in_touch import agree, ask, leave
from conversations.services.opening import open_conversation
from conversations.services.reading import mark_read, mute
from conversations.services.writing import hide_message, send, show_message

__all__ = [
    "agree",
    "ask",
    "hide_message",
    "leave",
    "mark_read",
    "mute",
    "open_conversation",
    "send",
    "show_message",
]
