"""What people of an organization see of its programs."""

from typing import Any

app_name = "partners"
urlpatterns: list[Any] = []
