from django.conf import settings
from django.http import HttpRequest


def map_tiles(request: HttpRequest) -> dict[str, str]:
    """Where map pictures come from; without an address, maps draw the areas alone."""
    return {"map_tiles_url": settings.TILE_URL, "map_attribution": settings.TILE_ATTRIBUTION}
