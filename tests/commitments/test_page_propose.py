from datetime import UTC, datetime, timedelta
from decimal import Decimal
from uuid import uuid4

import pytest
from django.test import Client

from accounts.models import User
from commitments import services
from commitments.models import Commitment
from core import clock
from core.events.models import DomainEvent
from listings import services as listing_services
from tests.factories import make_commitment, make_listing, make_organization, make_request

pytestmark = pytest.mark.django_db
MORNING = datetime(2026, 8, 20, 7, 0, tzinfo=UTC)  # nine o'clock in Paris
NOBODYS = "7c9e6679-7425-40de-944b-e07fc1f90ae7"


@pytest.fixture(autouse=True)
def _in_the_morning():
    with clock.at(MORNING):
        yield


@pytest.fixture
def taker(taker: User) -> User:
    taker.timezone = "Europe/Paris"
    taker.save()
    return taker


@pytest.fixture
def listing(giver):
    return make_listing(by=giver, quantity="3", available_until=MORNING + timedelta(days=2))


@pytest.fixture
def tom(client: Client, taker: User) -> Client:
    client.force_login(taker)
    return client


def url(post) -> str:
    return f"/exchanges/new/?{post.subject_type}={post.pk}"


def typed(**values: str) -> dict[str, str]:
    return {
        "id": str(uuid4()),
        "quantity": "2",
        "window": "2026-08-20.afternoon",
        "travel": "collect",
        **values,
    }


def errors(page) -> dict[str, list[str]]:
    assert page.status_code == 422
    return {name: list(found) for name, found in page.context["form"].errors.items()}


def test_form_comes_with_sensible_answers(tom, listing):
    form = tom.get(url(listing)).context["form"]
    assert [(field.name, field.value()) for field in form.visible_fields()] == [
        ("quantity", "3"),
        ("day", None),
        ("first", None),
        ("last", None),
        ("meeting_point", None),
        ("message", None),
        ("window", "2026-08-20.morning"),
        ("travel", "collect"),
    ]
    assert form.fields["quantity"].help_text == "3 kg left"


def test_proposal_is_made_and_shown(tom, listing, giver, taker):
    page = tom.post(url(listing), typed(message="At five?"), follow=True)
    made = Commitment.objects.get()
    assert page.redirect_chain == [(f"/exchanges/{made.pk}/", 302)]
    assert [str(m) for m in page.context["messages"]] == ["Sent. You see here when they answer."]
    assert (made.giver, made.receiver, made.quantity, made.message, made.travel) == (
        giver,
        taker,
        Decimal(2),
        "At five?",
        "collect",
    )
    assert (made.handover_start, made.handover_end) == (
        datetime(2026, 8, 20, 10, 0, tzinfo=UTC),
        datetime(2026, 8, 20, 15, 0, tzinfo=UTC),
    )


def test_second_press_makes_nothing_new(tom, listing, books):
    form = typed()
    first = tom.post(url(listing), form)
    with clock.at(MORNING + timedelta(minutes=5)):
        second = tom.post(url(listing), form)
    assert (first.status_code, second["Location"]) == (302, first["Location"])
    assert books(listing) == ("active", 1, 2, 0)


def test_second_press_is_known_even_when_nothing_is_left(tom, listing, giver):
    form = typed(quantity="3")
    first = tom.post(url(listing), form)
    services.accept(commitment=Commitment.objects.get(), by=giver)
    listing_services.withdraw(listing=listing, by=giver)
    assert tom.post(url(listing), form)["Location"] == first["Location"]


def test_other_words_in_a_form_sent_before_make_a_new_one_when_sent_again(tom, listing):
    form = typed(quantity="1")
    tom.post(url(listing), form)
    page = tom.post(url(listing), {**form, "quantity": "2"})
    assert errors(page) == {
        "__all__": ["You have sent this form already. Send it again if you mean this as well."]
    }
    fresh = page.context["form"]["id"].value()
    assert tom.post(url(listing), {**form, "quantity": "2", "id": fresh}).status_code == 302
    assert sorted(Commitment.objects.values_list("quantity", flat=True)) == [1, 2]


def test_not_enough_says_what_is_left_and_keeps_the_rest(tom, listing, stranger):
    make_commitment(by=stranger, listing=listing, quantity="2")
    page = tom.post(url(listing), typed(quantity="1.5", message="Please"))
    assert errors(page) == {"quantity": ["Only 1 kg left."]}
    form = page.context["form"]
    assert (form["quantity"].value(), form["message"].value()) == ("1.5", "Please")
    assert form.fields["quantity"].help_text == "1 kg left"
    assert form.fields["quantity"].widget.attrs["max"] == "1"


def test_left_changes_while_the_form_is_open(tom, listing, stranger):
    """The post read for the form says three; by the time of the proposal one is left."""
    make_commitment(by=stranger, listing=listing, quantity="2")
    assert errors(tom.post(url(listing), typed())) == {"quantity": ["Only 1 kg left."]}
    assert Commitment.objects.count() == 1


def test_typed_time_is_the_viewers_and_wins_over_the_choice(tom, listing):
    time = {"day": "2026-08-21", "first": "18:00", "last": "19:30"}
    assert tom.post(url(listing), typed(**time)).status_code == 302
    made = Commitment.objects.get()
    assert (made.handover_start, made.handover_end) == (
        datetime(2026, 8, 21, 16, 0, tzinfo=UTC),
        datetime(2026, 8, 21, 17, 30, tzinfo=UTC),
    )


def test_typed_time_needs_no_choice(tom, listing):
    form = typed(day="2026-08-21", first="18:00", last="19:30")
    del form["window"]
    assert tom.post(url(listing), form).status_code == 302


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        ({"quantity": ""}, {"quantity": ["This field is required."]}),
        ({"quantity": "0"}, {"quantity": ["Give a quantity above zero."]}),
        ({"quantity": "lots"}, {"quantity": ["Enter a number."]}),
        ({"window": ""}, {"window": ["This field is required."]}),
        ({"window": "2026-08-19.evening"}, {"window": ["This time is over. Choose another one."]}),
        ({"travel": "fly"}, {"travel": None}),
        ({"travel": "meet"}, {"meeting_point": ["Say where you will meet."]}),
        ({"message": "x" * 1001}, {"message": None}),
        (
            {"day": "2026-08-21"},
            {
                "first": ["Give the day and both times."],
                "last": ["Give the day and both times."],
            },
        ),
        (
            {"first": "10:00", "last": "11:00"},
            {"day": ["Give the day and both times."]},
        ),
        (
            {"day": "2026-08-21", "first": "11:00", "last": "10:00"},
            {"window": ["The hand-over must end after it starts."]},
        ),
        (
            {"day": "2026-08-19", "first": "10:00", "last": "11:00"},
            {"window": ["This time has passed already."]},
        ),
        ({"id": "not an id"}, {"id": ["Enter a valid UUID."]}),
    ],
)
def test_what_is_wrong_is_said_by_field_and_nothing_is_lost(tom, listing, values, expected):
    page = tom.post(url(listing), typed(**values))
    found = errors(page)
    assert list(found) == list(expected)
    assert all(found[name] == said for name, said in expected.items() if said)
    assert page.context["form"]["quantity"].value() == values.get("quantity", "2")
    assert Commitment.objects.count() == 0


def test_offer_on_a_request(client, giver, taker):
    food_request = make_request(by=taker, quantity="4")
    client.force_login(giver)
    page = client.get(url(food_request))
    assert page.context["form"]["travel"].value() == "deliver"
    assert page.context["form"].fields["quantity"].help_text == "4 kg still needed"
    client.post(url(food_request), typed(travel="deliver", window="any"))
    made = Commitment.objects.get()
    assert (made.giver, made.receiver, made.proposed_by_giver) == (giver, taker, True)
    assert made.handover_end == food_request.needed_by


def test_own_request_for_the_same_food_is_joined_by_default(tom, listing, taker, books):
    food_request = make_request(by=taker, quantity="5")
    form = tom.get(url(listing)).context["form"]
    assert form["counterpart"].value() == food_request.pk
    tom.post(url(listing), typed(counterpart=str(food_request.pk)))
    assert Commitment.objects.get().request == food_request
    assert books(food_request) == ("open", 3, 2, 0)


def test_own_request_for_something_like_it_is_offered(tom, listing, taker):
    make_request(by=taker, food="courgette")
    make_request(by=taker, food="egg", unit="piece")
    page = tom.get(url(listing))
    assert page.context["form"]["counterpart"].value() is None
    assert "Courgette, 3 kg, until Saturday 09:00" in page.content.decode()
    assert "Egg" not in page.content.decode()


def test_what_others_posted_cannot_be_joined(tom, listing, taker, stranger):
    make_request(by=taker)
    foreign = make_request(by=stranger)
    page = tom.post(url(listing), typed(counterpart=str(foreign.pk)))
    assert list(errors(page)) == ["counterpart"]


def test_in_the_name_of_an_organization(tom, listing, taker):
    pantry = make_organization(by=taker)
    tom.post(url(listing), typed(organization=str(pantry.pk)))
    assert Commitment.objects.get().receiver_organization == pantry


def test_not_in_the_name_of_another(tom, listing, taker, stranger):
    make_organization(by=taker)
    foreign = make_organization(by=stranger)
    page = tom.post(url(listing), typed(organization=str(foreign.pk)))
    assert list(errors(page)) == ["organization"]


def test_own_food_is_refused(client, giver, listing):
    client.force_login(giver)
    page = client.post(url(listing), typed())
    assert errors(page) == {"__all__": ["This is your own. Choose someone to share it with."]}


def test_food_one_avoids_comes_with_a_warning(tom, taker, giver):
    taker.avoided_allergens = ["eggs"]
    taker.save()
    listing = make_listing(by=giver, food="egg", unit="piece", quantity="6")
    assert "Contains: " in tom.get(url(listing)).content.decode()


def test_what_one_may_not_see_is_404(tom, listing, giver):
    listing_services.withdraw(listing=listing, by=giver)
    assert tom.get(url(listing)).status_code == 404
    assert tom.post(url(listing), typed()).status_code == 404


@pytest.mark.parametrize(
    "query", ["", "?listing=", "?listing=tomato", f"?listing={NOBODYS}", f"?request={NOBODYS}"]
)
def test_about_nothing_is_404(tom, query):
    assert tom.get(f"/exchanges/new/{query}").status_code == 404


def test_nobody_is_asked_to_sign_in(client, listing):
    for answer in (client.get(url(listing)), client.post(url(listing), typed())):
        assert (answer.status_code, answer["Location"][:17]) == (302, "/accounts/login/?")
    assert Commitment.objects.count() == 0


def test_forged_form_is_refused(taker, listing):
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(taker)
    assert strict.post(url(listing), typed()).status_code == 403
    assert Commitment.objects.count() == 0


def test_reading_the_form_changes_nothing(tom, listing):
    before = DomainEvent.objects.count()
    tom.get(url(listing))
    assert (Commitment.objects.count(), DomainEvent.objects.count()) == (0, before)


def test_meeting_point_counts_only_if_they_meet(tom, listing):
    tom.post(url(listing), typed(quantity="1", meeting_point="The old bridge"))
    tom.post(url(listing), typed(quantity="2", travel="meet", meeting_point="The old bridge"))
    points = Commitment.objects.order_by("quantity").values_list("meeting_point", flat=True)
    assert list(points) == ["", "The old bridge"]


def test_an_eighth_of_a_kilogram_may_be_asked(tom, listing, books):
    tom.post(url(listing), typed(quantity="0.125"))
    assert books(listing)[2] == Decimal("0.125")
