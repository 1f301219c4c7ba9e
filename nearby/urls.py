from django.urls import path

from nearby import views

app_name = "nearby"
urlpatterns = [
    path("", views.home, name="home"),
]
