from django.urls import path

from listings import views
from posts.pages import units

app_name = "listings"
urlpatterns = [
    path("new/", views.create, name="create"),
    path("mine/", views.mine, name="mine"),
    path("units", units, name="units"),
    path("of/<slug:slug>/", views.of_organization, name="of_organization"),
    path("<uuid:listing_id>/", views.detail, name="detail"),
    path("<uuid:listing_id>/edit/", views.edit, name="edit"),
    path("<uuid:listing_id>/extend/", views.extend, name="extend"),
    path("<uuid:listing_id>/withdraw/", views.withdraw, name="withdraw"),
]
