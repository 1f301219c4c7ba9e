from django.urls import path

from foodcoord.pages import views

app_name = "pages"
urlpatterns = [
    path("rules/", views.rules, name="rules"),
    path("privacy/", views.privacy, name="privacy"),
    path("food-safety/", views.food_safety, name="food_safety"),
    path("help/", views.help_page, name="help"),
    path("open-data/", views.open_data, name="open_data"),
    path("developers/", views.developers, name="developers"),
    path("contact/", views.contact, name="contact"),
]
