"""A program on FoodCoord, standard library only: python client.py SITE CLIENT_ID SECRET"""

import base64
import json
import sys
import time
import uuid
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib import parse, request


class FoodCoord:
    def __init__(self, site: str, client_id: str, secret: str) -> None:
        self.site, self.token, self.ends = site, "", 0.0
        self.pair = base64.b64encode(f"{client_id}:{secret}".encode()).decode()

    def sign_in(self) -> None:
        asked = parse.urlencode({"grant_type": "client_credentials"}).encode()
        asking = request.Request(f"{self.site}/identity/o/api/token", asked)
        asking.add_header("Authorization", f"Basic {self.pair}")
        with request.urlopen(asking, timeout=10) as got:
            told = json.load(got)
        self.token, self.ends = told["access_token"], time.time() + told["expires_in"] - 60

    def call(self, method: str, path: str, body: Any = None, tries: int = 5, **more: str) -> Any:
        """The answer and its headers; sent again until there is one, and done once all the same."""
        if time.time() > self.ends:
            self.sign_in()
        headers = {"Idempotency-Key": str(uuid.uuid4()), **more}
        data = None if body is None else json.dumps(body).encode()
        asked = request.Request(f"{self.site}/api/v1/{path}", data, headers, method=method)
        asked.add_header("Content-Type", "application/json")
        asked.add_header("Authorization", f"Bearer {self.token}")
        try:
            with request.urlopen(asked, timeout=10) as got:
                return json.load(got), got.headers
        except OSError as failed:  # a refusal, or no answer at all: perhaps it was done
            if tries == 1 or getattr(failed, "code", 503) not in (429, 503):
                raise
            time.sleep(int(getattr(failed, "headers", {}).get("Retry-After", 1)))
        return self.call(method, path, body, tries - 1, **headers)

    def items(self, path: str, name: str) -> Any:
        """Of all pages: of a list (`cursor`), or what has changed (`since`)."""
        meta: dict[str, Any] = {"next": "", "more": True}
        while meta.get("more", meta["next"]):
            told, _ = self.call("GET", f"{path}&{name}={parse.quote(meta['next'])}")
            meta = told["meta"]
            yield from told["data"]["items"]


if __name__ == "__main__":
    town, mine, now = FoodCoord(*sys.argv[1:]), str(uuid.uuid4()), datetime.now(UTC)
    ends, offer = now + timedelta(days=1), {"food": "tomato", "quantity": "5", "unit": "kg"}
    offer |= {"id": mine, "available_from": now.isoformat(), "available_until": ends.isoformat()}
    _, headers = [town.call("POST", "listings", offer) for _ in "12"][1]  # twice, made once
    town.call("PATCH", f"listings/{mine}", {"quantity": "4"}, **{"If-Match": headers["ETag"]})
    print(*(f"{each['op']} {each['id']}" for each in town.items("changes?limit=50", "since")))
    print(sum(row["id"] == mine for row in town.items("listings?limit=1", "cursor")), "listed")
