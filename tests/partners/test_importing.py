"""What an import makes of a town's need lists: exact rows, events, and the report."""

from datetime import UTC, datetime, timedelta
from decimal import Decimal

import pytest
from allauth.account.models import EmailAddress
from django.contrib.auth import authenticate
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.enums import Role
from accounts.models import Membership, Organization, User
from catalog.models import Category
from core import clock
from core.events.models import DomainEvent
from core.geo.cells import Point
from listings.models import Listing
from partners.models import NeedLine, NeedList
from requests_app.models import FoodRequest
from tests.partners.conftest import FOUND, LATER, NOW, Importer, a_list

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("at_noon")]

UNTIL = datetime(2026, 1, 26, 19, 55, 41, 63_000, tzinfo=UTC)


def rows_of_everything() -> dict[str, int]:
    with connection.cursor() as cursor:
        tables = connection.introspection.table_names(cursor)
        counts = {}
        for table in tables:
            cursor.execute(f'SELECT count(*) FROM "{table}"')  # noqa: S608
            counts[table] = cursor.fetchone()[0]
    return counts


def asked() -> dict[str, str]:
    """What the only organization asks for, by state."""
    return {
        (post.food.slug if post.food else f"any {post.category.slug}"): post.state
        for post in FoodRequest.objects.select_related("food", "category").order_by("pk")
    }


def test_first_import_makes_a_pantry_with_its_needs_and_excess(importer: Importer) -> None:
    report = importer(
        [
            a_list(
                needs="UHT Milk\nTinned Fish\nRice 1kg\nToiletries\nCarrier Bags\nUHT milk 1L",
                excess="Baked Beans\nToiletries",
            )
        ]
    )
    assert report == [
        "lists: 1 read · 0 unusable · 0 superseded within the file",
        "organizations: 1 new · 0 updated · 0 unchanged · 0 skipped",
        "requests: 4 new · 0 kept · 0 withdrawn",
        "listings: 1 new · 0 kept · 0 withdrawn",
        "lines mapped: 6 of 8 (75.0 %)",
        "  1 × Carrier Bags",
        "  1 × Toiletries (excess)",
    ]
    pantry = Organization.objects.get()
    assert (pantry.name, pantry.kind, pantry.slug) == (
        "Pimlico Foodbank",
        "pantry",
        "pimlico-foodbank",
    )
    assert pantry.place_is_public
    assert pantry.exact_place.point == Point(51.501, -0.142)
    posts = FoodRequest.objects.select_related("food", "category").order_by("category__order", "pk")
    assert [
        (post.food and post.food.slug, post.category.slug, post.quantity, post.unit, post.grams)
        for post in posts
    ] == [
        ("uht-milk", "eggs-dairy", Decimal(10), "l", 10_300),
        ("rice", "grains-dried", Decimal(10), "kg", 10_000),
        ("tinned-sardine", "tinned-jars", Decimal(83), "tin", 9_960),
        (None, "household-hygiene", Decimal(20), "pack", 10_000),
    ]
    assert {(p.organization, p.needed_by, p.state, p.cell) for p in posts} == {
        (pantry, UNTIL, "open", pantry.cell)
    }
    offer = Listing.objects.get()
    assert (offer.food.slug, offer.quantity, offer.unit) == ("baked-bean", Decimal(25), "tin")
    assert (offer.available_from, offer.available_until) == (UNTIL - timedelta(days=14), UNTIL)


def test_each_line_is_remembered_with_its_post(importer: Importer) -> None:
    importer([a_list(needs="UHT Milk\nUHT milk 1L\nKetchup & Mayonnaise\nSpoons", excess="Rice")])
    rows = NeedLine.objects.select_related("food_request__food", "listing__food").order_by("pk")
    assert [
        (
            row.kind,
            row.text,
            row.food_request and str(row.food_request.food),
            row.listing and str(row.listing.food),
        )
        for row in rows
    ] == [
        ("need", "UHT Milk", "UHT milk", None),
        ("need", "UHT milk 1L", "UHT milk", None),
        ("need", "Ketchup & Mayonnaise", "Ketchup", None),
        ("need", "Ketchup & Mayonnaise", "Mayonnaise", None),
        ("need", "Spoons", None, None),
        ("excess", "Rice", None, "Rice"),
    ]
    kept = NeedList.objects.values(
        "lines_read", "lines_mapped", "posts_new", "posts_kept", "posts_withdrawn", "imported_at"
    )
    assert list(kept) == [
        {
            "lines_read": 5,
            "lines_mapped": 4,
            "posts_new": 4,
            "posts_kept": 0,
            "posts_withdrawn": 0,
            "imported_at": NOW,
        }
    ]


def test_events_are_the_organizations_and_in_its_cells(importer: Importer) -> None:
    importer([a_list(needs="UHT Milk", excess="Rice")])
    pantry = Organization.objects.get()
    events = DomainEvent.objects.filter(type__in=["request.created", "listing.created"])
    assert {(e.type, e.payload["food"], e.payload["grams"]) for e in events} == {
        ("request.created", "uht-milk", 10_300),
        ("listing.created", "rice", 10_000),
    }
    for event in events:
        assert event.payload["participants"] == [str(pantry.pseudonym)]
        assert event.cells == ["gcpu", "gcpuu", "gcpuuz"] == pantry.cell_ancestry
        assert event.occurred_at == NOW


def test_the_same_file_again_changes_nothing(importer: Importer) -> None:
    lists = [a_list(needs="UHT Milk\nSpoons", excess="Rice"), a_list("brixton")]
    importer(lists)
    before = rows_of_everything()
    with clock.at(NOW + timedelta(days=30)):  # their time is over by now, and they are known
        report = importer(lists)
    assert rows_of_everything() == before
    assert report[1:] == [
        "organizations: 0 new · 0 updated · 2 unchanged · 0 skipped",
        "requests: 0 new · 0 kept · 0 withdrawn",
        "listings: 0 new · 0 kept · 0 withdrawn",
        "lines mapped: 0 of 0 (–)",
    ]


def test_a_newer_list_keeps_adds_and_takes_back(importer: Importer) -> None:
    importer([a_list(needs="UHT Milk\nTinned Fish\nToiletries", excess="Rice\nPasta")])
    milk = FoodRequest.objects.filter(food__slug="uht-milk")
    kept = {p.pk: (p.version, p.needed_by) for p in milk}
    newer = a_list(needs="Milk - long life\nTea Bags", excess="Pasta", found=LATER)
    report = importer([newer])
    assert report[1:5] == [
        "organizations: 0 new · 1 updated · 0 unchanged · 0 skipped",
        "requests: 1 new · 1 kept · 2 withdrawn",
        "listings: 0 new · 1 kept · 1 withdrawn",
        "lines mapped: 3 of 3 (100.0 %)",
    ]
    assert asked() == {
        "uht-milk": "open",
        "tinned-sardine": "withdrawn",
        "any household-hygiene": "withdrawn",
        "tea": "open",
    }
    assert {p.pk: (p.version, p.needed_by) for p in milk.all()} == kept
    withdrawn = DomainEvent.objects.filter(type="request.withdrawn").order_by("payload__category")
    assert [(e.payload["category"], e.payload["requested_delta"]) for e in withdrawn] == [
        ("household-hygiene", -10_000),
        ("tinned-jars", -9_960),
    ]
    assert importer([newer])[1] == "organizations: 0 new · 0 updated · 1 unchanged · 0 skipped"


def test_an_older_list_is_skipped(importer: Importer) -> None:
    importer([a_list(needs="Tea Bags", found=LATER)])
    before = rows_of_everything()
    report = importer([a_list(needs="UHT Milk", found=FOUND)])
    assert report[1:3] == [
        "organizations: 0 new · 0 updated · 0 unchanged · 1 skipped",
        "  skipped, older than the one imported last: 1",
    ]
    assert rows_of_everything() == before


def test_of_several_lists_in_a_file_the_newest_counts_in_any_order(importer: Importer) -> None:
    lists = [
        a_list(needs="Tea Bags", found=LATER),
        a_list(needs="UHT Milk", found=FOUND),
        a_list(needs="Rice", found="2026-01-14T00:00:00+00:00"),
    ]
    report = importer(lists)
    assert report[0] == "lists: 3 read · 0 unusable · 2 superseded within the file"
    assert asked() == {"tea": "open"}
    assert NeedList.objects.count() == 1


def test_what_ended_meanwhile_and_is_named_again_is_asked_for_anew(importer: Importer) -> None:
    importer([a_list(needs="UHT Milk")])
    with clock.at(NOW + timedelta(days=7)):  # its fourteen days are over
        report = importer([a_list(needs="UHT Milk", found="2026-01-25T12:00:00")])
    assert report[2] == "requests: 1 new · 0 kept · 0 withdrawn"
    assert FoodRequest.objects.filter(food__slug="uht-milk").count() == 2


@pytest.mark.parametrize(
    "needs", ["Nothing", "unknown", "Facebook", "", None, "  \n ", "See Facebook.", "• Nothing"]
)
def test_lists_that_say_nothing_ask_for_nothing(importer: Importer, needs: str | None) -> None:
    report = importer([a_list(needs=needs)])
    assert report[1:] == [
        "organizations: 1 new · 0 updated · 0 unchanged · 0 skipped",
        "requests: 0 new · 0 kept · 0 withdrawn",
        "listings: 0 new · 0 kept · 0 withdrawn",
        "lines mapped: 0 of 0 (–)",
    ]


def test_lists_whose_time_is_over_are_skipped(importer: Importer) -> None:
    lists = [a_list(found="2026-01-06T11:59:59"), a_list("brixton", found="2026-01-06T12:00:01")]
    report = importer(lists)
    assert report[1:3] == [
        "organizations: 1 new · 0 updated · 0 unchanged · 1 skipped",
        "  skipped, its time is over: 1",
    ]
    report = importer(lists, "--days", "15")
    assert report[1] == "organizations: 1 new · 0 updated · 1 unchanged · 0 skipped"


def test_kilograms_are_an_option(importer: Importer) -> None:
    importer(
        [a_list(needs="UHT Milk\nSalt\nRice\nToiletries\nInfant formula")], "--kilograms", "0.5"
    )
    posts = FoodRequest.objects.select_related("food")
    assert {(p.food and p.food.slug, p.quantity, p.unit) for p in posts} == {
        ("uht-milk", Decimal(1), "l"),  # at least one
        ("salt", Decimal("0.5"), "kg"),
        ("rice", Decimal("0.5"), "kg"),
        ("infant-formula", Decimal(1), "tin"),
        (None, Decimal(1), "pack"),
    }


def test_dry_run_says_the_same_and_writes_nothing(importer: Importer) -> None:
    importer([a_list(needs="UHT Milk\nRice", excess="Pasta"), a_list("known")])
    lists = [
        a_list(needs="UHT Milk\nTea Bags", found=LATER),
        a_list("brixton", needs="Spoons\nSalt", excess="Rice"),
        a_list("known"),
        a_list("nowhere"),
    ]
    places = {"pimlico": "51.5,-0.14", "brixton": "51.46,-0.11", "known": "51.5,-0.1"}
    before = rows_of_everything()
    dry = importer(lists, "--dry-run", places=places)
    assert rows_of_everything() == before
    assert dry[-1] == "dry run: nothing was written"
    assert importer(lists, places=places) == dry[:-1]


def test_the_imports_account_has_no_way_in(importer: Importer) -> None:
    importer([a_list(), a_list("brixton")])
    account = User.objects.get()
    assert account.email == "need-lists@import.invalid"
    assert not account.has_usable_password()
    assert not EmailAddress.objects.filter(user=account).exists()
    assert not account.is_superuser
    assert account.get_all_permissions() == set()
    assert authenticate(email=account.email, password="") is None
    roles = Membership.objects.values_list("organization__name", "role")
    assert set(roles) == {("Pimlico Foodbank", Role.OWNER), ("Brixton Foodbank", Role.OWNER)}


def test_new_accounts_limits_do_not_hold_an_import_back(importer: Importer, settings) -> None:
    settings.NEWCOMER_DAYS = 7
    settings.NEWCOMER_POSTS_A_DAY = 1
    assert importer([a_list(needs="UHT Milk\nRice\nSalt")])[2].startswith("requests: 3 new")


def queries_of(importer: Importer, lists: list[dict[str, object]]) -> int:
    with CaptureQueriesContext(
        connection,
    ) as queries:
        importer(lists)
    return len(queries)


def test_queries_grow_with_posts_alone(importer: Importer) -> None:
    """A food bank takes as many whatever the file holds; a post as many whatever the list holds."""
    foods = ["UHT Milk", "Rice", "Salt", "Tea", "Sugar"]
    importer([a_list("first")])  # the account
    one, three, five = (
        queries_of(importer, [a_list(f"bank-{count}", needs="\n".join(foods[:count]))])
        for count in (1, 3, 5)
    )
    each = (three - one) / 2
    assert five - three == 2 * each
    assert each == 9
    nothing = queries_of(importer, [])
    repeat = queries_of(
        importer, [a_list(f"bank-{count}", needs="\n".join(foods[:count])) for count in (1, 3, 5)]
    )
    assert (repeat - nothing) / 3 <= 8
    assert one - nothing <= 44


def test_unmapped_lines_come_most_frequent_first(importer: Importer) -> None:
    report = importer(
        [
            a_list("a", needs="Gravy\nSpoons\nRice"),
            a_list("b", needs="spoons!\nVouchers"),
            a_list("c", needs="• SPOONS"),
        ]
    )
    assert report[-4:] == [
        "lines mapped: 1 of 6 (16.7 %)",
        "  3 × Spoons",
        "  1 × Gravy",
        "  1 × Vouchers",
    ]


def test_categories_are_asked_for_by_their_usual_unit(importer: Importer) -> None:
    importer([a_list(needs="Fresh Fruit & Veg")])
    assert asked() == {"any fruit": "open", "any vegetables": "open"}
    assert Category.objects.get(slug="fruit").default_unit == "kg"
