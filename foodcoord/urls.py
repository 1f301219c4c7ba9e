"""The roof: every address of the site."""

from django.contrib import admin
from django.urls import include, path

from core import views as core_views
from core.http import healthz
from requests_app.posters import poster

urlpatterns = [
    path("healthz", healthz, name="healthz"),
    path("readyz", core_views.readyz, name="readyz"),
    path("", include("nearby.urls")),
    path("listings/", include("listings.urls")),
    path("requests/", include("requests_app.urls")),
    path("exchanges/", include("commitments.urls")),
    path("standing/", include("standing.urls")),
    path("conversations/", include("conversations.urls")),
    path("photos/", include("photos.urls")),
    path("matches/", include("matching.urls")),
    path("notifications/", include("notifications.urls")),
    path("reports/", include("moderation.urls")),
    path("insights/", include("insights.urls")),
    path("", include("partners.urls")),
    path("about/", include("foodcoord.pages.urls")),
    path("", include("accounts.urls")),
    path("foods/", include("catalog.urls")),
    path("qr.svg", core_views.page_code, name="page_code"),
    path("organizations/<slug:slug>/poster/", poster, name="poster"),
    path("", include("foodcoord.pwa.urls")),
    path("styleguide/", include("foodcoord.styleguide.urls")),
    path("admin/", admin.site.urls),
    path("api/v1/", include("foodcoord.api")),
]

handler500 = "foodcoord.views.server_error"
handler404 = "foodcoord.views.not_found"
handler400 = "foodcoord.views.refused"
