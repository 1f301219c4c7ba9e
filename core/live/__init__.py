"""Telling screens that something is new: `tell` in the writer's transaction, one ear a process.

What is told is a hint to look again, never the news itself: a topic and a word, no personal data.
"""

from core.live.telling import CHANNEL, tell, tell_all

__all__ = ["CHANNEL", "tell", "tell_all"]
