"""What people of an organization see of its programs."""

from typing import Any

from partners.clients.urls import urlpatterns as clients

app_name = "partners"
urlpatterns: list[Any] = [*clients]
