"""What the pages of listings and requests share."""

import re
from collections.abc import Callable
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any
from uuid import uuid4
from zoneinfo import ZoneInfo

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from accounts import services as people
from accounts.models import Organization, User
from catalog.models import Food
from core import clock
from core.events.models import DomainEvent
from listings.models import Listing
from posts import services as posts
from requests_app.models import FoodRequest
from tests.factories import make_organization, make_user
from tests.posts.kinds import LISTING, REQUEST, D, Kind, facts

pytestmark = pytest.mark.django_db
PARIS = ZoneInfo("Europe/Paris")  # where everybody lives
HTMX = {"HX-Request": "true"}
ROOTS = {"listing": "/listings", "request": "/requests"}
SignIn = Callable[[User], Client]


@pytest.fixture
def signed_in() -> SignIn:
    def client(user: User) -> Client:
        browser = Client()
        browser.force_login(user)
        return browser

    return client


def path(kind: Kind, post: Any = None, verb: str = "") -> str:
    parts = [ROOTS[kind.name], *([str(post.pk)] if post else []), *([verb] if verb else [])]
    return "/".join(parts) + "/"


def new(kind: Kind, **values: Any) -> dict[str, Any]:
    """What a browser sends for the least that makes a post."""
    form = {
        "id": str(uuid4()),
        "food": "Tomato",
        "food_slug": "tomato",
        "quantity": "3",
        "unit": "kg",
        "when": "tomorrow",
        "until": "",
        "town": "",
        "latitude": "",
        "longitude": "",
    }
    if kind is LISTING:
        form |= {"available_from": "2026-01-01T08:00", "storage": ""}
    return {**form, **values}


def only(kind: Kind) -> Any:
    """The one post there is."""
    return {"listing": Listing, "request": FoodRequest}[kind.name].rows().get()


# --- A new one ------------------------------------------------------------------------------------


def test_a_new_one_is_made_and_shown(kind: Kind, signed_in: SignIn, giver: User) -> None:
    browser = signed_in(giver)

    response = browser.post(path(kind, verb="new"), sent := new(kind))

    post = only(kind)
    assert (response.status_code, response["Location"]) == (302, path(kind, post))
    assert str(post.pk) == sent["id"]
    assert (post.owner, post.food.slug, post.quantity, post.unit) == (giver, "tomato", D(3), "kg")
    assert post.cell == giver.home_cell
    shown = [browser.get(response["Location"]).text for _ in range(2)]
    assert ['class="done__title"' in page for page in shown] == [True, False]


def test_a_double_tap_makes_one(kind: Kind, signed_in: SignIn, giver: User) -> None:
    browser, sent = signed_in(giver), new(kind)

    first, second = (browser.post(path(kind, verb="new"), sent) for _ in range(2))

    assert first["Location"] == second["Location"] == path(kind, only(kind))
    assert len(facts(only(kind))) == 1


def test_a_form_sent_before_with_other_words_asks_and_becomes_a_new_one(
    kind: Kind, signed_in: SignIn, giver: User
) -> None:
    browser, sent = signed_in(giver), new(kind)
    browser.post(path(kind, verb="new"), sent)

    again = browser.post(path(kind, verb="new"), {**sent, "quantity": "5"})

    form = again.context["form"]
    assert again.status_code == 422
    assert "You have sent this form already." in again.text
    assert form["quantity"].value() == "5"
    fresh = form["id"].value()
    assert fresh != sent["id"]
    third = browser.post(path(kind, verb="new"), {**sent, "quantity": "5", "id": fresh})
    assert third.status_code == 302


def test_the_form_brings_its_own_id_each_time(kind: Kind, signed_in: SignIn, giver: User) -> None:
    browser = signed_in(giver)

    ids = {browser.get(path(kind, verb="new")).context["form"]["id"].value() for _ in range(2)}

    assert len(ids) == 2


def test_a_food_typed_without_choosing_is_found(kind: Kind, signed_in: SignIn, giver: User) -> None:
    browser = signed_in(giver)

    browser.post(path(kind, verb="new"), new(kind, food="tomatoes", food_slug=""))

    assert only(kind).food.slug == "tomato"


def test_a_food_in_the_persons_own_language_is_found(kind: Kind, signed_in: SignIn) -> None:
    browser = signed_in(make_user(language="es"))

    browser.post(path(kind, verb="new"), new(kind, food="huevos", food_slug="", unit="piece"))

    assert only(kind).food.slug == "egg"


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("courgets", "We know no food called “courgets”. Did you mean: Courgette, Edible flowers?"),
        ("zzz", "We know no food called “zzz”. Try another word."),
    ],
)
def test_an_unknown_food_is_said_with_what_comes_near(
    kind: Kind, typed: str, said: str, signed_in: SignIn, giver: User
) -> None:
    response = signed_in(giver).post(
        path(kind, verb="new"), new(kind, food=typed, food_slug="", quantity="7")
    )

    assert response.status_code == 422
    assert response.context["form"].errors["food"] == [said]
    assert response.context["form"]["quantity"].value() == "7"


@pytest.mark.parametrize(
    ("values", "field", "said"),
    [
        ({"quantity": "0"}, "quantity", "Say how much: more than 0."),
        ({"quantity": ""}, "quantity", "Say how much: more than 0."),
        ({"quantity": "1,5"}, "quantity", "Enter a number."),
        (
            {"unit": "loaf"},
            "unit",
            "This food is not measured in “loaf”. Use one of: box, g, kg, piece.",
        ),
        ({"when": ""}, "when", "Say until when."),
        ({"until": "2026-01-02T10:00"}, "until", "This is in the past."),
        ({"until": "soon"}, "until", "Enter a valid date/time."),
        ({"town": "Nowheresville"}, "town", "No town by this name. Try another one nearby."),
        ({"id": "x"}, "id", "Enter a valid UUID."),
        ({"food": "\x00"}, "food", "Null characters are not allowed."),
    ],
)
def test_what_is_wrong_is_said_at_its_field_and_the_rest_stays(
    kind: Kind, values: dict[str, str], field: str, said: str, signed_in: SignIn, giver: User
) -> None:
    sent = new(kind, **{"quantity": "4", **values})

    response = signed_in(giver).post(path(kind, verb="new"), sent)

    form = response.context["form"]
    assert response.status_code == 422
    assert form.errors == {field: [said]}
    assert {name: form[name].value() for name in sent if name in form.fields} == {
        name: value for name, value in sent.items() if name in form.fields
    }


def test_a_moment_of_ones_own_counts_in_ones_own_zone(kind: Kind, signed_in: SignIn) -> None:
    browser = signed_in(make_user(timezone="Asia/Tokyo"))

    browser.post(path(kind, verb="new"), new(kind, until="2030-01-02T18:00", when="tomorrow"))

    assert getattr(only(kind), kind.end).isoformat() == "2030-01-02T09:00:00+00:00"


def test_a_link_from_the_catalog_brings_the_food_along(
    kind: Kind, signed_in: SignIn, giver: User
) -> None:
    form = signed_in(giver).get(path(kind, verb="new") + "?food=egg").context["form"]

    assert (form["food"].value(), form["food_slug"].value()) == ("Egg", "egg")
    assert form["unit"].value() == Food.objects.get(slug="egg").default_unit
    assert [value for value, _ in form.fields["unit"].widget.choices] == (
        Food.objects.get(slug="egg").units()
    )


def test_a_place_chosen_on_the_map_counts(kind: Kind, signed_in: SignIn, giver: User) -> None:
    sent = new(kind, latitude="45.790000", longitude="4.910000")

    signed_in(giver).post(path(kind, verb="new"), sent)

    point = only(kind).exact_place.point
    assert (point.lat, point.lon) == (45.79, 4.91)


def test_a_town_counts_where_no_map_is(kind: Kind, signed_in: SignIn, giver: User) -> None:
    signed_in(giver).post(path(kind, verb="new"), new(kind, town="Marseille"))

    assert only(kind).cell.startswith("spey")


def test_who_has_no_home_is_asked_where(kind: Kind, signed_in: SignIn) -> None:
    browser = signed_in(make_user(home=None))

    page = browser.get(path(kind, verb="new"))
    without = browser.post(path(kind, verb="new"), new(kind))
    placed = browser.post(path(kind, verb="new"), new(kind, town="Marseille"))

    assert 'name="town"' in page.text
    assert without.context["form"].errors == {"town": ["Say where: a town will do."]}
    assert placed.status_code == 302


@pytest.fixture
def pantry(giver: User) -> Organization:
    return make_organization(by=giver, name="Quay Pantry", place=(43.3, 5.37))


def test_an_organization_can_be_spoken_for(
    kind: Kind, signed_in: SignIn, giver: User, pantry: Organization
) -> None:
    browser = signed_in(giver)

    browser.post(path(kind, verb="new"), new(kind, organization=str(pantry.pk)))

    assert only(kind).organization == pantry
    assert only(kind).cell == pantry.cell


def test_for_oneself_is_what_is_chosen_at_first(
    kind: Kind, signed_in: SignIn, giver: User, pantry: Organization
) -> None:
    form = signed_in(giver).get(path(kind, verb="new")).context["form"]

    assert form.fields["organization"].choices == [
        ("me", "Myself"),
        (str(pantry.pk), "Quay Pantry"),
    ]
    assert form["organization"].value() == "me"


def test_nobody_speaks_for_an_organization_of_others(
    kind: Kind, signed_in: SignIn, giver: User, stranger: User, pantry: Organization
) -> None:
    make_organization(by=stranger)

    response = signed_in(stranger).post(
        path(kind, verb="new"), new(kind, organization=str(pantry.pk))
    )

    assert response.status_code == 422
    assert list(response.context["form"].errors) == ["organization"]


def test_the_units_follow_the_food() -> None:
    of_eggs = Client().get("/listings/units?food_slug=egg").text
    of_nothing = Client().get("/listings/units?food_slug=").text

    egg = Food.objects.get(slug="egg")
    assert [line.split('"')[1] for line in of_eggs.split("<option ")[1:]] == egg.units()
    assert of_nothing.count("<option ") == 16
    assert Client().get("/listings/units?food_slug=%00").status_code == 200


# --- One ------------------------------------------------------------------------------------------


def test_the_page_says_how_much_until_when_and_by_whom(
    kind: Kind, signed_in: SignIn, giver: User, stranger: User
) -> None:
    noon = clock.now().astimezone(PARIS).replace(hour=12, minute=0, second=0, microsecond=0)
    end = noon + timedelta(days=1)
    post = kind.make(by=giver, quantity="3", **{kind.end: end})
    posts.hold(post, quantity=D(1), actor=giver.pseudonym)

    page = signed_in(stranger).get(path(kind, post)).context["page"]

    told = {fact.label: (fact.text, fact.iso) for fact in page.facts}
    assert told["How much"] == ("3 kg", "")
    assert told["Still open"] == ("2 kg", "")
    assert told["When"] == ("until tomorrow 12:00", getattr(post, kind.end).isoformat())
    assert told["From" if kind is LISTING else "For"] == ("A neighbour", "")
    assert "Promised" not in told
    assert (page.title, page.is_own, page.is_open) == ("Tomato", False, True)
    assert page.state_text == post.text_for_others()


def test_its_own_side_sees_the_books_and_what_can_be_done(
    kind: Kind, signed_in: SignIn, giver: User
) -> None:
    post = kind.make(by=giver, quantity="3")
    posts.hold(post, quantity=D(1), actor=giver.pseudonym)

    response = signed_in(giver).get(path(kind, post))

    told = {fact.label: fact.text for fact in response.context["page"].facts}
    assert (told["Promised"], told["Still open"]) == ("1 kg", "2 kg")
    assert told["From" if kind is LISTING else "For"] == "You"
    assert response.context["page"].state_text == post.text_for_owner()
    for verb in ("edit", "extend", "withdraw"):
        assert path(kind, post, verb) in response.text
    assert "/exchanges/new/" not in response.text


def test_others_can_answer_it(kind: Kind, signed_in: SignIn, giver: User, stranger: User) -> None:
    post = kind.make(by=giver)

    text = signed_in(stranger).get(path(kind, post)).text

    assert f'href="/exchanges/new/?{kind.name}={post.pk}"' in text
    assert path(kind, post, "edit") not in text


def test_quantities_are_told_in_the_viewers_units(
    kind: Kind, signed_in: SignIn, giver: User
) -> None:
    post = kind.make(by=giver, quantity="3")

    page = signed_in(make_user(units="imperial")).get(path(kind, post)).context["page"]

    assert page.facts[0].text == "6.61 lb"


def test_nothing_exact_is_on_any_page_for_others(
    kind: Kind, signed_in: SignIn, giver: User, stranger: User
) -> None:
    post = kind.make(by=giver, place=(45.761234, 4.839876))

    for browser in (signed_in(stranger), Client()):
        text = browser.get(path(kind, post)).text
        for secret in ("45.761", "4.8398", giver.display_name, giver.email, str(giver.pseudonym)):
            assert secret not in text


def test_what_people_write_stays_words(
    kind: Kind, signed_in: SignIn, giver: User, stranger: User
) -> None:
    evil = "<script>alert(1)</script><b hx-get=/x>"
    field = "title" if kind is LISTING else "note"
    post = kind.make(by=giver, **{field: evil})

    text = signed_in(stranger).get(path(kind, post)).text

    assert "<script>alert" not in text
    assert "<b hx-get" not in text
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in text


@pytest.mark.parametrize("state", ["done", "expired", "withdrawn"])
def test_an_old_link_says_what_became_of_it_and_nothing_else(
    kind: Kind, state: str, signed_in: SignIn, giver: User, stranger: User
) -> None:
    post = kind.in_state(getattr(kind, state, state), giver)

    response = signed_in(stranger).get(path(kind, post))

    assert response.status_code == 410
    assert post.text_for_others() in response.text
    assert "Tomato" in response.text
    assert "3 kg" not in response.text
    assert "/exchanges/new/" not in response.text


def test_an_old_link_to_what_nobody_has_closed_yet_says_that_it_is_over(
    kind: Kind, signed_in: SignIn, giver: User, stranger: User
) -> None:
    post = kind.make(by=giver)

    with clock.at(getattr(post, kind.end) + timedelta(seconds=1)):
        response = signed_in(stranger).get(path(kind, post))

    assert response.status_code == 410
    assert "is over." in response.text


# --- Changing it ----------------------------------------------------------------------------------


def filled(form: Any) -> dict[str, Any]:
    """What a browser would send for a form as it is shown."""
    with timezone.override(PARIS):
        values = {name: form[name].value() for name in form.fields}
    return {
        name: ""
        if value is None
        else f"{value:%Y-%m-%dT%H:%M}"
        if isinstance(value, datetime)
        else value
        for name, value in values.items()
    }


def test_an_edit_that_touches_nothing_changes_nothing(
    kind: Kind, signed_in: SignIn, giver: User
) -> None:
    post, browser = kind.make(by=giver), signed_in(giver)
    form = browser.get(path(kind, post, "edit")).context["form"]

    response = browser.post(path(kind, post, "edit"), filled(form))

    assert (response.status_code, response["Location"]) == (302, path(kind, post))
    assert len(facts(post)) == 1


def test_an_edit_changes_what_was_touched_and_not_the_place(
    kind: Kind, signed_in: SignIn, giver: User
) -> None:
    post, browser = kind.make(by=giver, place=(45.79, 4.91)), signed_in(giver)
    form = browser.get(path(kind, post, "edit")).context["form"]

    browser.post(path(kind, post, "edit"), {**filled(form), "quantity": "4.5", "diets": ["vegan"]})

    before = post.cell, getattr(post, kind.end)
    post.refresh_from_db()
    assert (post.quantity, post.diets) == (Decimal("4.5"), ["vegan"])
    assert (post.cell, getattr(post, kind.end)) == before


def test_an_edit_below_what_is_promised_says_so(kind: Kind, signed_in: SignIn, giver: User) -> None:
    post, browser = kind.make(by=giver, quantity="3"), signed_in(giver)
    posts.hold(post, quantity=D(2), actor=giver.pseudonym)
    form = browser.get(path(kind, post, "edit")).context["form"]

    response = browser.post(path(kind, post, "edit"), {**filled(form), "quantity": "1"})

    assert response.status_code == 422
    said = ["2 kg are promised or handed over already."]
    assert response.context["form"].errors == {"quantity": said}
    assert response.context["form"]["quantity"].value() == "1"


def test_an_edit_of_what_has_ended_says_so(kind: Kind, signed_in: SignIn, giver: User) -> None:
    post, browser = kind.make(by=giver), signed_in(giver)
    form = browser.get(path(kind, post, "edit")).context["form"]
    kind.call("withdraw", post, by=giver)

    response = browser.post(path(kind, post, "edit"), {**filled(form), "quantity": "1"})

    assert response.status_code == 422
    assert response.context["form"].non_field_errors() == ["This has ended."]


def test_one_tap_gives_one_more_day(kind: Kind, signed_in: SignIn, giver: User) -> None:
    post, browser = kind.make(by=giver), signed_in(giver)
    tap = browser.get(path(kind, post)).context["more_time"]

    response = browser.post(path(kind, post, "extend"), {"until": tap.value})

    day = getattr(post, kind.end).astimezone(PARIS).date() + timedelta(days=1)
    post.refresh_from_db()
    assert response["Location"] == path(kind, post)
    end = getattr(post, kind.end).astimezone(PARIS)
    assert f"{end:%Y-%m-%dT%H:%M}" == f"{day}T20:00"
    assert tap.label.startswith("until ")


def test_one_tap_opens_an_expired_one_again(kind: Kind, signed_in: SignIn, giver: User) -> None:
    post, browser = kind.in_state("expired", giver), signed_in(giver)
    with clock.at(getattr(post, kind.end) + timedelta(hours=1)):
        tap = browser.get(path(kind, post)).context["more_time"]
        browser.post(path(kind, post, "extend"), {"until": tap.value})

    post.refresh_from_db()
    assert post.state == kind.open


@pytest.mark.parametrize(
    ("sent", "field"),
    [({}, "when"), ({"when": "never"}, "when"), ({"until": "2020-01-01T00:00"}, "until")],
)
def test_more_time_needs_a_time_ahead(
    kind: Kind, sent: dict[str, str], field: str, signed_in: SignIn, giver: User
) -> None:
    post = kind.make(by=giver)

    response = signed_in(giver).post(path(kind, post, "extend"), sent)

    assert response.status_code == 422
    assert list(response.context["form"].errors) == [field]


def test_taking_back_asks_first(kind: Kind, signed_in: SignIn, giver: User) -> None:
    post, browser = kind.make(by=giver), signed_in(giver)

    asked = browser.get(path(kind, post, "withdraw"))
    post.refresh_from_db()
    assert (asked.status_code, post.state) == (200, kind.open)

    response = browser.post(path(kind, post, "withdraw"))
    post.refresh_from_db()
    assert (response["Location"], post.state) == (path(kind, post), "withdrawn")


def test_taking_back_what_is_done_says_why_not(kind: Kind, signed_in: SignIn, giver: User) -> None:
    post, browser = kind.in_state(kind.done, giver), signed_in(giver)

    response = browser.post(path(kind, post, "withdraw"), follow=True)

    assert [str(message) for message in response.context["messages"]] == ["This has ended."]


# --- Lists ----------------------------------------------------------------------------------------


def test_mine_are_those_of_my_side_and_the_ended_ones_apart(
    kind: Kind, signed_in: SignIn, giver: User, pantry: Organization, stranger: User
) -> None:
    browser = signed_in(giver)
    live = kind.make(by=giver, organization=pantry)
    ended = kind.in_state("withdrawn", giver)
    kind.make(by=stranger)

    now = browser.get(path(kind, verb="mine")).context["rows"]
    before = browser.get(path(kind, verb="mine") + "?ended").context["rows"]

    assert [row.url for row in now] == [path(kind, live)]
    assert [row.url for row in before] == [path(kind, ended)]
    assert now[0].text.endswith("· Quay Pantry")
    assert (before[0].badge, before[0].badge_tone) == ("Withdrawn", "neutral")


def test_mine_goes_on_where_the_page_ended(kind: Kind, signed_in: SignIn, giver: User) -> None:
    made = {path(kind, kind.make(by=giver)) for _ in range(21)}
    browser, root = signed_in(giver), path(kind, verb="mine")

    first = browser.get(root)
    second = browser.get(root + first.context["more_url"], headers=HTMX)

    urls = [row.url for page in (first, second) for row in page.context["rows"]]
    assert (len(urls), set(urls)) == (21, made)
    assert "<html" not in second.text
    assert second.context["more_url"] == ""
    assert browser.get(root + "?cursor=nonsense").status_code == 200


def test_nothing_of_ones_own_says_what_to_do(kind: Kind, signed_in: SignIn, giver: User) -> None:
    text = signed_in(giver).get(path(kind, verb="mine")).text

    assert f'href="{path(kind, verb="new")}"' in text


def test_an_organizations_newest_are_a_fragment_or_a_page(
    kind: Kind, giver: User, pantry: Organization
) -> None:
    shown = kind.make(by=giver, organization=pantry)
    kind.make(by=giver)
    kind.call("withdraw", kind.make(by=giver, organization=pantry), by=giver)
    root = f"{ROOTS[kind.name]}/of/{pantry.slug}/"

    page, fragment = Client().get(root), Client().get(root, headers=HTMX)

    assert [card.url for card in page.context["cards"]] == [path(kind, shown)]
    assert "<html" in page.text
    assert "<html" not in fragment.text
    assert path(kind, shown) in fragment.text
    assert Client().get(f"{ROOTS[kind.name]}/of/unknown/").status_code == 404


def test_queries_do_not_grow_with_rows(
    kind: Kind, signed_in: SignIn, giver: User, pantry: Organization
) -> None:
    browser, counts = signed_in(giver), []
    addresses = [path(kind, verb="mine"), f"{ROOTS[kind.name]}/of/{pantry.slug}/"]
    for address in addresses:
        browser.get(address)
    for _ in range(3):
        kind.make(by=giver, organization=pantry)
        for address in addresses:
            with CaptureQueriesContext(connection) as queries:
                browser.get(address)
            counts.append(len(queries))

    assert counts[0:2] == counts[2:4] == counts[4:6]


# --- Who may what ---------------------------------------------------------------------------------

ROLES = ("anonymous", "stranger", "owner", "coordinator", "member")
SIGN_IN = 302
# Status by role, in the order of ROLES, for what an organization posted.
PAGES: list[tuple[str, str, list[int]]] = [
    ("get", "", [200, 200, 200, 200, 200]),
    ("get", "edit", [SIGN_IN, 403, 200, 200, 403]),
    ("get", "extend", [SIGN_IN, 403, 200, 200, 403]),
    ("get", "withdraw", [SIGN_IN, 403, 200, 200, 403]),
    ("post", "edit", [SIGN_IN, 403, 422, 422, 403]),
    ("post", "extend", [SIGN_IN, 403, 422, 422, 403]),
    ("post", "withdraw", [SIGN_IN, 403, 302, 302, 403]),
    ("post", "", [405, 405, 405, 405, 405]),
]


@pytest.mark.parametrize(("method", "verb", "expected"), PAGES)
def test_permission_matrix(
    kind: Kind,
    method: str,
    verb: str,
    expected: list[int],
    signed_in: SignIn,
    giver: User,
    taker: User,
    stranger: User,
    pantry: Organization,
) -> None:
    member = make_user()
    for user, role in ((taker, "coordinator"), (member, "member")):
        people.add_member(organization=pantry, by=giver, email=user.email, role=role)
    browsers = [Client(), *(signed_in(user) for user in (stranger, giver, taker, member))]

    seen = []
    for browser in browsers:
        post = kind.make(by=giver, organization=pantry)
        seen.append(getattr(browser, method)(path(kind, post, verb)).status_code)

    assert dict(zip(ROLES, seen, strict=True)) == dict(zip(ROLES, expected, strict=True))


@pytest.mark.parametrize("verb", ["new", "mine"])
def test_ones_own_pages_ask_to_sign_in_and_lead_back(kind: Kind, verb: str) -> None:
    response = Client().get(path(kind, verb=verb))

    assert response.status_code == 302
    assert response["Location"] == f"/accounts/login/?next={path(kind, verb=verb)}"


@pytest.mark.parametrize("verb", ["edit", "extend", "withdraw"])
def test_what_one_may_not_know_of_is_404(
    kind: Kind, verb: str, signed_in: SignIn, giver: User, stranger: User
) -> None:
    post = kind.in_state("withdrawn", giver)

    assert signed_in(stranger).get(path(kind, post, verb)).status_code == 404
    assert signed_in(stranger).post(path(kind, post, verb)).status_code == 404


def test_no_page_writes_when_read(kind: Kind, signed_in: SignIn, giver: User) -> None:
    post, browser = kind.make(by=giver), signed_in(giver)
    events = DomainEvent.objects.count()
    addresses = [path(kind, post, verb) for verb in ("", "edit", "extend", "withdraw")]

    for address in [*addresses, path(kind, verb="new"), path(kind, verb="mine")]:
        assert browser.get(address).status_code == 200
        assert browser.head(address).status_code == 200

    post.refresh_from_db()
    assert (post.version, DomainEvent.objects.count()) == (1, events)


def test_every_write_needs_the_token(kind: Kind, giver: User) -> None:
    post = kind.make(by=giver)
    browser = Client(enforce_csrf_checks=True)
    browser.force_login(giver)
    addresses = [path(kind, post, verb) for verb in ("edit", "extend", "withdraw")]

    for address in [*addresses, path(kind, verb="new")]:
        assert browser.post(address, new(kind)).status_code == 403

    assert len(facts(post)) == 1


@pytest.mark.parametrize("language", ["en", "es", "fr"])
def test_every_page_speaks_each_language(kind: Kind, language: str, signed_in: SignIn) -> None:
    user = make_user(language=language)
    post, browser = kind.make(by=user, food="egg", unit="piece"), signed_in(user)
    addresses = [path(kind, post, verb) for verb in ("", "edit", "extend", "withdraw")]

    for address in [*addresses, path(kind, verb="new"), path(kind, verb="mine")]:
        response = browser.get(address)
        assert response["Content-Language"] == language
        assert f'<html lang="{language}"' in response.text
    name = {"en": "Egg", "es": "Huevo", "fr": "Œuf"}[language]
    assert browser.get(path(kind, post)).context["page"].title == name


def test_households_needs_are_hidden_from_those_not_signed_in(
    giver: User, signed_in: SignIn, stranger: User
) -> None:
    live, ended = REQUEST.make(by=giver), REQUEST.in_state("withdrawn", giver)

    assert Client().get(path(REQUEST, live)).status_code == 404
    assert Client().get(path(REQUEST, ended)).status_code == 404
    assert signed_in(stranger).get(path(REQUEST, live)).status_code == 200
    assert signed_in(stranger).get(path(REQUEST, ended)).status_code == 410


def test_without_a_food_it_says_what_is_missing(kind: Kind, signed_in: SignIn, giver: User) -> None:
    page = signed_in(giver).post(path(kind, verb="new"), new(kind, food="", food_slug=""))
    said = "Say what you have." if kind is LISTING else "Say what you need."
    assert page.context["form"].errors["food"] == [said]


def test_one_of_two_is_not_called_optional(signed_in: SignIn, giver: User) -> None:
    text = signed_in(giver).get("/requests/new/").content.decode()
    assert text.count("one of the two is enough") == 1
    assert not re.search(r'What do you need\? <span class="field__optional">', text)
