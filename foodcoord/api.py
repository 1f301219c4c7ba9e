"""API v1: the apps' endpoints under one roof, and their description."""

from csp.constants import SELF
from csp.decorators import csp_update
from django.urls import path
from drf_spectacular.views import (
    SpectacularRedocView,
    SpectacularSwaggerSplitView,
)

from accounts.api import api_urls as accounts
from catalog.api import api_urls as catalog
from commitments.api import api_urls as commitments
from conversations.api import api_urls as conversations
from foodcoord.described import DescriptionView
from insights.api import api_urls as insights
from insights.api_signals import api_urls as signals
from listings.api import api_urls as listings
from matching.api import api_urls as matching
from moderation.api import api_urls as moderation
from nearby.api import api_urls as nearby
from notifications.api import api_urls as notifications
from partners.api import api_urls as partners
from photos.api import api_urls as photos
from requests_app.api import api_urls as requests
from standing.api import api_urls as standing

# Redoc makes empty <style> elements and fills them by script, one with a text of its own, and
# searches in a worker of its own making: on its page alone, elements of just these two contents (by
# their hashes) and such a worker are allowed. Swagger needs nothing beyond the site's policy.
NOTHING = "'sha256-47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU='"
SCROLLBARS = "'sha256-QMIg+bpjm3JdElJ388KYke01izlUW0UoNOeKjpMxdgc='"
of_redoc = csp_update({"style-src": [NOTHING, SCROLLBARS], "worker-src": [SELF, "blob:"]})

app_name = "api"
urlpatterns = [
    *accounts,
    *catalog,
    *listings,
    *requests,
    *photos,
    *conversations,
    *commitments,
    *standing,
    *matching,
    *notifications,
    *moderation,
    *nearby,
    *insights,
    *signals,
    *partners,
    path("schema/", DescriptionView.as_view(), name="schema"),
    path("docs/", SpectacularSwaggerSplitView.as_view(url_name="api:schema"), name="docs"),
    path(
        "reference/",
        of_redoc(SpectacularRedocView.as_view(url_name="api:schema")),
        name="reference",
    ),
]
