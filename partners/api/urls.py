from typing import Any

from partners.batch.api import api_urls as batch
from partners.changes.api import api_urls as changes
from partners.feeds.urls import api_urls as feeds
from partners.webhooks.api import api_urls as webhooks

api_urls: list[Any] = [*batch, *changes, *feeds, *webhooks]
