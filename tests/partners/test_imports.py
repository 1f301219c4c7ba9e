"""Files of listings, requests and organizations: what each line becomes, and what a second time."""

from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path
from uuid import uuid4
from zoneinfo import ZoneInfo

import pytest
from pytest_django import Settings

from accounts.models import Organization, User
from core.errors import IdempotencyMismatch, Invalid, NotAllowed, Refused
from core.events.models import DomainEvent
from listings import services as listing_services
from listings.models import Listing
from partners.imports import services
from partners.models import ExternalId, Import, SeenId
from partners.services import hand_over
from requests_app.models import FoodRequest
from tests.factories import make_organization
from tests.partners.importing import SOON, came_to, gone_through, send, told

pytestmark = pytest.mark.django_db

TWO = f"id,food,quantity,unit,until\nA-1,Tomatoes,2.5,kg,{SOON}\nA-2,eggs,12,piece,{SOON}\n"


@pytest.fixture(autouse=True)
def _files(settings: Settings, tmp_path: Path) -> None:
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def pantry(giver: User) -> Organization:
    return make_organization(by=giver, name="Quay Pantry")


def test_lines_become_listings_of_the_organization(giver: User, pantry: Organization) -> None:
    run = send(TWO, by=giver, organization=pantry)
    assert (came_to(run), told(run)) == (("done", 2, 0, 0, 0), [])
    rows = Listing.objects.filter(organization=pantry).order_by("quantity")
    assert [(row.food.slug, row.quantity, row.unit) for row in rows] == [
        ("tomato", Decimal("2.500"), "kg"),
        ("egg", Decimal("12.000"), "piece"),
    ]
    assert (run.position, run.line, run.total) == (2, 3, 2)
    assert not SeenId.objects.exists()


def test_the_same_file_twice_makes_nothing_twice(giver: User, pantry: Organization) -> None:
    send(TWO, by=giver, organization=pantry)
    events = DomainEvent.objects.count()
    again = send(TWO, by=giver, organization=pantry)
    assert came_to(again) == ("done", 0, 0, 2, 0)
    assert (Listing.objects.count(), DomainEvent.objects.count()) == (2, events)


def test_without_ids_the_same_lines_in_another_order_make_nothing_twice(
    giver: User, pantry: Organization
) -> None:
    send(f"food,quantity,until\nrice,3,{SOON}\nsalt,1,{SOON}\n", by=giver, organization=pantry)
    turned = f"until;food;quantity\n{SOON};salt;1\n{SOON}; rice ;3\n"
    again = send(turned, by=giver, organization=pantry)
    assert came_to(again) == ("done", 0, 0, 2, 0)
    assert Listing.objects.count() == 2


def test_other_content_under_a_known_id_is_an_update(giver: User, pantry: Organization) -> None:
    send(TWO, by=giver, organization=pantry)
    run = send(TWO.replace("2.5", "4"), by=giver, organization=pantry)
    assert came_to(run) == ("done", 0, 1, 1, 0)
    tomato = Listing.objects.get(food__slug="tomato")
    assert (tomato.quantity, tomato.version) == (Decimal(4), 2)


def test_what_has_ended_or_is_of_another_food_is_said(giver: User, pantry: Organization) -> None:
    send(TWO, by=giver, organization=pantry)
    egg = Listing.objects.get(food__slug="egg")
    listing_services.withdraw(listing=egg, by=giver)
    changed = TWO.replace("Tomatoes", "Carrots").replace(",12,", ",13,")
    run = send(changed, by=giver, organization=pantry)
    assert came_to(run) == ("done", 0, 0, 0, 2)
    assert told(run) == [
        (
            2,
            "",
            "Food and unit of something posted stay as they are. Take it back, and give the line "
            "another id.",
        ),
        (
            3,
            "",
            "What this line made has ended. You took this back. Give the line another id to post "
            "it anew.",
        ),
    ]
    assert came_to(send(TWO, by=giver, organization=pantry)) == ("done", 0, 0, 2, 0)


def test_every_line_is_judged_by_itself(giver: User, pantry: Organization) -> None:
    text = (
        "id;Produit;Quantité;Unité;jusqu'au\n"
        f"1;tomates;2,5;kg;{SOON}\n"
        f"2;dragon scales;two;furlong;31/31/2030\n"
        f"3;œufs;1,000;pièces;{SOON}\n"
        f"4;;;;\n"
        f"1;riz;1;kg;{SOON}\n"
        f"6;riz;1;loaf;{SOON}\n"
        f"7;riz;1;kg;2020-01-01\n"
        f"8;riz;1;kg;{SOON};more;x\n"
    )
    run = send(text, by=giver, organization=pantry)
    assert came_to(run) == ("done", 1, 0, 0, 7)
    assert told(run) == [
        (
            3,
            "Produit",
            "The catalog has no food called “dragon scales”, or several. Write its name there.",
        ),
        (3, "Quantité", "“two” is no quantity."),
        (3, "Unité", "We know no unit called “furlong”."),
        (3, "jusqu'au", "“31/31/2030” is no day; write it as 2026-12-25."),
        (4, "Quantité", "“1,000” can be read as 1.000 or as 1000. Leave out “,”."),
        (5, "Produit", "This cell is empty, and is needed."),
        (5, "Quantité", "This cell is empty, and is needed."),
        (6, "id", "Line 2 has this id already; each line needs its own."),
        (7, "Unité", "This food is not measured in “loaf”. Use one of: bag, g, kg."),
        (8, "jusqu'au", "This is in the past."),
        (
            9,
            "",
            "This line has 7 cells, and the header 5. Does a cell hold the sign that separates "
            "cells? Put it into quotation marks.",
        ),
    ]


def test_a_dry_run_tells_the_same_and_writes_nothing(giver: User, pantry: Organization) -> None:
    events = DomainEvent.objects.count()
    text = TWO + f"A-1,rice,1,kg,{SOON}\nA-4,rice,-1,kg,{SOON}\n"
    dry = send(text, by=giver, organization=pantry, dry_run=True)
    assert came_to(dry) == ("done", 2, 0, 0, 2)
    assert not Listing.objects.exists()
    assert not ExternalId.objects.exists()
    assert DomainEvent.objects.count() == events
    real = send(text, by=giver, organization=pantry)
    assert (came_to(real), told(real)) == (came_to(dry), told(dry))
    assert told(real) == [
        (4, "id", "Line 2 has this id already; each line needs its own."),
        (5, "quantity", "Give a quantity above zero."),
    ]


def test_a_dry_run_is_run_for_real_with_the_same_file(giver: User, pantry: Organization) -> None:
    dry = send(TWO, by=giver, organization=pantry, dry_run=True)
    new_id = uuid4()
    for is_new in (True, False):
        real, made = services.again(run=dry, by=giver, import_id=new_id, dry_run=False)
        assert made is is_new
    assert came_to(gone_through(real)) == ("done", 2, 0, 0, 0)


def test_the_same_id_with_the_same_content_makes_one_import(
    giver: User, pantry: Organization
) -> None:
    import_id = uuid4()
    for _ in range(2):
        send(TWO, by=giver, organization=pantry, run=False, import_id=import_id)
    assert Import.objects.count() == 1
    with pytest.raises(IdempotencyMismatch):
        send(TWO + "x", by=giver, organization=pantry, run=False, import_id=import_id)


def test_requests(giver: User, pantry: Organization) -> None:
    text = (
        "Alimento;Cantidad;Necesario para;Sin\n"
        f"tomates;3 kg;{SOON};leche, huevos\n"
        f"verduras;10 kg;{SOON};\n"
    )
    run = send(text, by=giver, organization=pantry, kind="requests")
    assert came_to(run) == ("done", 2, 0, 0, 0)
    asked = FoodRequest.objects.get(food__slug="tomato")
    assert (asked.quantity, asked.unit) == (Decimal(3), "kg")
    assert asked.avoid_allergens == ["eggs", "milk"]


def test_organizations_are_for_operators_and_held_by_the_imports(
    giver: User, stranger: User, pantry: Organization
) -> None:
    text = (
        "id,name,type,latitude,longitude,hours\n"
        "c-1,North Pantry,Food pantry,45.76,4.83,mon-fri 9:00-12:00; sat 10:00-11:00\n"
        "c-2,Hillside Garden,,45.75,4.85,\n"
        "c-3,Nowhere,pantry,,,\n"
    )
    with pytest.raises(NotAllowed):
        send(text, by=giver, organization=pantry, kind="organizations")
    giver.is_staff = True
    giver.save()
    run = send(text, by=giver, organization=pantry, kind="organizations")
    assert came_to(run) == ("done", 2, 0, 0, 1)
    made = Organization.objects.filter(name__in=["North Pantry", "Hillside Garden"])
    hill, north = made.order_by("name")
    assert (north.kind, hill.kind) == ("pantry", "garden")
    assert north.opening_hours["tue"] == [["09:00", "12:00"]]
    assert north.opening_hours["sat"] == [["10:00", "11:00"]]
    assert not north.members.filter(pk=giver.pk).exists()
    taken_over = hand_over(organization=north, email=stranger.email)
    assert (taken_over.user, taken_over.role) == (stranger, "owner")
    with pytest.raises(Refused):
        hand_over(organization=pantry, email=stranger.email)
    north.memberships.exclude(user=stranger).delete()
    changed = text.replace("North Pantry", "Northern Pantry").replace("Garden", "Gardens")
    run = send(changed, by=giver, organization=pantry, kind="organizations")
    assert came_to(run) == ("done", 0, 1, 0, 2)
    assert told(run)[0] == (2, "", "Only owners and coordinators may change this.")


def test_strangers_may_not(pantry: Organization, stranger: User) -> None:
    with pytest.raises(NotAllowed):
        send(TWO, by=stranger, organization=pantry)
    assert not Import.objects.exists()


def test_who_loses_the_right_in_the_middle_stops_there(giver: User, pantry: Organization) -> None:
    run = send(TWO, by=giver, organization=pantry, run=False)
    pantry.memberships.all().delete()
    run = gone_through(run)
    assert (run.state, run.position) == ("failed", 0)
    assert run.failure == (
        "Whoever started this import may not import for this organization any more."
    )


def test_too_large_and_unclear_files_are_refused_at_the_door(
    giver: User, pantry: Organization, settings: Settings
) -> None:
    with pytest.raises(Invalid) as refused:
        send("a,b\n1,2\n", by=giver, organization=pantry)
    assert refused.value.details["mapping"] == [
        "No column says “Food”, which is needed.",
        "No column says “Quantity”, which is needed.",
        "One of these columns is needed: Available until, Use by, Best before.",
    ]
    settings.IMPORT_MAX_MB = 0
    with pytest.raises(Invalid) as refused:
        send(TWO, by=giver, organization=pantry)
    assert refused.value.details == {"file": ["This file is larger than 0 MB. Send it in parts."]}


def test_days_and_hours_are_those_of_the_organization(pantry: Organization, giver: User) -> None:
    text = f"food,quantity,until,from\nrice,1 kg,{SOON} 14h30,{SOON}T08:00+00:00\n"
    run = send(text, by=giver, organization=pantry)
    assert came_to(run) == ("done", 1, 0, 0, 0)
    listing = Listing.objects.get()
    day = datetime.fromisoformat(SOON)
    in_lyon = day.replace(hour=14, minute=30, tzinfo=ZoneInfo("Europe/Paris"))
    assert (listing.available_from, listing.available_until) == (
        day.replace(hour=8, tzinfo=UTC),
        in_lyon,
    )


def test_a_day_that_is_said_again_in_the_same_words_is_no_change(
    pantry: Organization, giver: User
) -> None:
    """The words are compared, not what the clock made of them."""
    text = "id,food,quantity,until\n1,rice,1 kg,until gone\n"
    assert came_to(send(text, by=giver, organization=pantry))[1] == 1
    assert came_to(send(text, by=giver, organization=pantry))[3] == 1
    assert Listing.objects.get().is_until_gone
