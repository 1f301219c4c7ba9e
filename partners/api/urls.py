from typing import Any

from partners.clients.urls import api_urls as clients

api_urls: list[Any] = [*clients]
