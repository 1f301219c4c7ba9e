"""The pages of conversations."""

from conversations.views.keeping_in_touch import agree, ask, leave
from conversations.views.overview import conversations
from conversations.views.talk import bubbles, detail, mute, read, thread

__all__ = [
    "agree",
    "ask",
    "bubbles",
    "conversations",
    "detail",
    "leave",
    "mute",
    "read",
    "thread",
]
