from django.urls import path

from listings import views
from listings.pasting.views import paste
from listings.photo_views import add, move, photos, plan, remove, uploaded
from posts.pages import units

app_name = "listings"
urlpatterns = [
    path("new/", views.create, name="create"),
    path("mine/", views.mine, name="mine"),
    path("new/table/", paste, name="paste"),
    path("new/safety", views.safety, name="safety"),
    path("units", units, name="units"),
    path("of/<slug:slug>/", views.of_organization, name="of_organization"),
    path("<uuid:listing_id>/", views.detail, name="detail"),
    path("<uuid:listing_id>/card/<slug:language>/<int:version>.png", views.card, name="card"),
    path("<uuid:listing_id>/edit/", views.edit, name="edit"),
    path("<uuid:listing_id>/extend/", views.extend, name="extend"),
    path("<uuid:listing_id>/withdraw/", views.withdraw, name="withdraw"),
    path("<uuid:listing_id>/undo/", views.undo, name="undo"),
    path("<uuid:listing_id>/still-there/", views.still_there, name="still_there"),
    path("more-time/<str:token>/", views.extend_by_link, name="extend_by_link"),
    path("<uuid:album>/photos/", photos, name="photos"),
    path("<uuid:album>/photos/add", add, name="photo_add"),
    path("<uuid:album>/photos/plan", plan, name="photo_plan"),
    path("<uuid:album>/photos/<uuid:photo_id>/uploaded", uploaded, name="photo_uploaded"),
    path("<uuid:album>/photos/<uuid:photo_id>/remove", remove, name="photo_remove"),
    path("<uuid:album>/photos/<uuid:photo_id>/move", move, name="photo_move"),
]
