from typing import Any

from partners.batch.api import api_urls as batch
from partners.changes.api import api_urls as changes
from partners.clients.urls import api_urls as clients

api_urls: list[Any] = [*batch, *changes, *clients]
