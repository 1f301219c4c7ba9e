"""What people of an organization see of its programs."""

from typing import Any

from partners.imports.urls import urls as imports

app_name = "partners"
urlpatterns: list[Any] = [*imports]
