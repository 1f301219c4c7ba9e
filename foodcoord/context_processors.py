from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest


def map_tiles(request: HttpRequest) -> dict[str, str]:
    """Where map pictures come from; without an address, maps draw the areas alone."""
    return {"map_tiles_url": settings.TILE_URL, "map_attribution": settings.TILE_ATTRIBUTION}


def live(request: HttpRequest) -> dict[str, str]:
    """Where pages hear of what is new for the person; empty where they look by themselves."""
    user = getattr(request, "user", AnonymousUser())
    is_heard = bool(settings.LIVE_URL) and user.is_authenticated
    return {"live_me": f"{settings.LIVE_URL}/live/me" if is_heard else ""}
