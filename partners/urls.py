"""What people of an organization see of its programs."""

from typing import Any

from partners.webhooks.urls import urlpatterns as webhooks

app_name = "partners"
urlpatterns: list[Any] = [*webhooks]
