from django.urls import path

from requests_app import views

app_name = "requests"
urlpatterns = [
    path("new/", views.create, name="create"),
    path("mine/", views.mine, name="mine"),
    path("of/<slug:slug>/", views.of_organization, name="of_organization"),
    path("<uuid:request_id>/", views.detail, name="detail"),
    path("<uuid:request_id>/card/<slug:language>/<int:version>.png", views.card, name="card"),
    path("<uuid:request_id>/edit/", views.edit, name="edit"),
    path("<uuid:request_id>/extend/", views.extend, name="extend"),
    path("<uuid:request_id>/withdraw/", views.withdraw, name="withdraw"),
    path("<uuid:request_id>/undo/", views.undo, name="undo"),
    path("more-time/<str:token>/", views.extend_by_link, name="extend_by_link"),
]
