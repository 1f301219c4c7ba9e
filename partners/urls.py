"""What people of an organization see of its programs."""

from typing import Any

from partners.clients.urls import urlpatterns as clients
from partners.imports.urls import urls as imports
from partners.webhooks.urls import urlpatterns as webhooks

app_name = "partners"
urlpatterns: list[Any] = [*clients, *imports, *webhooks]
