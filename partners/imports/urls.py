from django.urls import path

from partners.imports import views

HERE = "organizations/<slug:slug>/programs/imports/"
urls = [
    path(HERE, views.import_list, name="imports"),
    path(f"{HERE}template/<slug:kind>.csv", views.import_template, name="import_template"),
    path(f"{HERE}<uuid:import_id>/", views.import_detail, name="import_detail"),
    path(f"{HERE}<uuid:import_id>/columns/", views.import_columns, name="import_columns"),
    path(f"{HERE}<uuid:import_id>/again/", views.import_again, name="import_again"),
    path(f"{HERE}<uuid:import_id>/cancel/", views.import_cancel, name="import_cancel"),
    path(f"{HERE}<uuid:import_id>/errors.csv", views.import_errors, name="import_errors"),
]
