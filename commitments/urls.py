from django.urls import path

from commitments import views

app_name = "commitments"
urlpatterns = [
    path("", views.exchanges, name="list"),
    path("waiting/", views.waiting_count, name="waiting_count"),
    path("new/", views.propose, name="propose"),
    path("calendar/", views.settings_page, name="calendars"),
    path("calendar/<slug:token>.ics", views.feed, name="feed"),
    path("day/", views.day_sheet, name="day"),
    path("answer/<slug:kind>/<uuid:post_id>/", views.answer, name="answer"),
    path("<uuid:commitment_id>/", views.detail, name="detail"),
    path("<uuid:commitment_id>/calendar.ics", views.calendar, name="calendar"),
    path("<uuid:commitment_id>/code.svg", views.code, name="code"),
    path("<uuid:commitment_id>/<slug:verb>/", views.say, name="say"),
]
