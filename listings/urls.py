from django.urls import path

from listings import views
from posts.pages import units

app_name = "listings"
urlpatterns = [
    path("new/", views.create, name="create"),
    path("mine/", views.mine, name="mine"),
    path("new/safety", views.safety, name="safety"),
    path("units", units, name="units"),
    path("of/<slug:slug>/", views.of_organization, name="of_organization"),
    path("<uuid:listing_id>/", views.detail, name="detail"),
    path("<uuid:listing_id>/edit/", views.edit, name="edit"),
    path("<uuid:listing_id>/extend/", views.extend, name="extend"),
    path("<uuid:listing_id>/withdraw/", views.withdraw, name="withdraw"),
    path("<uuid:listing_id>/undo/", views.undo, name="undo"),
    path("<uuid:listing_id>/still-there/", views.still_there, name="still_there"),
    path("more-time/<str:token>/", views.extend_by_link, name="extend_by_link"),
]
