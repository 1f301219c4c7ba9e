from django.urls import path

from foodcoord.pwa import views

app_name = "pwa"
urlpatterns = [
    path("sw.js", views.service_worker, name="service_worker"),
    path("manifest.webmanifest", views.web_manifest, name="manifest"),
    path("share-target/", views.share_target, name="share_target"),
    path("offline/", views.offline, name="offline"),
    path("offline/token", views.token, name="token"),
    path("offline/foods.json", views.food_options, name="foods"),
    path("offline/keep/", views.keep, name="keep"),
]
