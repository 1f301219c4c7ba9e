"""Who may say what, when: the whole table, from both sides and from outside."""

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest

from accounts import services as accounts
from accounts.enums import Role
from accounts.models import User
from commitments import services
from commitments.enums import Side, Verb
from commitments.models import Commitment
from commitments.permissions import allowed_to, side_of
from core import clock
from core.errors import NotAllowed, TransitionForbidden
from core.events.models import DomainEvent
from tests.factories import (
    make_commitment,
    make_listing,
    make_organization,
    make_request,
    make_user,
)

pytestmark = pytest.mark.django_db

VERBS: dict[str, Callable[..., Commitment]] = {
    Verb.ACCEPT: services.accept,
    Verb.DECLINE: services.decline,
    Verb.CANCEL: services.cancel,
    Verb.HAND_OVER: services.hand_over,
    Verb.DISPUTE: services.dispute,
    Verb.MISSED: services.miss,
    Verb.CONFIRM: services.confirm,
    Verb.UNDO: services.undo,
}

# The state that follows; `other` is for the other side to say, `no` is not possible now.
# Tom proposes except in `offered`; Gina states the hand-over; both speak in the time said.
TABLE = """
                   accept    decline   cancel    hand-over dispute   missed    confirm   undo
asked     giver    accepted  declined  other     no        no        no        no        no
asked     receiver other     other     cancelled no        no        no        no        no
offered   giver    other     other     cancelled no        no        no        no        no
offered   receiver accepted  declined  other     no        no        no        no        no
late      giver    no        no        no        no        no        no        no        no
late      receiver no        no        no        no        no        no        no        no
accepted  giver    accepted  no        cancelled fulfilled no        no        no        no
accepted  receiver accepted  no        cancelled fulfilled no        no        no        no
over      giver    accepted  no        cancelled fulfilled no        missed    no        no
over      receiver accepted  no        cancelled fulfilled no        missed    no        no
fulfilled giver    no        no        no        fulfilled other     no        other     no
fulfilled receiver no        no        no        fulfilled fulfilled no        fulfilled no
disputed  giver    no        no        no        fulfilled fulfilled no        no        no
disputed  receiver no        no        no        fulfilled fulfilled no        no        no
declined  giver    no        declined  no        no        no        no        no        proposed
declined  receiver no        declined  no        no        no        no        no        other
cancelled giver    no        no        cancelled no        no        no        no        other
cancelled receiver no        no        cancelled no        no        no        no        accepted
missed    giver    no        no        no        no        no        missed    no        no
missed    receiver no        no        no        no        no        missed    no        no
expired   giver    no        no        no        no        no        no        no        no
expired   receiver no        no        no        no        no        no        no        no
"""
HEAD, *ROWS = [line.split() for line in TABLE.strip().splitlines()]
CASES = [
    (situation, side, verb, outcome)
    for situation, side, *outcomes in ROWS
    for verb, outcome in zip(HEAD, outcomes, strict=True)
]
SITUATIONS = list(dict.fromkeys(situation for situation, *_ in ROWS))
DONE = [case for case in CASES if case[3] not in {"no", "other"}]
ENDED = {"declined", "cancelled", "missed", "expired", "disputed"}
BY_A_FORM = {Verb.OFFER_WINDOWS, Verb.CHOOSE_WINDOW, Verb.THANK}
CHANGES_NOTHING = {
    "accepted": {"accept"},
    "over": {"accept"},
    "fulfilled": {"hand-over"},
}


def bring_about(situation: str, giver: User, taker: User, **values) -> Commitment:
    if situation == "offered":
        return make_commitment(by=giver, request=make_request(by=taker), travel="deliver")
    commitment = make_commitment(by=taker, listing=make_listing(by=giver, **values))
    if situation == "declined":
        return services.decline(commitment=commitment, by=giver)
    if situation == "expired":
        with clock.at(commitment.expires_at):
            services.expire(commitment=commitment)
        return commitment
    if situation in {"asked", "late"}:
        return commitment
    services.accept(commitment=commitment, by=giver)
    if situation in {"fulfilled", "disputed"}:
        services.hand_over(commitment=commitment, by=giver)
    if situation == "disputed":
        services.dispute(commitment=commitment, by=taker)
    if situation == "cancelled":
        services.cancel(commitment=commitment, by=taker)
    if situation == "missed":
        with clock.at(commitment.handover_end):
            services.miss(commitment=commitment, by=taker)
    return commitment


def moment(situation: str) -> datetime:
    return clock.now() + timedelta(hours=30 if situation in {"over", "late"} else 0)


def outcome_of(verb: str, commitment: Commitment, by: User) -> str:
    try:
        return str(VERBS[verb](commitment=commitment, by=by).state)
    except TransitionForbidden:
        return "no"
    except NotAllowed:
        return "other"


@pytest.mark.parametrize(("situation", "side", "verb", "outcome"), CASES)
def test_verb_in_state_by_side(situation, side, verb, outcome, giver, taker):
    commitment = bring_about(situation, giver, taker)
    by = giver if side == "giver" else taker
    with clock.at(moment(situation)):
        assert outcome_of(verb, commitment, by) == outcome


@pytest.mark.parametrize(("situation", "side", "verb", "outcome"), DONE)
def test_same_verb_again_changes_nothing(situation, side, verb, outcome, giver, taker):
    commitment = bring_about(situation, giver, taker)
    by = giver if side == "giver" else taker
    with clock.at(moment(situation)):
        once = VERBS[verb](commitment=commitment, by=by)
        version, stated = once.version, DomainEvent.objects.count()
        again = VERBS[verb](commitment=commitment, by=by)
    assert (again.state, again.version, DomainEvent.objects.count()) == (outcome, version, stated)


@pytest.mark.parametrize(("situation", "side"), [row[:2] for row in ROWS])
def test_verbs_offered_are_those_that_change_something(situation, side, giver, taker):
    commitment = bring_about(situation, giver, taker)
    changing = [
        verb
        for of, on, verb, outcome in DONE
        if (of, on) == (situation, side) and verb not in CHANGES_NOTHING.get(situation, set())
    ]
    if situation in ENDED:
        changing = [verb for verb in changing if verb == Verb.UNDO]
    with clock.at(moment(situation)):
        offered = set(allowed_to(Side(side), commitment)) - BY_A_FORM
    assert offered == set(changing)


@pytest.mark.parametrize("situation", SITUATIONS)
def test_stranger_may_say_nothing(situation, giver, taker, stranger):
    commitment = bring_about(situation, giver, taker)
    with clock.at(moment(situation)):
        said = {verb: outcome_of(verb, commitment, stranger) for verb in VERBS}
    assert said == dict.fromkeys(VERBS, "other")


@pytest.mark.parametrize(
    ("situation", "side", "verb", "outcome"),
    [case for case in DONE if case[1] == "giver" and case[0] != "offered"],
)
def test_coordinators_speak_for_their_organization(situation, side, verb, outcome, taker):
    owner, coordinator = make_user(), make_user(email="second@example.org")
    pantry = make_organization(by=owner)
    accounts.add_member(
        organization=pantry, by=owner, email="second@example.org", role=Role.COORDINATOR
    )
    commitment = bring_about(situation, owner, taker, organization=pantry)
    with clock.at(moment(situation)):
        assert outcome_of(verb, commitment, coordinator) == outcome


def test_plain_members_do_not_speak_for_their_organization(taker):
    owner, member = make_user(), make_user(email="member@example.org")
    pantry = make_organization(by=owner)
    accounts.add_member(organization=pantry, by=owner, email="member@example.org", role=Role.MEMBER)
    commitment = bring_about("asked", owner, taker, organization=pantry)
    said = {verb: outcome_of(verb, commitment, member) for verb in VERBS}
    assert said == dict.fromkeys(VERBS, "other")


def test_refusal_names_the_state_and_what_is_possible(proposed, giver):
    with pytest.raises(TransitionForbidden) as refused:
        services.hand_over(commitment=proposed, by=giver)
    assert str(refused.value) == "This cannot be done now: Proposed."
    assert refused.value.details == {
        "state": "proposed",
        "allowed": ["accept", "decline", "offer-windows"],
        "transitions": ["accepted", "declined", "cancelled", "expired"],
    }


def test_whoever_speaks_for_both_sides_is_the_one_asked(taker):
    both = make_user()
    pantry = make_organization(by=both)
    listing = make_listing(by=both, organization=pantry)
    commitment = make_commitment(by=both, listing=listing)
    assert side_of(both, commitment) == Side.GIVER
    assert allowed_to(Side.GIVER, commitment) == ["accept", "decline", "offer-windows"]
