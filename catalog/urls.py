from django.urls import path

from catalog import views

app_name = "catalog"
urlpatterns = [
    path("", views.food_list, name="food_list"),
    path("search", views.food_search, name="food_search"),
    path("<slug:slug>/", views.food_detail, name="food_detail"),
]
