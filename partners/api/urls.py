from typing import Any

from partners.webhooks.api import api_urls as webhooks

api_urls: list[Any] = [*webhooks]
