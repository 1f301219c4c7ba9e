import re
from html import unescape

import pytest
from django.test import Client

from accounts.models import User
from commitments import services
from commitments.enums import Verb
from commitments.models import Commitment
from core import clock
from core.events.models import DomainEvent
from tests.factories import make_commitment, make_listing, make_request

pytestmark = pytest.mark.django_db
VERBS = [str(verb) for verb in Verb]
EXACT = "45.764043, 4.835659"


@pytest.fixture
def gina(client: Client, giver: User) -> Client:
    client.force_login(giver)
    return client


@pytest.fixture
def tom(taker) -> Client:
    client = Client()
    client.force_login(taker)
    return client


def url(commitment, tail: str = "") -> str:
    return f"/exchanges/{commitment.pk}/{tail}"


def text_of(page) -> str:
    return str(page.content.decode())


def said(page) -> list[str]:
    return [str(message) for message in page.context["messages"]]


def test_both_sides_read_their_own_text(gina, tom, proposed):
    assert "Tom Taker proposes this. What do you say?" in text_of(gina.get(url(proposed)))
    assert "Gina Giver has not answered yet." in text_of(tom.get(url(proposed)))


def test_exact_place_is_there_from_acceptance_to_the_end(gina, tom, proposed, giver):
    assert EXACT not in text_of(tom.get(url(proposed)))
    services.accept(commitment=proposed, by=giver)
    page = text_of(tom.get(url(proposed)))
    assert EXACT in page
    assert 'href="geo:45.764043,4.835659?q=45.764043,4.835659"' in page
    assert "openstreetmap.org/?mlat=45.764043&amp;mlon=4.835659#map=17/45.764043/4.835659" in page
    services.hand_over(commitment=proposed, by=giver)
    assert EXACT not in text_of(tom.get(url(proposed)))


def test_pickup_note_comes_with_the_place(tom, giver, taker):
    listing = make_listing(by=giver, pickup_note="Ring at the green gate")
    commitment = make_commitment(by=taker, listing=listing)
    assert "green gate" not in text_of(tom.get(url(commitment)))
    services.accept(commitment=commitment, by=giver)
    assert "green gate" in text_of(tom.get(url(commitment)))
    services.cancel(commitment=commitment, by=giver)
    assert "green gate" not in text_of(tom.get(url(commitment)))


def test_message_and_who_travels_are_told(gina, taker, listing):
    commitment = make_commitment(
        by=taker,
        listing=listing,
        travel="meet",
        meeting_point="The old bridge",
        message="At five by bike?\n<b>Yes</b>",
    )
    page = text_of(gina.get(url(commitment)))
    assert "You meet: The old bridge" in page
    assert "At five by bike?" in page
    assert "<b>Yes</b>" not in page


def steps(page) -> list[tuple[str, str]]:
    return [(step.title, step.state) for step in page.context["steps"]]


def test_timeline_of_a_proposal(gina, proposed):
    assert steps(gina.get(url(proposed))) == [
        ("Tom Taker proposed it", "done"),
        ("Answer", "now"),
        ("Hand-over", "next"),
    ]


def test_timeline_to_the_hand_over_and_the_dispute(tom, fulfilled, taker):
    services.dispute(commitment=fulfilled, by=taker)
    assert steps(tom.get(url(fulfilled))) == [
        ("You proposed it", "done"),
        ("Agreed", "done"),
        ("Handed over", "done"),
        ("You disagree", "failed"),
    ]


def test_timeline_of_what_came_to_nothing(gina, proposed, giver):
    services.decline(commitment=proposed, by=giver)
    assert steps(gina.get(url(proposed))) == [
        ("Tom Taker proposed it", "done"),
        ("Declined", "failed"),
    ]


def test_timeline_of_a_promise_that_was_cancelled(gina, accepted, giver):
    services.cancel(commitment=accepted, by=giver)
    assert steps(gina.get(url(accepted))) == [
        ("Tom Taker proposed it", "done"),
        ("Agreed", "done"),
        ("Cancelled", "failed"),
    ]


def test_proposal_taken_back_ends_the_timeline(gina, proposed, taker):
    services.cancel(commitment=proposed, by=taker)
    assert steps(gina.get(url(proposed)))[1:] == [("Cancelled", "failed")]


def test_listing_that_ended_stays_there_for_both_while_the_promise_stands(
    gina, tom, giver, accepted, listing
):
    address = f"/listings/{listing.pk}/"
    with clock.at(listing.available_until):
        for side in (gina, tom):
            assert f'href="{address}"' in text_of(side.get(url(accepted)))
            assert side.get(address).status_code == 200
        services.cancel(commitment=accepted, by=giver)
        assert f'href="{address}"' not in text_of(tom.get(url(accepted)))
        assert tom.get(address).status_code == 410


@pytest.mark.parametrize("tail", ["", "calendar.ics", *(f"{verb}/" for verb in VERBS)])
def test_stranger_gets_404_and_nobody_is_asked_to_sign_in(client, stranger, accepted, tail):
    address = url(accepted, tail)
    assert client.get(address).status_code == 302
    client.force_login(stranger)
    assert client.get(address).status_code == 404


@pytest.mark.parametrize("verb", VERBS)
def test_stranger_and_nobody_say_nothing(client, stranger, accepted, verb):
    address = url(accepted, f"{verb}/")
    answer = client.post(address)
    assert (answer.status_code, answer["Location"][:17]) == (302, "/accounts/login/?")
    client.force_login(stranger)
    assert client.post(address).status_code == 404
    assert Commitment.objects.get().state == "accepted"


def test_unknown_verb_is_404(gina, accepted):
    assert gina.get(url(accepted, "eat/")).status_code == 404
    assert gina.post(url(accepted, "eat/")).status_code == 404


def test_accept_needs_one_press(gina, proposed):
    page = gina.post(url(proposed, "accept/"), follow=True)
    assert page.redirect_chain == [(url(proposed), 302)]
    assert said(page) == ["Agreed. Both of you see now when and where."]
    assert Commitment.objects.get().state == "accepted"


def test_second_press_is_harmless(gina, proposed):
    gina.post(url(proposed, "accept/"))
    before = DomainEvent.objects.count()
    assert gina.post(url(proposed, "accept/")).status_code == 302
    assert DomainEvent.objects.count() == before


@pytest.mark.parametrize(
    ("verb", "title"),
    [("cancel", "Cancel this?"), ("hand-over", "How much did you hand over?")],
)
def test_question_is_asked_and_changes_nothing(gina, accepted, verb, title):
    page = gina.get(url(accepted, f"{verb}/"))
    assert title in text_of(page)
    assert Commitment.objects.get().state == "accepted"


def test_question_that_makes_no_sense_leads_back(gina, proposed):
    assert gina.get(url(proposed, "hand-over/"))["Location"] == url(proposed)


def test_cancelled_after_the_question(gina, accepted, listing, books):
    assert gina.post(url(accepted, "cancel/")).status_code == 422
    gina.post(url(accepted, "cancel/"), {"reason": "cannot_come"})
    assert Commitment.objects.get().state == "cancelled"
    assert books(listing) == ("active", 3, 0, 0)


def test_missed_and_disputed(gina, tom, accepted, after_window):
    with clock.at(after_window):
        assert "Did the hand-over not happen?" in text_of(gina.get(url(accepted, "missed/")))
        gina.post(url(accepted, "hand-over/"), {"quantity": "2"})
    assert "Did this not happen so?" in text_of(tom.get(url(accepted, "dispute/")))
    tom.post(url(accepted, "dispute/"))
    assert Commitment.objects.get().disputed_at is not None


def test_part_is_handed_over(gina, accepted, listing, books):
    page = gina.post(url(accepted, "hand-over/"), {"quantity": "0.5"}, follow=True)
    assert said(page) == ["Thank you! It counts from now on."]
    assert "You gave 0.5 kg to Tom Taker" in text_of(page)
    assert "0.5 kg of 2 kg" in text_of(page)
    assert books(listing)[1:] == (2.5, 0, 0.5)


@pytest.mark.parametrize("quantity", ["7", "0", "", "x"])
def test_impossible_part_is_422_and_keeps_what_was_typed(gina, accepted, quantity):
    page = gina.post(url(accepted, "hand-over/"), {"quantity": quantity})
    assert page.status_code == 422
    assert page.context["form"]["quantity"].value() == quantity
    assert list(page.context["form"].errors) == ["quantity"]


def test_refusal_is_told_on_the_exchanges_page(tom, proposed):
    page = tom.post(url(proposed, "accept/"), follow=True)
    assert said(page) == ["This is for the other side to say."]
    assert Commitment.objects.get().state == "proposed"


@pytest.mark.parametrize("verb", VERBS)
def test_forged_forms_are_refused(giver, accepted, verb):
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(giver)
    assert strict.post(url(accepted, f"{verb}/")).status_code == 403
    assert Commitment.objects.get().version == 2


def test_reading_changes_nothing(gina, accepted):
    before = (Commitment.objects.get().version, DomainEvent.objects.count())
    for tail in ("", "calendar.ics", *(f"{verb}/" for verb in VERBS)):
        gina.get(url(accepted, tail))
    assert (Commitment.objects.get().version, DomainEvent.objects.count()) == before


def test_calendar_entry_of_what_is_agreed(tom, accepted):
    answer = tom.get(url(accepted, "calendar.ics"))
    assert answer["Content-Type"] == "text/calendar; charset=utf-8"
    assert answer["Content-Disposition"] == 'attachment; filename="exchange.ics"'
    assert answer["Cache-Control"] == "no-store"
    lines = text_of(answer).replace("\r\n ", "").split("\r\n")
    assert f"UID:{accepted.pk}@foodcoord" in lines
    assert "SUMMARY:Tomato: You get 2 kg from Gina Giver" in lines
    assert "LOCATION:45.764043\\, 4.835659" in lines
    assert f"DTSTART:{accepted.handover_start:%Y%m%dT%H%M%SZ}" in lines


@pytest.mark.parametrize("state", ["proposed", "fulfilled"])
def test_calendar_entry_only_of_what_is_agreed(gina, state, request):
    commitment = request.getfixturevalue(state)
    assert gina.get(url(commitment, "calendar.ics")).status_code == 404


def test_exchange_takes_few_queries(gina, accepted, django_assert_num_queries):
    gina.get(url(accepted))
    with django_assert_num_queries(6):
        gina.get(url(accepted))


def test_offer_on_a_request_shows_where_to_bring_it(giver, gina, taker):
    food_request = make_request(by=taker, place=(45.75, 4.83))
    commitment = make_commitment(by=giver, request=food_request, travel="deliver")
    services.accept(commitment=commitment, by=taker)
    page = text_of(gina.get(url(commitment)))
    assert "You bring it" in page
    assert "45.750000, 4.830000" in page


def offered_phrases(client: Client, commitment: Commitment) -> list[str]:
    """Those that the thread inside the page of an exchange has as buttons."""
    shown = text_of(client.get(url(commitment)))
    [address] = re.findall(r'hx-get="(/conversations/[^"]+/thread/[^"]*)"', shown)
    thread = text_of(client.get(unescape(address), headers={"HX-Request": "true"}))
    return re.findall(r'name="phrase" value="([^"]+)"', thread)


def test_one_tap_says_what_fits_the_state_and_the_side(gina, tom, proposed, giver):
    assert offered_phrases(tom, proposed) == ["still-good", "yes", "no"]
    assert offered_phrases(gina, proposed) == ["yes", "no", "thanks"]
    services.accept(commitment=proposed, by=giver)
    travels = ["on-my-way", "late-10", "where", "here", "cannot-come"]
    assert offered_phrases(tom, proposed) == travels
    assert "on-my-way" not in offered_phrases(gina, proposed)
    services.hand_over(commitment=proposed, by=giver)
    assert "thanks" in offered_phrases(tom, proposed)
