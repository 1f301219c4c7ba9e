from django.urls import path

from matching.views import limits, matches, searches

app_name = "matching"
urlpatterns = [
    path("listings/<uuid:listing_id>/", matches.for_listing, name="for_listing"),
    path("requests/<uuid:request_id>/", matches.for_request, name="for_request"),
    path("limits/<uuid:listing_id>/", limits.limit_hint, name="limit_hint"),
    path("searches/", searches.search_list, name="search_list"),
    path("searches/new/", searches.search_create, name="search_create"),
    path("searches/<uuid:search_id>/", searches.search_edit, name="search_edit"),
    path("searches/<uuid:search_id>/pause/", searches.search_pause, name="search_pause"),
    path("searches/<uuid:search_id>/delete/", searches.search_delete, name="search_delete"),
]
