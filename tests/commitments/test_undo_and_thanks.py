from datetime import timedelta

import pytest
from django.core.management import call_command

from commitments import services
from commitments.models import Commitment
from core import clock
from core.errors import Invalid, NotAllowed, NotEnoughLeft, TransitionForbidden
from tests.factories import make_commitment
from tests.insights.events import drain_now

pytestmark = pytest.mark.django_db
MINUTES = timedelta(minutes=1)


def test_cancelled_promise_stands_again(accepted, giver, listing, books, facts):
    services.cancel(commitment=accepted, by=giver, reason="ill")
    services.undo(commitment=accepted, by=giver)
    again = Commitment.objects.get()
    assert (again.state, again.cancel_reason, again.ended_at) == ("accepted", "", None)
    assert books(listing) == ("active", 1, 2, 0)
    _, payload = facts(accepted)[-1]
    assert (payload["happened"], payload["by"], payload["committed_delta"]) == (
        "undone",
        "giver",
        2000,
    )


def test_only_who_did_it_within_ten_minutes(accepted, giver, taker):
    services.cancel(commitment=accepted, by=giver)
    with pytest.raises(NotAllowed):
        services.undo(commitment=accepted, by=taker)
    with clock.at(accepted.ended_at + 10 * MINUTES), pytest.raises(TransitionForbidden):
        services.undo(commitment=accepted, by=giver)
    with clock.at(accepted.ended_at + 9 * MINUTES):
        services.undo(commitment=accepted, by=giver)
        services.undo(commitment=accepted, by=giver)
    assert Commitment.objects.get().version == 4


def test_what_others_were_promised_since_stays_theirs(accepted, giver, listing, stranger, books):
    services.cancel(commitment=accepted, by=giver)
    make_commitment(by=stranger, listing=listing, quantity="2")
    with pytest.raises(NotEnoughLeft):
        services.undo(commitment=accepted, by=giver)
    assert Commitment.objects.get(pk=accepted.pk).state == "cancelled"
    assert books(listing) == ("active", 1, 2, 0)


def test_moderators_cancellations_and_lapses_are_not_undone(accepted, giver, taker):
    services.cancel_as_moderator(
        commitment=accepted, by=type(giver).objects.create_superuser(email="m@example.org")
    )
    for by in (giver, taker):
        with pytest.raises(TransitionForbidden):
            services.undo(commitment=accepted, by=by)


def test_figures_are_those_of_a_rebuild_after_an_undo(accepted, giver, capsys):
    services.cancel(commitment=accepted, by=giver)
    services.undo(commitment=accepted, by=giver)
    drain_now("aggregates")
    call_command("rebuild_insights", "--verify")
    assert capsys.readouterr().out.strip().splitlines()[-1] == "equal"


def test_thanks_are_for_the_other_side_alone(client, fulfilled, giver, taker, stranger, facts):
    client.force_login(taker)
    address = f"/exchanges/{fulfilled.pk}/"
    assert client.post(f"{address}thank/", {"phrase": "x"}).status_code == 422
    client.post(f"{address}thank/", {"phrase": "tasted_good", "note": "The soup!"})
    client.force_login(giver)
    assert "It tasted wonderful. The soup!" in client.get(address).content.decode()
    client.force_login(stranger)
    assert client.get(address).status_code == 404
    _, payload = facts(fulfilled)[-1]
    assert (payload["happened"], payload["by"]) == ("thanked", "receiver")
    assert "soup" not in str(payload)


def test_thanks_are_said_once(fulfilled, taker):
    services.thank(commitment=fulfilled, by=taker, phrase="on_time")
    services.thank(commitment=fulfilled, by=taker, phrase="on_time")
    assert fulfilled.version == 4
    with pytest.raises(TransitionForbidden):
        services.thank(commitment=fulfilled, by=taker, phrase="thank_you")


def test_thanks_need_a_hand_over_and_known_words(accepted, fulfilled, taker):
    with pytest.raises(Invalid):
        services.thank(commitment=fulfilled, by=taker, phrase="x")
    with pytest.raises(Invalid):
        services.thank(commitment=fulfilled, by=taker, phrase="on_time", note="x" * 301)


def test_reason_and_note_are_told_to_the_other_side(client, accepted, giver, taker):
    client.force_login(giver)
    form = {"reason": "ill", "note": "Fever <b>today</b>"}
    client.post(f"/exchanges/{accepted.pk}/cancel/", form)
    client.force_login(taker)
    page = client.get(f"/exchanges/{accepted.pk}/").content.decode()
    assert "Someone is ill: Fever &lt;b&gt;today" in page
    with pytest.raises(Invalid):
        services.cancel(commitment=accepted, by=giver, reason="bored")
