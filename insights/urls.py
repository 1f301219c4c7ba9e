from django.urls import path

from insights import views, views_guidance

app_name = "insights"
urlpatterns = [
    path("", views.overview, name="overview"),
    path("figures.<slug:form>", views.download, name="download"),
    path("requests/", views.ask_again, name="ask_again"),
    path("definitions/", views.definitions, name="definitions"),
    path("signals/<uuid:signal_id>/", views.signal, name="signal"),
    path("guidance/", views_guidance.guidance, name="guidance"),
    path("guidance/switch/", views_guidance.switch, name="guidance_switch"),
]
