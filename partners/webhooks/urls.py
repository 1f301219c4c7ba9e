from typing import Any

from django.urls import path

from partners.webhooks import views

ALL = "organizations/<slug:slug>/programs/webhooks/"
ONE = f"{ALL}<uuid:webhook_id>/"

urlpatterns: list[Any] = [
    path(ALL, views.webhooks, name="webhooks"),
    path(f"{ALL}new/", views.create, name="webhook_create"),
    path(ONE, views.detail, name="webhook_detail"),
    path(f"{ONE}edit/", views.edit, name="webhook_edit"),
    path(f"{ONE}rotate/", views.rotate, name="webhook_rotate"),
    path(f"{ONE}enable/", views.enable, name="webhook_enable"),
    path(f"{ONE}disable/", views.disable, name="webhook_disable"),
    path(f"{ONE}test/", views.test, name="webhook_test"),
    path(f"{ONE}delete/", views.delete, name="webhook_delete"),
    path(
        f"{ONE}deliveries/<uuid:delivery_id>/redeliver/",
        views.redeliver,
        name="webhook_redeliver",
    ),
]
