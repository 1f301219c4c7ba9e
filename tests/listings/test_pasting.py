from datetime import date
from decimal import Decimal
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client

from accounts.models import User
from listings.models import Listing
from listings.pasting.reading import read
from tests.factories import make_organization

pytestmark = pytest.mark.django_db
PATH = "/listings/new/table/"


@pytest.fixture
def at_giver(client: Client, giver: User) -> Client:
    client.force_login(giver)
    return client


def sent(table: str, **values: Any) -> dict[str, Any]:
    return {"id": str(uuid4()), "when": "tomorrow", "until": "", "table": table} | values


def meant(text: str) -> list[tuple[Any, ...]]:
    return [
        (line.food and line.food.slug, line.quantity, line.unit, line.best_before, line.note)
        for line in read(text)
    ]


def test_a_table_from_a_spreadsheet_is_read(db: None) -> None:
    heading = "Food\tQuantity\tUnit\tBest before\tNote\n"
    text = f"{heading}Tomato\t3\tkg\t2026-11-30\tRing twice\n\nbread\t12\n"
    assert meant(text) == [
        ("tomato", Decimal(3), "kg", date(2026, 11, 30), "Ring twice"),
        ("bread", Decimal(12), "loaf", None, ""),
    ]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("tomates;3,5;kilos", None),
        ("tomate;3,5;kilogramos;30/11/2026", ("tomato", Decimal("3.5"), "kg", date(2026, 11, 30))),
        ("Tomaten;1", None),
        ("tomato,2 kg", ("tomato", Decimal(2), "kg", None)),
        ("Tomato;2;KG;30.11.2026", ("tomato", Decimal(2), "kg", date(2026, 11, 30))),
    ],
)
def test_words_of_all_languages_are_understood(db: None, text: str, said: Any) -> None:
    if said is None:
        assert read(text)[0].errors != []
    else:
        assert meant(text) == [(*said, "")]


@pytest.mark.parametrize(
    ("text", "error"),
    [
        ("qwrtz;3;kg", "We know no food called “qwrtz”. Try another word."),
        (";3;kg", "Say what food."),
        ("tomato;many;kg", "“many” is no quantity."),
        ("tomato;3;furlongs", "We know no unit called “furlongs”."),
        ("tomato;3;kg;31/02/2026", "“31/02/2026” is no day; write it as 2026-12-25."),
    ],
)
def test_what_a_line_does_not_say_is_told_at_the_line(db: None, text: str, error: str) -> None:
    assert [line.errors for line in read(text)] == [[error]]


def test_it_is_looked_at_first_and_then_shared_once(at_giver: Client, giver: User) -> None:
    form = sent("Tomato\t3\tkg\nBread\t12\tloaf")
    looked = at_giver.post(PATH, form)
    assert (looked.status_code, looked.context["is_clear"]) == (200, True)
    assert Listing.objects.count() == 0
    for _time in range(2):
        assert at_giver.post(PATH, form | {"share": "1"})["Location"] == "/listings/mine/"
    shared = Listing.objects.order_by("food__slug").values_list("food__slug", "quantity", "owner")
    assert list(shared) == [
        ("bread", Decimal(12), giver.pk),
        ("tomato", Decimal(3), giver.pk),
    ]


def test_one_line_that_is_wrong_holds_back_all(at_giver: Client) -> None:
    table = "Tomato\t3\tkg\nqwrtz\t12\tloaf"
    answer = at_giver.post(PATH, sent(table, share="1"))
    assert answer.status_code == 422
    assert table in answer.content.decode()
    assert "We know no food called “qwrtz”." in answer.content.decode()
    assert Listing.objects.count() == 0


def test_what_the_service_refuses_is_told_at_the_line(at_giver: Client) -> None:
    answer = at_giver.post(PATH, sent("Tomato\t3\tkg\nTomato\t3\tloaf", share="1"))
    assert answer.status_code == 422
    assert [bool(line.errors) for line in answer.context["form"].lines] == [False, True]
    assert Listing.objects.count() == 0


def test_a_pantry_shares_in_its_name(at_giver: Client, giver: User) -> None:
    pantry = make_organization(by=giver, name="Quay Pantry")
    at_giver.post("/organizations/quay-pantry/act/")
    form = at_giver.get(PATH).context["form"]
    assert form["organization"].value() == str(pantry.pk)
    at_giver.post(PATH, sent("Tomato;3", organization=str(pantry.pk), share="1"))
    assert Listing.objects.get().organization == pantry


@pytest.mark.parametrize(
    ("table", "said"),
    [("\n \n", "This field is required."), ("tomato;1\n" * 101, "At most 100 lines at once.")],
)
def test_tables_of_nothing_or_too_much_are_refused(at_giver, table: str, said: str) -> None:
    answer = at_giver.post(PATH, sent(table))
    assert (answer.status_code, answer.context["form"].errors) == (422, {"table": [said]})


def test_nobody_must_sign_in_and_a_stranger_shares_for_no_pantry(
    client: Client, giver: User, stranger: User
) -> None:
    assert client.get(PATH)["Location"] == f"/accounts/login/?next={PATH}"
    pantry = make_organization(by=giver)
    client.force_login(stranger)
    client.post(PATH, sent("Tomato;3", organization=str(pantry.pk), share="1"))
    assert Listing.objects.filter(organization=pantry).count() == 0
