"""The demo's town: its accounts find something on every page."""

from datetime import timedelta
from io import BytesIO
from pathlib import Path

import pytest
from allauth.account.models import EmailAddress
from PIL import Image

from accounts.enums import Purpose
from accounts.models import Community, Invitation, Membership, Organization, User
from accounts.services import has_agreed
from commitments.models import Commitment
from commitments.permissions import side_of
from commitments.reliability import reliability_of
from conversations.models import Conversation
from core import clock
from core.events.models import DomainEvent
from core.geo import cells
from foodcoord.town import demo, pictures
from foodcoord.town.drawing import LOOKS, picture_of
from foodcoord.town.geography import OXFORD
from foodcoord.town.institutions import DEMO_PANTRY
from listings.enums import UNTIL_GONE
from listings.models import Listing
from matching.models import SavedSearch
from moderation.models import Objection, Report
from notifications.models import Notification
from photos.models import Photo
from standing.models import Occasion

pytestmark = pytest.mark.django_db
ACCOUNTS = ("grower", "searcher", "coordinator", "admin")


def silent(_line: str) -> None:
    """Nobody listens."""


def accounts() -> list[User]:
    return [User.objects.get(email=f"{name}@foodcoord.example") for name in ACCOUNTS]


def test_the_demo_has_its_accounts_in_the_middle_of_the_town() -> None:
    assert demo.load_demo(silent, people=40, days=9)
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
    demo.load_demo(silent, people=40, days=12)
    grower, searcher, coordinator, _admin = accounts()
    given = Commitment.objects.filter(giver=grower)
    assert set(given.values_list("state", flat=True)) >= {"proposed", "accepted", "fulfilled"}
    assert Commitment.objects.waiting_for(searcher).count() >= 1
    assert Commitment.objects.waiting_for(coordinator).count() >= 1


def test_the_demo_has_two_looking_for_a_time_and_one_to_thank_for() -> None:
    demo.load_demo(silent, people=40, days=12)
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
    demo.load_demo(silent, people=40, days=12)
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
    demo.load_demo(silent, people=40, days=12)
    for user in accounts()[:3]:
        told = Notification.objects.visible_to(user)
        assert told.unread().exists()
        for row in told.select_related("event"):
            assert row.event is not None
            assert row.created_at == row.event.occurred_at


def test_the_photos_come_as_anybodys_do(media: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pictures, "MOST", 2)
    demo.load_demo(silent, people=20, days=3)
    assert set(Photo.objects.values_list("state", flat=True)) == {"planned"}
    assert pictures.take(silent) == 2
    assert pictures.take(silent) == 0
    for photo in Photo.objects.all():
        assert photo.is_ready
        assert (media / "photos" / str(photo.stem) / "small.webp").exists()


@pytest.mark.parametrize("food", [*sorted(LOOKS), "kale", "nappy"])
def test_each_picture_is_one_and_looks_otherwise_each_time(food: str) -> None:
    one, other = (picture_of(food, "leafy-greens-herbs", seed) for seed in ("a", "b"))
    assert one != other
    assert picture_of(food, "leafy-greens-herbs", "a") == one
    assert Image.open(BytesIO(one)).size == (1200, 900)


def test_the_demo_is_loaded_once() -> None:
    assert demo.load_demo(silent, people=40, days=3)
    before = (User.objects.count(), DomainEvent.objects.count())
    assert not demo.load_demo(silent, people=40, days=3)
    assert (User.objects.count(), DomainEvent.objects.count()) == before


def test_killed_in_the_middle_it_leaves_nothing_and_starts_again() -> None:
    class Killed(Exception):
        pass

    def killed_late(line: str) -> None:
        if line == "writing it down":
            raise Killed

    with pytest.raises(Killed):
        demo.load_demo(killed_late, people=40, days=3)
    assert (User.objects.count(), DomainEvent.objects.count()) == (0, 0)
    assert demo.load_demo(silent, people=40, days=3)
