from datetime import UTC, datetime, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.test import Client

from accounts import presenters, services
from accounts.models import Organization, User
from accounts.services.nudging import nudge
from accounts.tasks import nudge_organizations
from accounts.validators import validate_special_days
from core import clock
from core.events.models import DomainEvent
from tests.factories import make_organization

pytestmark = pytest.mark.django_db
HOURS = {"fri": [["09:00", "12:00"]]}
DAYS = {"2026-12-25": [], "2026-12-24": [["10:00", "11:00"]]}


@pytest.fixture
def pantry(giver: User) -> Organization:
    return make_organization(by=giver, name="Quay Pantry", opening_hours=HOURS, special_days=DAYS)


@pytest.mark.parametrize(
    ("moment", "said"),
    [
        (datetime(2026, 12, 18, 9, tzinfo=UTC), "Open until 12:00"),
        (datetime(2026, 12, 24, 9, 30, tzinfo=UTC), "Open until 11:00"),
        (datetime(2026, 12, 25, 9, tzinfo=UTC), "Closed now"),
    ],
)
def test_a_special_day_has_its_own_hours(pantry: Organization, moment, said: str) -> None:
    with clock.at(moment):
        assert presenters.open_state(pantry)[0] == said


def test_special_days_of_the_next_weeks_are_listed(pantry: Organization) -> None:
    with clock.at(datetime(2026, 12, 1, tzinfo=UTC)):
        told = [(day.name, day.hours) for day in presenters.special_days(pantry)]
    assert told == [("Thursday 24 December", "10:00–11:00"), ("Friday 25 December", "Closed")]
    with clock.at(datetime(2026, 12, 26, tzinfo=UTC)):
        assert presenters.special_days(pantry) == []


@pytest.mark.parametrize(
    "value",
    [
        [],
        {"25 December": []},
        {"2026-02-30": []},
        {"2026-12-24": [["12:00", "10:00"]]},
        {f"2026-{month:02}-{day:02}": [] for month in (1, 2) for day in range(1, 25)},
    ],
)
def test_what_is_no_special_day_is_refused(value: object) -> None:
    with pytest.raises(ValidationError):
        validate_special_days(value)


def test_special_days_are_typed_a_line_each(pantry: Organization, giver, client: Client) -> None:
    client.force_login(giver)
    form = client.get("/organizations/quay-pantry/edit/").context["form"]
    assert form["special_days"].value() == "2026-12-24: 10:00–11:00\n2026-12-25: closed"
    sent = {
        "id": str(pantry.pk),
        "name": "Quay Pantry",
        "kind": "pantry",
        "public_precision": "6",
        "special_days": "2026-12-31: 9:00-12:00\n2027-01-01: closed\n",
    }
    assert client.post("/organizations/quay-pantry/edit/", sent).status_code == 302
    pantry.refresh_from_db()
    assert pantry.special_days == {"2026-12-31": [["09:00", "12:00"]], "2027-01-01": []}
    wrong = client.post(
        "/organizations/quay-pantry/edit/", sent | {"special_days": "New Year: closed"}
    )
    assert wrong.status_code == 422
    assert wrong.context["form"].errors == {
        "special_days": ["“New Year” is no day; write it as 2026-12-25."]
    }


def test_stale_places_are_nudged_at_six_months_and_before_they_are_hidden(pantry, giver) -> None:
    """Stale places → "last verified", a nudge to verify, hidden after a year without one."""
    asked = []
    for days in (181, 183, 184, 336, 340, 366):
        with clock.at(pantry.last_verified + timedelta(days=days)):
            nudge_organizations()
            asked.append(DomainEvent.objects.filter(type="notification.requested").count())
            is_shown = Organization.objects.visible_to(User(is_active=False)).exists()
    assert asked == [0, 1, 1, 2, 2, 2]
    assert is_shown is False
    payload = DomainEvent.objects.filter(type="notification.requested")[0].payload
    assert (payload["kind"], payload["to"]) == ("verify_organization", str(pantry.pseudonym))
    with clock.at(pantry.last_verified + timedelta(days=350)):
        services.verify_organization(organization=pantry, by=giver)
        pantry.refresh_from_db()
        assert nudge(organization=pantry) is False
