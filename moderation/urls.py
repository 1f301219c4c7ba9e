from django.urls import path

from moderation import views

app_name = "moderation"
urlpatterns = [
    path("", views.mine, name="mine"),
    path("new/<slug:subject_type>/<uuid:subject_id>/", views.report, name="report"),
    path("decisions/<uuid:decision_id>/", views.decision, name="decision"),
    path("<uuid:report_id>/", views.report_detail, name="report_detail"),
]
