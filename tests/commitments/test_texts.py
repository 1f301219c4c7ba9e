import pytest

from commitments import services
from commitments.enums import TRANSITIONS, CommitmentState, Side
from commitments.texts import TEXTS
from core import clock
from tests.factories import make_commitment, make_organization, make_request, make_user

pytestmark = pytest.mark.django_db


def texts(commitment) -> tuple[str, str]:
    return commitment.text_for(Side.GIVER), commitment.text_for(Side.RECEIVER)


def test_every_state_has_its_transitions_and_a_text_for_each_side():
    assert set(TRANSITIONS) == set(CommitmentState)
    assert set(TEXTS) == set(CommitmentState) - {CommitmentState.PROPOSED}
    assert [sorted(sides) for sides in TEXTS.values()] == [["giver", "receiver"]] * 6


def test_proposed_asks_the_one_and_lets_the_other_wait(proposed):
    assert texts(proposed) == (
        "Tom Taker proposes this. What do you say?",
        "You proposed this. Gina Giver has not answered yet.",
    )


def test_offered_asks_the_receiver(giver, taker):
    offered = make_commitment(by=giver, request=make_request(by=taker), travel="deliver")
    assert texts(offered) == (
        "You proposed this. Tom Taker has not answered yet.",
        "Gina Giver proposes this. What do you say?",
    )


def test_accepted_tells_each_what_to_do(accepted):
    assert texts(accepted) == (
        "Agreed: you hand this over to Tom Taker.",
        "Agreed: Gina Giver hands this over to you.",
    )


def test_over_asks_both(accepted, after_window):
    with clock.at(after_window):
        assert texts(accepted) == (
            "Its time is over. Did you hand it over to Tom Taker?",
            "Its time is over. Did you get it from Gina Giver?",
        )


def test_fulfilled_asks_the_side_that_did_not_say_so(fulfilled):
    assert texts(fulfilled) == (
        "You handed this over to Tom Taker. Thank you.",
        "Gina Giver says that you received this. If that is not so, say it here.",
    )


def test_fulfilled_said_by_the_receiver(accepted, taker):
    services.hand_over(commitment=accepted, by=taker)
    assert texts(accepted) == (
        "Tom Taker says that you handed this over. If that is not so, say it here.",
        "You received this from Gina Giver.",
    )


def test_disputed_sends_them_to_each_other(fulfilled, taker):
    services.dispute(commitment=fulfilled, by=taker)
    assert texts(fulfilled) == (
        "Tom Taker says that this is not what happened. Please talk to each other.",
        "You said that this is not what happened. Please talk to Gina Giver.",
    )


def test_declined(proposed, giver):
    services.decline(commitment=proposed, by=giver)
    assert texts(proposed) == (
        "This was declined. What you offered is free again.",
        "This was declined. You can look for something else.",
    )


def test_cancelled(accepted, giver):
    services.cancel(commitment=accepted, by=giver)
    assert texts(accepted) == (
        "This was cancelled. What you offered is free again.",
        "This was cancelled. You can look for something else.",
    )


def test_missed(accepted, giver, after_window):
    with clock.at(after_window):
        services.miss(commitment=accepted, by=giver)
    assert texts(accepted) == (
        "The hand-over did not happen. What you offered is free again.",
        "The hand-over did not happen. You can ask again.",
    )


def test_expired(proposed):
    with clock.at(proposed.expires_at):
        services.expire(commitment=proposed)
    assert texts(proposed) == (
        "Nobody answered in time. What you offered is free again.",
        "Nobody answered in time. You can ask again.",
    )


def test_organizations_go_by_their_name(listing, taker):
    pantry = make_organization(by=taker, name="Pantry of the Quay")
    commitment = make_commitment(by=taker, listing=listing, organization=pantry)
    assert commitment.text_for(Side.GIVER) == "Pantry of the Quay proposes this. What do you say?"


def test_name_that_ends_with_a_dot_ends_the_sentence(listing):
    samir = make_user(display_name="Samir K.")
    commitment = make_commitment(by=samir, listing=listing)
    assert commitment.text_for(Side.GIVER) == "Samir K. proposes this. What do you say?"
    services.accept(commitment=commitment, by=listing.owner)
    assert commitment.text_for(Side.GIVER) == "Agreed: you hand this over to Samir K."


def test_name_may_have_dots_of_its_own(listing):
    dotted = make_user(display_name="J...")
    commitment = make_commitment(by=dotted, listing=listing)
    assert commitment.text_for(Side.GIVER) == "J... proposes this. What do you say?"
