from datetime import timedelta
from typing import Any

import pytest
from pytest_django import Settings

from accounts.models import Block, Organization, User
from accounts.permissions import require_unsuspended
from core import clock
from core.errors import Invalid, NotAllowed
from listings.models import Listing
from moderation import tasks
from moderation.models import Decision, DecisionTrail, Report, ReportTrail
from moderation.services.deciding import actions_for
from tests.factories import (
    make_commitment,
    make_listing,
    make_organization,
    make_request,
    make_user,
)
from tests.moderation.people import decide, make_moderator, notices, report, talk

pytestmark = pytest.mark.django_db


@pytest.fixture
def moderator(db: None) -> User:
    return make_moderator(email="moderator@example.org")


def test_nothing_to_do_tells_the_reporter_and_nobody_else(
    giver: User, taker: User, moderator: User
) -> None:
    made = report(taker, make_listing(by=giver))
    decision = decide(made, moderator, "dismiss")
    made.refresh_from_db()
    assert (made.decision, made.is_open) == (decision, False)
    assert notices("report_decided") == [(str(taker.pseudonym), ["report", str(made.pk)])]
    assert notices("moderated") == []


def test_one_decision_closes_all_reports_of_the_same(
    giver: User, taker: User, stranger: User, moderator: User
) -> None:
    listing = make_listing(by=giver)
    reports = [report(who, listing) for who in (taker, stranger)]
    other = report(taker, make_listing(by=giver))
    decide(reports[0], moderator, "warn")
    assert set(Report.objects.decided()) == set(reports)
    assert set(Report.objects.open()) == {other}
    assert {to for to, _about in notices("report_decided")} == {
        str(taker.pseudonym),
        str(stranger.pseudonym),
    }


def test_a_warning_is_told_with_its_words(giver: User, taker: User, moderator: User) -> None:
    made = report(taker, make_listing(by=giver))
    decision = decide(made, moderator, "warn", words="Please name the allergens.")
    assert notices("moderated") == [(str(giver.pseudonym), ["decision", str(decision.pk)])]
    assert (decision.person, decision.words) == (giver, "Please name the allergens.")
    assert decision.is_in_force


@pytest.mark.parametrize("make", [make_listing, make_request])
def test_hiding_and_showing_a_post(make: Any, giver: User, taker: User, moderator: User) -> None:
    post = make(by=giver)
    made = report(taker, post, post.subject_type, reason="spam")
    decide(made, moderator, "hide")
    assert not type(post).objects.visible_to(taker).filter(pk=post.pk).exists()
    assert type(post).objects.visible_to(giver).filter(pk=post.pk).exists()
    decide(made, moderator, "restore")
    assert type(post).objects.visible_to(taker).filter(pk=post.pk).exists()
    assert not Decision.objects.in_force().exists()


def test_hiding_a_message_keeps_it_as_evidence(giver: User, taker: User, moderator: User) -> None:
    message = talk(giver, taker, "You fool.")
    made = report(taker, message, "message")
    decide(made, moderator, "hide")
    message.refresh_from_db()
    assert message.hidden_at is not None
    made.refresh_from_db()
    assert made.snapshot["texts"]["message"] == "You fool."
    decide(made, moderator, "restore")
    message.refresh_from_db()
    assert message.hidden_at is None


def test_hiding_an_organization_leaves_it_to_its_members(
    giver: User, taker: User, moderator: User
) -> None:
    pantry = make_organization(by=giver)
    made = report(taker, pantry, "organization", reason="wrong_place")
    decision = decide(made, moderator, "hide")
    assert not Organization.objects.visible_to(taker).filter(pk=pantry.pk).exists()
    assert Organization.objects.visible_to(giver).filter(pk=pantry.pk).exists()
    assert notices("moderated") == [(str(pantry.pseudonym), ["decision", str(decision.pk)])]
    assert set(Decision.objects.told_to(giver)) == {decision}


def test_suspending_hides_what_is_live_and_ends_nothing_agreed(
    giver: User, taker: User, moderator: User
) -> None:
    listing, request = make_listing(by=giver), make_request(by=giver)
    ours = make_listing(by=giver, organization=make_organization(by=giver))
    commitment = make_commitment(by=taker, listing=listing)
    decide(report(taker, listing), moderator, "suspend", days=7)
    giver.refresh_from_db()
    assert giver.is_suspended
    with pytest.raises(NotAllowed):
        require_unsuspended(giver)
    for post, hidden in ((listing, True), (request, True), (ours, False)):
        post.refresh_from_db()
        assert (post.hidden_at is not None) == hidden
    commitment.refresh_from_db()
    assert commitment.state == "proposed"


def test_a_suspension_ends_by_the_clock_and_shows_again_what_it_hid(
    giver: User, taker: User, moderator: User
) -> None:
    listing = make_listing(by=giver, available_until=clock.now() + timedelta(days=20))
    decide(report(taker, listing), moderator, "suspend", days=1)
    assert tasks.end_suspensions() == 0
    with clock.at(clock.now() + timedelta(days=1, minutes=1)):
        assert tasks.end_suspensions() == 1
        assert tasks.end_suspensions() == 0
    giver.refresh_from_db()
    listing.refresh_from_db()
    assert (giver.suspended_at, listing.hidden_at) == (None, None)


def test_what_was_hidden_for_itself_stays_hidden_when_a_suspension_ends(
    giver: User, taker: User, moderator: User
) -> None:
    listing, other = make_listing(by=giver), make_listing(by=giver)
    made = report(taker, listing)
    decide(made, moderator, "hide")
    suspension = decide(report(taker, other), moderator, "suspend")
    assert len(suspension.hidden) == 2
    decide(made, moderator, "lift")
    listing.refresh_from_db()
    other.refresh_from_db()
    assert (listing.hidden_at is None, other.hidden_at is None) == (False, True)


def test_of_two_suspensions_the_longer_one_holds(giver: User, taker: User, moderator: User) -> None:
    first = decide(report(taker, make_listing(by=giver)), moderator, "suspend", days=30)
    decide(report(taker, make_listing(by=giver)), moderator, "suspend", days=1)
    with clock.at(clock.now() + timedelta(days=2)):
        assert tasks.end_suspensions() == 1
        giver.refresh_from_db()
        assert giver.is_suspended
    assert giver.suspended_until == first.until


def test_lifting_a_suspension(giver: User, taker: User, moderator: User) -> None:
    made = report(taker, make_listing(by=giver))
    decide(made, moderator, "suspend")
    decide(made, moderator, "lift")
    giver.refresh_from_db()
    assert not giver.is_suspended
    assert Listing.objects.visible_to(taker).count() == 1


@pytest.mark.parametrize("action", ["warn", "hide", "suspend"])
def test_what_is_against_somebody_needs_words(
    giver: User, taker: User, moderator: User, action: str
) -> None:
    with pytest.raises(Invalid) as refused:
        decide(report(taker, make_listing(by=giver)), moderator, action, words=" ")
    assert list(refused.value.details) == ["words"]


def test_what_can_be_decided_depends_on_what_it_is(giver: User, taker: User) -> None:
    make_commitment(by=taker, listing=make_listing(by=giver))
    of_person = report(taker, giver, "person")
    assert actions_for(of_person) == ["dismiss", "warn", "suspend", "lift"]
    of_organization = report(taker, make_organization(by=giver), "organization")
    assert actions_for(of_organization) == ["dismiss", "warn", "hide", "restore"]


def test_moderators_decide_about_no_colleague_and_not_about_themselves(
    taker: User, moderator: User
) -> None:
    chief = make_user(is_staff=True)
    colleague = make_moderator()
    for whose in (moderator, colleague, chief):
        made = report(taker, make_listing(by=whose))
        with pytest.raises(NotAllowed):
            decide(made, moderator, "hide")
        assert decide(made, chief, "hide").by == chief


def test_only_moderators_decide(giver: User, taker: User, stranger: User, moderator: User) -> None:
    made = report(taker, make_listing(by=giver))
    staff = make_user()
    staff.is_staff = True
    staff.save(update_fields=["is_staff"])
    moderator.suspended_at = clock.now()
    for who in (stranger, staff, moderator):
        with pytest.raises(NotAllowed):
            decide(made, who, "hide")


def test_every_step_is_in_the_trail(giver: User, taker: User, moderator: User) -> None:
    made = report(taker, make_listing(by=giver))
    decision = decide(made, moderator, "suspend", days=1)
    decide(made, moderator, "lift")
    steps = ReportTrail.objects.filter(pgh_obj=made).order_by("pgh_id")
    assert [step.pgh_label for step in steps] == ["insert", "update"]
    taken = DecisionTrail.objects.filter(pgh_obj=decision).order_by("pgh_id")
    assert [(step.pgh_label, step.ended_at is None) for step in taken] == [
        ("insert", True),
        ("update", False),
    ]


def test_texts_are_forgotten_some_time_after_the_decision(
    giver: User, taker: User, moderator: User, settings: Settings
) -> None:
    made, waiting = report(taker, make_listing(by=giver)), report(taker, make_listing(by=giver))
    decide(made, moderator, "dismiss")
    with clock.at(clock.now() + timedelta(days=settings.SNAPSHOT_DAYS - 1)):
        assert tasks.forget_snapshots() == 0
    with clock.at(clock.now() + timedelta(days=settings.SNAPSHOT_DAYS + 1)):
        assert tasks.forget_snapshots() == 1
    made.refresh_from_db()
    waiting.refresh_from_db()
    assert (made.snapshot, waiting.title) == ({}, "Tomato")


def test_a_block_is_no_part_of_a_decision(giver: User, taker: User, moderator: User) -> None:
    made = report(taker, make_listing(by=giver))
    Block.objects.create(blocker=taker, blocked=giver)
    decide(made, moderator, "warn")
    assert Block.objects.count() == 1
