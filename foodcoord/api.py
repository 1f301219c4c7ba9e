"""API v1: the apps' endpoints under one roof, and their description."""

from django.urls import path
from drf_spectacular.views import (
    SpectacularAPIView,
    SpectacularRedocView,
    SpectacularSwaggerSplitView,
)

from accounts.api import api_urls as accounts
from catalog.api import api_urls as catalog
from commitments.api import api_urls as commitments
from conversations.api import api_urls as conversations
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
    path("schema/", SpectacularAPIView.as_view(), name="schema"),
    path("docs/", SpectacularSwaggerSplitView.as_view(url_name="api:schema"), name="docs"),
    path("reference/", SpectacularRedocView.as_view(url_name="api:schema"), name="reference"),
]
