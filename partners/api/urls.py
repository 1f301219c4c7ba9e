from typing import Any

from partners.batch.api import api_urls as batch
from partners.changes.api import api_urls as changes
from partners.clients.urls import api_urls as clients
from partners.feeds.urls import api_urls as feeds
from partners.imports.api import api_urls as imports
from partners.webhooks.api import api_urls as webhooks

api_urls: list[Any] = [*batch, *changes, *clients, *feeds, *imports, *webhooks]
