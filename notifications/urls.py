from django.urls import path

from notifications.views import devices, listing, preferences, unsubscribing

app_name = "notifications"
urlpatterns = [
    path("", listing.notification_list, name="list"),
    path("unread/", listing.unread, name="unread"),
    path("read-all/", listing.read_all, name="read_all"),
    path("<uuid:notification_id>/open/", listing.open_one, name="open"),
    path("settings/", preferences.settings_page, name="settings"),
    path("devices/", devices.add, name="device_add"),
    path("devices/<uuid:device_id>/remove/", devices.remove, name="device_remove"),
    path("unsubscribe/<str:token>/", unsubscribing.unsubscribe, name="unsubscribe"),
]
