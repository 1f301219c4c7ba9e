"""The settings, as the process for live updates reads them: it answers `/live/` alone."""

from foodcoord.settings import *  # noqa: F403
from foodcoord.settings import SITE_URL

ROOT_URLCONF = "foodcoord.live_urls"
# Pages stay with the web: no messages, no preferences, no policy for documents. Signing in is
# looked at by each stream, again and again.
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "corsheaders.middleware.CorsMiddleware",
    "allauth.account.middleware.AccountMiddleware",  # allauth does not start without
]
CORS_ALLOWED_ORIGINS = [SITE_URL.rstrip("/")]
CORS_ALLOW_CREDENTIALS = True
CORS_URLS_REGEX = r"^/live/"
