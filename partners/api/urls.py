from typing import Any

from partners.feeds.urls import api_urls as feeds

api_urls: list[Any] = [*feeds]
