"""The queue: what waits for a moderator, with all one needs to decide on one page."""

from moderation.admin import contact, objections, reports

__all__ = ["contact", "objections", "reports"]
