"""Who is told of what, and in which words: each side its own."""

from collections.abc import Callable
from datetime import timedelta
from uuid import uuid4

import pytest
from django.utils import translation

from accounts.enums import Role
from accounts.models import Block, Membership, User
from commitments import services
from commitments.codes import code_of
from commitments.models import Commitment
from conversations import services as conversations
from conversations.models import Conversation
from core import clock
from core.events.models import Delivery, DomainEvent
from core.events.redelivery import replay
from listings.models import Listing
from notifications.models import Notification
from notifications.telling import Told
from tests.factories import make_commitment, make_listing, make_organization, make_request

pytestmark = pytest.mark.django_db
Read = Callable[[User], list[Told]]


def titles(told: list[Told]) -> list[str]:
    return [each.title for each in told]


@pytest.fixture
def listing(giver: User) -> Listing:
    return make_listing(by=giver, quantity="3")


@pytest.fixture
def proposed(listing: Listing, taker: User) -> Commitment:
    """Tom asks for two of the three kilograms."""
    return make_commitment(by=taker, listing=listing, quantity="2")


@pytest.fixture
def accepted(proposed: Commitment, giver: User) -> Commitment:
    return services.accept(commitment=proposed, by=giver)


def test_asked_giver_is_told_and_the_proposer_is_not(
    proposed: Commitment, giver: User, taker: User, stranger: User, told: Read
) -> None:
    [news] = told(giver)
    assert news.title == "Tomato: Tom Taker asks you for it"
    assert news.text.startswith("Tom Taker would like 2 kg from you, ")
    assert (news.action, news.url) == ("Answer", f"/exchanges/{proposed.pk}/")
    assert (told(taker), told(stranger)) == ([], [])


def test_asked_receiver_is_offered_it(giver: User, taker: User, told: Read) -> None:
    make_commitment(by=giver, request=make_request(by=taker), quantity="2")
    [news] = told(taker)
    assert news.title == "Tomato: Gina Giver offers it to you"
    assert news.text.startswith("Gina Giver would give you 2 kg, ")


def test_yes_is_told_to_the_receiver_who_asked(
    accepted: Commitment, giver: User, taker: User, told: Read
) -> None:
    [news] = told(taker)
    assert news.title == "Tomato: agreed with Gina Giver"
    assert news.text.startswith("Gina Giver said yes. You get 2 kg, ")
    assert titles(told(giver)) == ["Tomato: Tom Taker asks you for it"]


def test_yes_is_told_to_the_giver_who_offered(giver: User, taker: User, told: Read) -> None:
    offered = make_commitment(by=giver, request=make_request(by=taker), quantity="2")
    services.accept(commitment=offered, by=taker)
    [news] = told(giver)
    assert news.title == "Tomato: agreed with Tom Taker"
    assert news.text.startswith("Tom Taker said yes. You hand over 2 kg, ")


def test_no_is_told_to_each_in_their_words(
    proposed: Commitment, giver: User, taker: User, told: Read
) -> None:
    services.decline(commitment=proposed, by=giver)
    [news] = told(taker)
    assert (news.title, news.text) == (
        "Tomato: Gina Giver cannot give it to you",
        "You asked for 2 kg, and it was declined. You can look for something else.",
    )


def test_no_to_an_offer_is_told_to_the_giver(giver: User, taker: User, told: Read) -> None:
    offered = make_commitment(by=giver, request=make_request(by=taker), quantity="2")
    services.decline(commitment=offered, by=taker)
    [news] = told(giver)
    assert (news.title, news.text) == (
        "Tomato: Tom Taker does not need it",
        "Your offer of 2 kg was declined. What you offered is free again.",
    )


def test_proposal_taken_back_is_told_to_who_was_asked(
    proposed: Commitment, giver: User, taker: User, told: Read
) -> None:
    services.cancel(commitment=proposed, by=taker)
    assert titles(told(giver))[0] == "Tomato: Tom Taker took the proposal back"
    assert told(taker) == []


@pytest.mark.parametrize(
    ("by", "title", "text"),
    [
        (
            "giver",
            "Tomato: Gina Giver has cancelled",
            "Gina Giver cannot give you the 2 kg. You can look for something else. "
            "The reason given: “Someone is ill”.",
        ),
        (
            "taker",
            "Tomato: Tom Taker has cancelled",
            "Tom Taker cannot take the 2 kg. What you offered is free again. "
            "The reason given: “Someone is ill”.",
        ),
    ],
)
def test_who_cancelled_is_not_told_and_the_other_is(
    accepted: Commitment, giver: User, taker: User, told: Read, by: str, title: str, text: str
) -> None:
    people = {"giver": giver, "taker": taker}
    canceller = people.pop(by)
    other = next(iter(people.values()))
    before = titles(told(canceller))
    services.cancel(commitment=accepted, by=canceller, reason="ill")
    news = told(other)[0]
    assert (news.title, news.text) == (title, text)
    assert titles(told(canceller)) == before


def test_hand_over_said_by_the_giver_is_told_to_the_receiver(
    accepted: Commitment, giver: User, taker: User, told: Read
) -> None:
    services.hand_over(commitment=accepted, by=giver)
    news = told(taker)[0]
    assert (news.title, news.text) == (
        "Tomato: Gina Giver gave it to you",
        "Gina Giver says that you received 2 kg. If that is not so, say it.",
    )


def test_hand_over_said_by_the_receiver_is_told_to_the_giver_who_may_be_disputed(
    accepted: Commitment, giver: User, taker: User, told: Read
) -> None:
    services.hand_over(commitment=accepted, by=taker)
    news = told(giver)[0]
    assert (news.title, news.text) == (
        "Tomato: Tom Taker got it from you",
        "Tom Taker says that you handed over 2 kg. If that is not so, say it.",
    )
    services.dispute(commitment=accepted, by=giver)
    news = told(taker)[0]
    assert (news.title, news.text) == (
        "Tomato: Gina Giver says it was not so",
        "You said that you received it; Gina Giver says that this is not what happened.",
    )


def test_dispute_is_told_to_the_giver_who_stated(
    accepted: Commitment, giver: User, taker: User, told: Read
) -> None:
    services.hand_over(commitment=accepted, by=giver)
    services.dispute(commitment=accepted, by=taker)
    news = told(giver)[0]
    assert (news.title, news.text) == (
        "Tomato: Tom Taker says it was not so",
        "You said that you handed it over; Tom Taker says that this is not what happened.",
    )


def test_silence_is_told_to_both_each_for_their_part(
    proposed: Commitment, giver: User, taker: User, told: Read
) -> None:
    with clock.at(proposed.expires_at + timedelta(minutes=1)):
        services.expire(commitment=proposed)
        waited, asked = told(taker)[0], told(giver)[0]
    assert (waited.title, waited.text) == (
        "Tomato: Gina Giver did not answer",
        "Nobody answered in time, so your proposal of 2 kg has ended.",
    )
    assert (asked.title, asked.text) == (
        "Tomato: the proposal of Tom Taker has ended",
        "You did not answer in time. It was about 2 kg; you can propose it anew.",
    )


def test_missed_hand_over_said_by_one_is_told_to_the_other(
    accepted: Commitment, giver: User, taker: User, told: Read
) -> None:
    with clock.at(accepted.handover_end + timedelta(hours=1)):
        services.miss(commitment=accepted, by=taker)
        news = told(giver)[0]
    assert (news.title, news.text) == (
        "Tomato: the hand-over did not happen",
        "What you offered to Tom Taker is free again. Nobody is blamed.",
    )


def test_organization_is_its_owners_and_coordinators(
    taker: User, giver: User, stranger: User, told: Read
) -> None:
    owner = giver
    pantry = make_organization(by=owner, name="Pantry")
    Membership.objects.create(organization=pantry, user=stranger, role=Role.COORDINATOR)
    member = make_listing().owner
    Membership.objects.create(organization=pantry, user=member, role=Role.MEMBER)
    make_commitment(by=taker, listing=make_listing(by=owner, organization=pantry))
    expected = ["Tomato: Tom Taker asks you for it"]
    assert titles(told(owner)) == titles(told(stranger)) == expected
    assert told(member) == []


def test_blocked_partner_hears_what_becomes_of_a_promise_and_nothing_else(
    accepted: Commitment, giver: User, taker: User, told: Read
) -> None:
    talk = Conversation.objects.get(pk=accepted.pk)
    conversations.send(by=giver, conversation=talk, message_id=uuid4(), text="Hello")
    Block.objects.create(blocker=giver, blocked=taker)
    services.cancel(commitment=accepted, by=giver)
    assert titles(told(taker)) == [
        "Tomato: Gina Giver has cancelled",
        "Tomato: agreed with Gina Giver",
    ]


def test_hand_over_by_the_code_asks_nobody(
    accepted: Commitment, giver: User, taker: User, told: Read
) -> None:
    proof = services.check_code(commitment=accepted, by=giver, code=code_of(accepted))
    services.hand_over(commitment=accepted, by=giver, proof=proof)
    assert titles(told(taker)) == ["Tomato: agreed with Gina Giver"]
    assert titles(told(giver)) == ["Tomato: Tom Taker asks you for it"]


def test_keeping_in_touch_is_asked_and_agreed(
    proposed: Commitment, giver: User, taker: User, told: Read
) -> None:
    origin = Conversation.objects.get(pk=proposed.pk)
    pair, _is_new = conversations.ask(by=giver, conversation_id=uuid4(), origin=origin)
    assert titles(told(taker)) == ["Gina Giver would like to keep in touch"]
    conversations.agree(by=taker, conversation=pair)
    assert "You and Tom Taker keep in touch" in titles(told(giver))


def test_closed_account_and_actor_are_not_told(
    proposed: Commitment, taker: User, told: Read
) -> None:
    assert told(taker) == []
    make_commitment(by=taker, listing=make_listing(by=(other := make_listing().owner)))
    other.is_active = False
    other.save(update_fields=["is_active"])
    assert told(other) == []


def test_event_absorbed_again_tells_nobody_twice(
    accepted: Commitment, giver: User, taker: User, told: Read
) -> None:
    once = {person: titles(told(person)) for person in (giver, taker)}
    for _ in range(2):
        replay("notifications")
        assert Delivery.objects.due().of("notifications").exists()
        assert {person: titles(told(person)) for person in (giver, taker)} == once
    Delivery.objects.of("notifications").update(done_at=None)
    assert {person: titles(told(person)) for person in (giver, taker)} == once


def test_what_happened_days_ago_is_told_to_nobody(giver: User, taker: User, told: Read) -> None:
    with clock.at(clock.now() - timedelta(hours=49)):
        make_commitment(by=taker, listing=make_listing(by=giver))
    assert told(giver) == []


def test_name_is_not_kept_and_is_todays(proposed: Commitment, giver: User, told: Read) -> None:
    told(giver)
    row = Notification.objects.get()
    assert row.facts == {
        "by": "receiver",
        "category": "vegetables",
        "food": "tomato",
        "grams": 2000,
        "happened": "proposed",
        "state": "proposed",
    }
    proposed.receiver.display_name = "Samir K."
    proposed.receiver.save(update_fields=["display_name"])
    assert told(giver)[0].title == "Tomato: Samir K. asks you for it"


def test_words_are_in_the_readers_language(proposed: Commitment, giver: User, told: Read) -> None:
    giver.language = "fr"
    giver.save(update_fields=["language"])
    assert "Tomate" in told(giver)[0].title
    with translation.override("en"):
        giver.language = "es"
        assert told(giver)[0].title.startswith("Tomate")


def test_thing_that_is_gone_is_named_to_nobody(
    giver: User, taker: User, told: Read, ask: Callable[..., None]
) -> None:
    listing = make_listing(by=giver)
    ask("match_found", taker, ("listing", listing.pk))
    assert titles(told(taker)) == ["Tomato: it answers your request"]
    Block.objects.create(blocker=giver, blocked=taker)
    [news] = told(taker)
    assert (news.title, news.text, news.url) == (
        "Something fits what I share or ask for",
        "What this was about is no longer there.",
        "",
    )


def test_event_without_its_kind_is_no_news(proposed: Commitment, giver: User, told: Read) -> None:
    events = DomainEvent.objects.filter(type="listing.created")
    assert events.count() == 1
    assert len(told(giver)) == 1
