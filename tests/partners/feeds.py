"""Reading the feeds as anybody."""

from typing import Any

from django.http.response import HttpResponseBase
from django.test import Client

PREFIX = "/api/v1/feeds/"
CELL, REGION, BBOX = "u05kq", "u05k", "4.7,45.7,4.9,45.8"
GEOJSON = ("listings.geojson", "requests.geojson", "organizations.geojson")
IN_AREA = (*GEOJSON, "area.atom", "area.json")
EVERY_FEED = (*IN_AREA, "organizations.hsds.json")


def read(name: str, query: str = f"bbox={BBOX}", **headers: str) -> Any:
    """The answer to a new client."""
    return Client().get(f"{PREFIX}{name}?{query}", headers=headers)


def document(name: str, query: str = f"bbox={BBOX}") -> Any:
    """The JSON of a feed."""
    answer = read(name, query)
    assert answer.status_code == 200, answer.content
    return answer.json()


def features(name: str, query: str = f"bbox={BBOX}") -> list[Any]:
    found: list[Any] = document(name, query)["features"]
    return found


def next_of(answer: HttpResponseBase) -> str:
    """The address of the next page by the `Link` header; empty on the last."""
    for link in answer.headers.get("Link", "").split(", "):
        url, _, relation = link.partition("; ")
        if relation == 'rel="next"':
            return url.strip("<>")
    return ""
