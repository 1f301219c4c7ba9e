from django.urls import path

from standing import views
from standing.enums import Kind

app_name = "standing"
urlpatterns = [
    path("", views.mine, name="mine"),
    path("from-listing/<uuid:post_id>/", views.create, {"kind": Kind.LISTING}, name="from_listing"),
    path("from-request/<uuid:post_id>/", views.create, {"kind": Kind.REQUEST}, name="from_request"),
    path("<uuid:standing_id>/", views.detail, name="detail"),
    path("<uuid:standing_id>/edit/", views.edit, name="edit"),
    path("<uuid:standing_id>/pause/", views.pause, name="pause"),
    path("<uuid:standing_id>/resume/", views.resume, name="resume"),
    path("<uuid:standing_id>/end/", views.end, name="end"),
    path("<uuid:standing_id>/skip/", views.skip, name="skip"),
    path("<uuid:standing_id>/keep/", views.keep, name="keep"),
    path("<uuid:standing_id>/post/", views.post_now, name="post"),
]
