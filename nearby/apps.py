from django.apps import AppConfig


class NearbyConfig(AppConfig):
    name = "nearby"
