from django.urls import path

from partners.feeds import views
from partners.feeds.hand_overs import HandOversView
from partners.feeds.opening_hours import OpeningHoursView

api_urls = [
    path("feeds/listings.geojson", views.ListingsGeoJsonView.as_view(), name="feed_listings"),
    path("feeds/requests.geojson", views.RequestsGeoJsonView.as_view(), name="feed_requests"),
    path(
        "feeds/organizations.geojson",
        views.OrganizationsGeoJsonView.as_view(),
        name="feed_organizations",
    ),
    path("feeds/organizations.hsds.json", views.OrganizationsHsdsView.as_view(), name="feed_hsds"),
    path("feeds/hand-overs.ics", HandOversView.as_view(), name="feed_hand_overs"),
    path("feeds/opening-hours.ics", OpeningHoursView.as_view(), name="feed_opening_hours"),
    path("feeds/area.atom", views.AreaAtomView.as_view(), name="feed_atom"),
    path("feeds/area.json", views.AreaJsonFeedView.as_view(), name="feed_json"),
]
