from django.urls import path

from moderation import views

app_name = "moderation"
urlpatterns = [
    path("", views.mine, name="mine"),
    path("new/<slug:subject_type>/<uuid:subject_id>/", views.report, name="report"),
    path("with/<uuid:exchange_id>/report/", views.report_other, name="report_other"),
    path("with/<uuid:exchange_id>/block/", views.block_other, name="block_other"),
    path("decisions/<uuid:decision_id>/", views.decision, name="decision"),
    path("<uuid:report_id>/", views.report_detail, name="report_detail"),
]
