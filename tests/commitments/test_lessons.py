"""Lessons that users of other systems paid for, as far as promises go."""

from datetime import timedelta

import pytest

from commitments import services, tasks
from commitments.enums import Side
from commitments.models import Commitment, Reminder
from commitments.reliability import reliability_of
from core import clock
from core.events.models import DomainEvent
from listings import services as listing_services
from posts.services.unanswered import Unanswered
from tests.factories import make_commitment, make_listing, make_request, make_user

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)


def told(kind: str) -> list[str]:
    notices = DomainEvent.objects.filter(type="notification.requested", payload__kind=kind)
    return [event.payload["to"] for event in notices.order_by("occurred_at", "id")]


def test_lesson_late_drop_outs_reopen_the_quantity_and_tell_who_asked(
    accepted, listing, giver, taker, books, facts
):
    near, far = make_user(), make_user(home=(45.80, 4.88))
    make_request(by=far)
    make_request(by=near)
    make_request(by=make_user(home=(48.85, 2.35)))
    make_request(by=make_user(), food="carrot")
    make_request(by=make_user(), food="egg", unit="piece")
    make_request(by=taker)
    services.cancel(commitment=accepted, by=taker, reason="ill", note="A cold")
    assert books(listing) == ("active", 3, 0, 0)
    assert told("food_reopened")[0] == str(near.pseudonym)
    assert set(told("food_reopened")) <= {str(near.pseudonym), str(far.pseudonym)}
    _, payload = facts(accepted)[-1]
    assert (payload["happened"], payload["by"], payload["reason"]) == (
        "cancelled",
        "receiver",
        "ill",
    )
    assert "A cold" not in str(payload)


def test_drop_out_of_food_that_is_gone_tells_nobody(accepted, giver):
    make_request(by=make_user())
    services.cancel(commitment=accepted, by=giver, reason="gone")
    assert told("food_reopened") == []


def test_proposal_taken_back_tells_nobody_else(proposed, taker):
    make_request(by=make_user())
    services.cancel(commitment=proposed, by=taker)
    assert told("food_reopened") == []


def test_lesson_no_shows_are_asked_about_once_and_once_more_then_missed(accepted, giver, taker):
    both = {str(giver.pseudonym), str(taker.pseudonym)}
    for hours, asked, again in ((0, 2, 0), (1, 2, 0), (25, 2, 2), (26, 2, 2)):
        with clock.at(accepted.handover_end + hours * HOUR):
            tasks.remind_of_hand_overs()
        assert len(told("hand_over_ask")) == asked
        assert len(told("hand_over_ask_again")) == again
    assert set(told("hand_over_ask")) == set(told("hand_over_ask_again")) == both
    with clock.at(accepted.handover_end + 48 * HOUR):
        tasks.lapse_promises()
    missed = Commitment.objects.get()
    assert (missed.state, missed.ended_by_giver) == ("missed", None)
    for side in Side:
        assert "blame" not in missed.text_for(side)


def test_reminder_before_an_agreed_window_comes_once(listing, taker, giver):
    start = clock.now() + 10 * HOUR
    commitment = make_commitment(
        by=taker, listing=listing, handover_start=start, handover_end=start + HOUR
    )
    services.accept(commitment=commitment, by=giver)
    tasks.remind_of_hand_overs()
    assert told("hand_over_soon") == []
    with clock.at(start - HOUR):
        tasks.remind_of_hand_overs()
        tasks.remind_of_hand_overs()
    assert len(told("hand_over_soon")) == 2
    assert Reminder.objects.count() == 1


def kept_by(giver, taker, *, kept: int, cancelled: int, silent: int) -> None:
    listing = make_listing(by=giver, quantity="30")
    for number in range(kept + cancelled + silent):
        done = make_commitment(by=taker, listing=listing, quantity="1")
        services.accept(commitment=done, by=giver)
        if number < kept:
            services.hand_over(commitment=done, by=taker)
        elif number < kept + cancelled:
            services.cancel(commitment=done, by=giver)
        else:
            with clock.at(done.handover_end + 49 * HOUR):
                services.lapse(commitment=done)


def test_reliability_is_a_hint_for_the_other_side_of_what_is_live(
    client, giver, taker, django_assert_num_queries
):
    kept_by(giver, taker, kept=3, cancelled=1, silent=1)
    live = make_commitment(by=taker, listing=make_listing(by=giver))
    rows = list(Commitment.objects.filter(pk=live.pk).with_parties())
    with django_assert_num_queries(1):
        hint = reliability_of(rows, {live.pk: Side.RECEIVER})
    assert hint[live.pk] == (3, 4)
    assert reliability_of(rows, {live.pk: None}) == {}
    client.force_login(taker)
    said = "Kept 3 of 4 agreed hand-overs"
    assert said in client.get(f"/exchanges/{live.pk}/").content.decode()
    assert said in client.get("/exchanges/?show=sent").content.decode()
    services.cancel(commitment=live, by=taker)
    assert said not in client.get(f"/exchanges/{live.pk}/").content.decode()
    assert said not in client.get(f"/listings/{live.listing_id}/").content.decode()


def test_reliability_says_nothing_of_too_little(giver, taker):
    kept_by(giver, taker, kept=2, cancelled=0, silent=5)
    live = make_commitment(by=taker, listing=make_listing(by=giver))
    assert reliability_of([live], {live.pk: Side.RECEIVER}) == {}


def test_lesson_applicants_are_not_left_hanging(client, giver, listing, proposed, stranger):
    other = make_commitment(by=stranger, listing=listing, quantity="1")
    with pytest.raises(Unanswered) as refused:
        listing_services.withdraw(listing=listing, by=giver)
    screen = refused.value.url
    assert refused.value.details["waiting"] == [str(proposed.pk), str(other.pk)]
    client.force_login(giver)
    page = client.post(f"/listings/{listing.pk}/withdraw/")
    assert page["Location"] == screen
    assert len(client.get(screen).context["cards"]) == 2
    client.post(screen, {"accept": str(proposed.pk)})
    client.post(screen, {"rest": "yes"})
    assert sorted(Commitment.objects.values_list("state", flat=True)) == ["accepted", "declined"]
    assert f"/listings/{listing.pk}/withdraw/" in client.get(screen).content.decode()
    client.post(f"/listings/{listing.pk}/withdraw/")
    listing.refresh_from_db()
    assert listing.state == "withdrawn"


def test_answering_screen_is_for_those_who_owe_the_answer(client, listing, proposed, taker):
    screen = f"/exchanges/answer/listing/{listing.pk}/"
    assert client.get(screen).status_code == 302
    client.force_login(taker)
    assert client.get(screen).status_code == 404
    assert client.post(screen, {"rest": "yes"}).status_code == 404
    assert client.get(f"/exchanges/answer/shop/{listing.pk}/").status_code == 404
    assert Commitment.objects.get().state == "proposed"


def test_nothing_completes_while_a_proposal_holds_a_part(listing, giver, taker, stranger, books):
    first = make_commitment(by=taker, listing=listing, quantity="2")
    second = make_commitment(by=stranger, listing=listing, quantity="1")
    services.accept(commitment=first, by=giver)
    services.hand_over(commitment=first, by=giver)
    assert books(listing) == ("reserved", 0, 1, 2)
    services.accept(commitment=second, by=giver)
    services.hand_over(commitment=second, by=giver)
    assert books(listing)[0] == "completed"


def test_one_bad_row_does_not_stop_the_rest(accepted, listing, stranger, giver, monkeypatch):
    second = make_commitment(by=stranger, listing=listing, quantity="1")
    services.accept(commitment=second, by=giver)
    seen = []

    def breaks_once(row):
        seen.append(row.pk)
        if len(seen) == 1:
            raise RuntimeError("broken")

    tasks._each(Commitment.objects.order_by("id"), breaks_once)
    assert len(seen) == 2
