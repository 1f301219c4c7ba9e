from typing import Any

from partners.imports.api import api_urls as imports

api_urls: list[Any] = [*imports]
