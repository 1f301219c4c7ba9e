"""Photos have no endpoints of their own: they are read and sent under what they show."""

from django.urls import URLPattern

api_urls: list[URLPattern] = []
