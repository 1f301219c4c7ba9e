"""The demo's town: its accounts find something on every page."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
from allauth.account.models import EmailAddress
from django.conf import global_settings
from django.db import transaction
from pytest_django import DjangoDbBlocker, Settings

from accounts.enums import Purpose
from accounts.models import ApiClient, Community, Invitation, Membership, Organization, User
from accounts.scopes import Scope
from accounts.services import has_agreed
from commitments.models import Commitment
from commitments.permissions import side_of
from commitments.reliability import reliability_of
from conversations.models import Conversation
from core import clock
from core.geo import cells
from foodcoord.town import demo, sandbox
from foodcoord.town.geography import OXFORD
from foodcoord.town.institutions import DEMO_PANTRY
from listings.enums import UNTIL_GONE
from listings.models import Listing
from matching.models import SavedSearch
from moderation.models import Objection, Report
from notifications.models import Notification
from standing.models import Occasion
from tests.accounts.programs import ask_token, caller

pytestmark = pytest.mark.django_db
ACCOUNTS = ("grower", "searcher", "coordinator", "admin")


def silent(_line: str) -> None:
    """Nobody listens."""


@pytest.fixture(scope="module", autouse=True)
def _loaded(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """Once for all of these: nothing here changes it."""
    with django_db_blocker.unblock(), transaction.atomic():
        demo.load_demo(silent, people=40, days=12)
        yield
        transaction.set_rollback(True)


def accounts() -> list[User]:
    return [User.objects.get(email=f"{name}@foodcoord.example") for name in ACCOUNTS]


def test_the_demo_has_its_accounts_in_the_middle_of_the_town(settings: Settings) -> None:
    settings.PASSWORD_HASHERS = global_settings.PASSWORD_HASHERS  # of when it was loaded
    named = dict(zip(ACCOUNTS, accounts(), strict=True))
    middle = cells.encode(OXFORD.middle.lat, OXFORD.middle.lon, 5)
    for user in named.values():
        assert user.check_password("demo-foodcoord")
        assert user.home_cell.startswith(middle)
        assert EmailAddress.objects.get(user=user).verified
        assert has_agreed(user=user, purpose=Purpose.HOUSE_RULES)
    assert {name for name, user in named.items() if user.is_superuser and user.is_staff} == {
        "admin"
    }
    pantry = Organization.objects.get(name=DEMO_PANTRY)
    role = Membership.objects.get(organization=pantry, user=named["coordinator"]).role
    assert role == "coordinator"


def test_the_demo_has_something_waiting_agreed_and_done() -> None:
    grower, searcher, coordinator, _admin = accounts()
    given = Commitment.objects.filter(giver=grower)
    assert set(given.values_list("state", flat=True)) >= {"proposed", "accepted", "fulfilled"}
    assert Commitment.objects.waiting_for(searcher).count() >= 1
    assert Commitment.objects.waiting_for(coordinator).count() >= 1


def test_the_demo_has_two_looking_for_a_time_and_one_to_thank_for() -> None:
    grower, searcher, _coordinator, _admin = accounts()
    moving = Commitment.objects.filter(offers_made=1)
    assert moving.waiting_for(searcher).get().state == "proposed"
    assert moving.waiting_for(grower).get().state == "accepted"
    between = Commitment.objects.filter(giver=grower, receiver=searcher)
    assert between.exclude(receiver_thanks="").get().giver_thanks == "see_you"
    agreed = between.get(state="accepted", quantity=2)
    assert Conversation.objects.get(pk=agreed.pk).messages.count() == 3
    hint = reliability_of([agreed], {agreed.pk: side_of(searcher, agreed)})
    assert hint[agreed.pk].kept == hint[agreed.pk].counted - 1  # one was called off


def test_the_demo_has_what_comes_round_and_what_is_wrong() -> None:
    grower, searcher, coordinator, admin = accounts()
    states = Occasion.objects.filter(standing__owner=grower).values_list("state", flat=True)
    assert set(states) == {"posted", "skipped"}
    assert Occasion.objects.filter(standing__owner=coordinator, state="posted").count() > 5
    assert SavedSearch.objects.of(searcher).active().count() == 2
    assert Community.objects.of(searcher.home_cell).limit_commitments == 12
    library = Organization.objects.get(memberships__user=coordinator, memberships__role="owner")
    assert library.last_verified < clock.now() - timedelta(days=200)
    assert Invitation.objects.open().get().organization == library
    assert Report.objects.open().count() == 1
    assert Objection.objects.get().decision.by == admin
    assert Listing.objects.get(available_until=UNTIL_GONE).home_cooked


def test_the_demo_tells_its_accounts_of_what_is_new_when_it_was() -> None:
    for user in accounts()[:3]:
        told = Notification.objects.visible_to(user)
        assert told.unread().exists()
        for row in told.select_related("event"):
            assert row.event is not None
            assert row.created_at == row.event.occurred_at


def test_the_demo_has_a_program_that_everybody_can_try(settings: Settings) -> None:
    settings.PASSWORD_HASHERS = global_settings.PASSWORD_HASHERS  # of when it was loaded
    program = ApiClient.objects.select_related("organization", "account").get()
    assert (program.pk, program.organization.name) == (sandbox.CLIENT_ID, DEMO_PANTRY)
    assert program.granted_scopes == sorted(Scope.values)
    answer = ask_token(sandbox.CLIENT_ID, sandbox.CLIENT_SECRET)
    assert answer.status_code == 200
    assert caller(answer.json()["access_token"]).get("/api/v1/listings").status_code == 200
