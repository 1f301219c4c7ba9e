"""API v1: filled in below as the endpoints land."""

from django.urls import URLPattern

api_urls: list[URLPattern] = []
