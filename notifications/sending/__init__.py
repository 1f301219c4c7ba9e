"""Planned → sent: claim, call the world outside of any transaction, then note what came of it.

The dispatches are the queue of record; the task queue only wakes this up. A sender that is killed
between the call and the note leaves a row that comes due again after its lease: then the same id
goes on the wire a second time, and never more often than there were such deaths.
"""

from notifications.sending.loop import send_due

__all__ = ["send_due"]
