"""Every list of the API asks the database as often for a hundred rows as for one."""

from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from rest_framework.test import APIClient

from foodcoord.management.commands.write_openapi import description
from matching.finding.reads import MOST as MOST_MATCHES
from tests.factories import access_token
from tests.insights.events import P5
from tests.security.many_rows import MANY, fill
from tests.security.world import World

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("fresh_limits")]

PAGE = "limit={n}"
# Each list by its operation. Those without a limit are told whole, before and after.
LISTS: dict[str, Callable[[World], str]] = {
    "commitments_list": lambda w: f"commitments?{PAGE}",
    "conversations_list": lambda w: f"conversations?{PAGE}",
    "conversations_messages_list": lambda w: f"conversations/{w.talk.pk}/messages?{PAGE}",
    "decisions_list": lambda w: f"decisions?{PAGE}",
    # Of one kind, since a page of requests alone asks for no photos.
    "feed": lambda w: f"feed?lat=45.76&lon=4.83&kind=listing&{PAGE}",
    "foods_list": lambda w: f"foods?{PAGE}",
    "history": lambda w: f"history?cell={P5}&{PAGE}",
    "imports_errors": lambda w: f"imports/{w.import_run.pk}/errors?{PAGE}",
    "imports_list": lambda w: f"imports?{PAGE}",
    "listings_list": lambda w: f"listings?{PAGE}",
    "matches": lambda w: f"matches?request={w.request.pk}&{PAGE}",
    "me_activity": lambda w: f"me/activity?{PAGE}",
    "me_blocks_list": lambda w: f"me/blocks?{PAGE}",
    "me_devices_list": lambda w: "me/devices",
    "me_sessions": lambda w: f"me/sessions?{PAGE}",
    "notifications_list": lambda w: f"notifications?{PAGE}",
    "organizations_clients_list": lambda w: f"organizations/{w.pantry.pk}/clients?{PAGE}",
    "organizations_list": lambda w: f"organizations?{PAGE}",
    "organizations_invitations_list": lambda w: f"organizations/{w.pantry.pk}/invitations?{PAGE}",
    "organizations_members_list": lambda w: f"organizations/{w.pantry.pk}/members?{PAGE}",
    "reports_list": lambda w: f"reports?{PAGE}",
    "requests_list": lambda w: f"requests?{PAGE}",
    "searches_list": lambda w: f"searches?{PAGE}",
    "standing_list": lambda w: f"standing?{PAGE}",
    "webhooks_deliveries_list": lambda w: f"webhooks/{w.webhook.pk}/deliveries?{PAGE}",
    "webhooks_list": lambda w: f"webhooks?{PAGE}",
}
# As long as they can ever be, which is not long: by what bounds them.
SHORT = {
    "categories_list": "the catalog",
    "changes_list": "reads a book of closed transactions: tests/partners/test_changes.py",
    "forecasts": "a category each",
    "listing_photos_list": "five photos an album",
    "me_consents": "a purpose each",
    "me_guidance": "three suggestions",
    "organizations_clients_usage": "a day each, ninety at most",
    "towns": "eight, and of a file",
}
# What is told at most, where that is less than a hundred.
FEWER = {"matches": MOST_MATCHES}


def listing_operations() -> set[str]:
    """All whose answer has `items`."""
    document = description()
    schemas = document["components"]["schemas"]
    found = set()
    for methods in document["paths"].values():
        answer = methods.get("get", {}).get("responses", {}).get("200", {})
        content = answer.get("content", {}).get("application/json", {})
        data = content.get("schema", {}).get("properties", {}).get("data", {})
        shape = schemas.get(data.get("$ref", "").rsplit("/", 1)[-1], data)
        if "items" in shape.get("properties", {}):
            found.add(methods["get"]["operationId"])
    return found


def test_every_list_of_the_api_is_in_the_table() -> None:
    assert listing_operations() == LISTS.keys() | SHORT.keys()
    assert LISTS.keys() & SHORT.keys() == set()


def test_queries_are_as_many_for_a_hundred_rows_as_for_one(world: World) -> None:
    caller = APIClient()
    caller.credentials(HTTP_AUTHORIZATION=f"Bearer {access_token(world.gina)}")

    def cost(path: str, rows: int) -> tuple[int, int]:
        """Queries, and items told."""
        with CaptureQueriesContext(connection) as asked:
            answer: Any = caller.get("/api/v1/" + path.replace("{n}", str(rows)))
        assert answer.status_code == 200, (path, answer.json())
        return len(asked), len(answer.json()["data"]["items"])

    whole = {name: cost(path(world), 1) for name, path in LISTS.items() if "{n}" not in path(world)}
    wrong = {}
    with transaction.atomic():
        fill(world)
        for name, path in LISTS.items():
            one, few = whole.get(name) or cost(path(world), 1)
            most = FEWER.get(name, MANY)
            many, told = cost(path(world), most)
            if one != many or few != 1 or told < most:
                wrong[name] = f"{one} queries for {few}, {many} for {told}"
        transaction.set_rollback(True)  # no service made these rows, so no event says so
    assert wrong == {}
