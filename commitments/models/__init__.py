from commitments.models.commitment import Commitment
from commitments.models.keeping import CalendarFeed, CodeTries, OfferedWindow, Reminder

__all__ = ["CalendarFeed", "CodeTries", "Commitment", "OfferedWindow", "Reminder"]
