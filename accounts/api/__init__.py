"""The API of people and organizations; `api_urls` is joined to the others by the roof."""

from accounts.api.urls import api_urls

__all__ = ["api_urls"]
