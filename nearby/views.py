from django.http import HttpRequest, HttpResponse
from django.shortcuts import render


def home(request: HttpRequest) -> HttpResponse:
    """What is around now, food and requests."""
    return render(request, "nearby/home.html")
