"""Somebody leaves in the middle of everything: whoever had to do with them can read on."""

import pytest

from accounts.models import Membership
from accounts.services.erasing import erase
from tests.security.addresses import site
from tests.security.visits import Visitor
from tests.security.world import World

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("fresh_limits")]

# Of exchanges, talks, posts, organizations and what one is told: all that the two had in common.
READ = (
    "exchanges/",
    "conversations/",
    "organizations/",
    "notifications/",
    "reports/",
    "settings/",
    "api/v1/commitments",
    "api/v1/conversations",
    "api/v1/notifications",
    "api/v1/me",
)


@pytest.mark.parametrize("who", ["gina", "tom"])
def test_other_side_reads_on_and_finds_nothing_of_them(world: World, who: str) -> None:
    gone, other = (world.gina, world.tom) if who == "gina" else (world.tom, world.gina)
    words = [
        gone.email.encode(),
        f">{gone.display_name}<".encode(),
        f'"{gone.display_name}"'.encode(),
    ]
    if who == "gina":
        Membership.objects.create(organization=world.pantry, user=other, role="owner")
    erase(user=gone)
    visitor = Visitor(other, world)
    wrong = {}
    for method, route in site():
        if method != "GET" or not route.startswith(READ):
            continue
        answer = visitor.visit("GET", route)
        body = b"".join(answer)
        if answer.status_code >= 500 or any(word in body for word in words):
            wrong[route] = answer.status_code
    assert wrong == {}
