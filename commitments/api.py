"""The API of promises; `api_urls` is joined to the others by the roof."""

from django.urls import URLPattern

api_urls: list[URLPattern] = []
