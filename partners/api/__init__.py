"""What programs read and write, and people do not need."""

from partners.api.urls import api_urls

__all__ = ["api_urls"]
