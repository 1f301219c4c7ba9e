from django.urls import path

from commitments import views

app_name = "commitments"
urlpatterns = [
    path("", views.exchanges, name="list"),
    path("new/", views.propose, name="propose"),
    path("<uuid:commitment_id>/", views.detail, name="detail"),
    path("<uuid:commitment_id>/calendar.ics", views.calendar, name="calendar"),
    path("<uuid:commitment_id>/<slug:verb>/", views.say, name="say"),
]
