from django.urls import URLPattern

api_urls: list[URLPattern] = []
