from typing import Any

from partners.changes.api import api_urls as changes

api_urls: list[Any] = [*changes]
