from django.urls import path

from nearby import views

app_name = "nearby"
urlpatterns = [
    path("", views.home, name="home"),
    path("place/", views.place, name="place"),
    path("place/home", views.back_home, name="back_home"),
]
