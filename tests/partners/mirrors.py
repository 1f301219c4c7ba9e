"""A copy kept by a program, and what it should hold: the same by plain reading."""

from dataclasses import dataclass, field
from typing import Any

from rest_framework.test import APIClient

CHANGES = "/api/v1/changes"
PLACES = {
    "listing": "/api/v1/listings",
    "request": "/api/v1/requests",
    "organization": "/api/v1/organizations",
    "commitment": "/api/v1/commitments",
}
Copy = dict[tuple[str, str], Any]


@dataclass
class Mirror:
    """Applies what `changes` answers, in order."""

    caller: APIClient
    rows: Copy = field(default_factory=dict)
    since: str = ""
    pages: int = 0

    def page(self, limit: int = 100) -> list[dict[str, Any]]:
        """Read one page, apply it, and remember where it ended."""
        answer = self.caller.get(CHANGES, {"since": self.since, "limit": str(limit)})
        assert answer.status_code == 200, answer.json()
        body = answer.json()
        for item in body["data"]["items"]:
            key = item["type"], item["id"]
            if item["op"] == "upsert":
                self.rows[key] = item["data"]
            else:
                assert item["data"] is None
                self.rows.pop(key, None)
        self.since, self.more = body["meta"]["next"], body["meta"]["more"]
        self.pages += 1
        return list(body["data"]["items"])

    def pull(self, limit: int = 100) -> list[dict[str, Any]]:
        """Read until there is nothing more."""
        items = self.page(limit)
        while self.more:
            items += self.page(limit)
        return items


def everything(caller: APIClient, *, signed_in: bool) -> Copy:
    """What the caller is told by lists, and by asking for each thing in them."""
    found: Copy = {}
    for kind, place in PLACES.items():
        if kind == "commitment" and not signed_in:
            continue
        for mine in ("", "1") if signed_in and kind in ("listing", "request") else ("",):
            for pk in _listed(caller, place, mine):
                found[kind, pk] = caller.get(f"{place}/{pk}").json()["data"]
    return found


def _listed(caller: APIClient, place: str, mine: str) -> list[str]:
    ids = list[str]()
    cursor: str | None = ""
    while cursor is not None:
        asked = {"limit": "100", **({"cursor": cursor} if cursor else {})}
        body = caller.get(place, {**asked, **({"mine": mine} if mine else {})}).json()
        ids += [item["id"] for item in body["data"]["items"]]
        cursor = body["meta"].get("next")
    return ids
