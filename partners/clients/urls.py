from typing import Any

from django.urls import path

from partners.clients import api, views

ALL = "organizations/<slug:slug>/programs/"
ONE = f"{ALL}<uuid:client_id>/"
CLIENTS = "organizations/<uuid:organization_id>/clients"
CLIENT = f"{CLIENTS}/<uuid:client_id>"

urlpatterns: list[Any] = [
    path(ALL, views.programs, name="programs"),
    path(f"{ALL}new/", views.register, name="program_register"),
    path(ONE, views.program, name="program"),
    path(f"{ONE}edit/", views.edit, name="program_edit"),
    path(f"{ONE}secret/", views.secret, name="program_secret"),
    path(f"{ONE}switch-off/", views.switch_off, name="program_switch_off"),
]
api_urls: list[Any] = [
    path(CLIENTS, api.ClientsView.as_view()),
    path(CLIENT, api.ClientView.as_view()),
    path(f"{CLIENT}/rotate", api.RotateView.as_view()),
    path(f"{CLIENT}/usage", api.UsageView.as_view()),
]
