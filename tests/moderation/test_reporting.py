from uuid import uuid4

import pytest
from pytest_django import Settings

from accounts.errors import TooMany
from accounts.models import Block, User
from accounts.services.suspending import suspend
from commitments.services import accept
from core.errors import IdempotencyMismatch, Invalid
from listings.services import withdraw
from moderation import services
from moderation.enums import REASONS, Reason, SubjectType
from moderation.models import Report
from moderation.subjects import find
from tests.factories import (
    make_commitment,
    make_listing,
    make_organization,
    make_request,
    make_user,
)
from tests.moderation.people import report, talk
from tests.races import all_at_once

pytestmark = pytest.mark.django_db


def test_every_kind_has_its_reasons_and_another_one() -> None:
    assert set(REASONS) == set(SubjectType)
    assert all(reasons[-1] == "other" for reasons in REASONS.values())


def test_what_is_reported_is_kept_as_it_was(giver: User, taker: User) -> None:
    listing = make_listing(by=giver, title="Tomatoes", pickup_note="Ring twice.")
    made = report(taker, listing, note="  It is an advert. ")
    assert (made.person, made.organization, made.note) == (giver, None, "It is an advert.")
    assert made.title == "Tomatoes"
    assert made.snapshot["texts"]["pick-up note"] == "Ring twice."
    withdraw(listing=listing, by=giver)
    made.refresh_from_db()
    assert made.title == "Tomatoes"


def test_the_same_id_makes_one_report(giver: User, taker: User) -> None:
    listing, report_id = make_listing(by=giver), uuid4()
    first = report(taker, listing, report_id=report_id)
    assert report(taker, listing, report_id=report_id) == first
    with pytest.raises(IdempotencyMismatch):
        report(taker, listing, report_id=report_id, reason="rude")
    assert Report.objects.count() == 1


def test_an_open_report_of_the_same_is_answered_again(
    giver: User, taker: User, stranger: User
) -> None:
    listing = make_listing(by=giver)
    first = report(taker, listing, note="It smells.")
    assert report(taker, listing, note="It smells.") == first
    assert report(stranger, listing) != first
    assert Report.objects.count() == 2
    first.refresh_from_db()
    assert first.note == "It smells."


def test_what_is_said_again_in_other_words_is_added(giver: User, taker: User) -> None:
    listing = make_listing(by=giver)
    first = report(taker, listing, note="It smells.")
    assert report(taker, listing, reason="rude", note="And he laughed.") == first
    assert report(taker, listing, note="It smells.") == first
    first.refresh_from_db()
    assert first.note == f"It smells.\n\n{Reason.RUDE.label}: And he laughed."
    with pytest.raises(Invalid) as refused:
        report(taker, listing, note="x" * 990)
    assert list(refused.value.details) == ["note"]


def test_one_cannot_report_what_is_ones_own(giver: User) -> None:
    with pytest.raises(Invalid) as refused:
        report(giver, make_listing(by=giver))
    assert list(refused.value.details) == ["subject"]


def test_a_reason_of_another_kind_is_refused(giver: User, taker: User) -> None:
    with pytest.raises(Invalid) as refused:
        report(taker, make_listing(by=giver), reason="no_show")
    assert list(refused.value.details) == ["reason"]


def test_a_note_has_an_end(giver: User, taker: User) -> None:
    with pytest.raises(Invalid) as refused:
        report(taker, make_listing(by=giver), note="x" * 1001)
    assert list(refused.value.details) == ["note"]


def test_a_day_holds_so_many_reports(giver: User, taker: User, settings: Settings) -> None:
    settings.REPORTS_A_DAY = 2
    listings = [make_listing(by=giver) for _ in range(3)]
    report(taker, listings[0])
    report(taker, listings[1])
    with pytest.raises(TooMany):
        report(taker, listings[2])
    assert Report.objects.count() == 2
    assert report(taker, listings[0]).subject_id == listings[0].pk


def test_suspended_people_may_report(giver: User, taker: User) -> None:
    suspended = suspend(user=taker, until=None, by=giver)
    assert report(suspended, make_listing(by=giver)).reporter == taker


def test_people_are_found_by_those_who_met_them(giver: User, taker: User, stranger: User) -> None:
    assert find("person", giver.pk, reader=taker) is None
    make_commitment(by=taker, listing=make_listing(by=giver))
    talk(stranger, giver)
    for reader in (taker, stranger):
        found = find("person", giver.pk, reader=reader)
        assert found is not None
        assert found.person == giver
    assert find("person", taker.pk, reader=stranger) is None
    assert find("person", taker.pk, reader=taker) is None


def test_messages_are_found_by_those_who_read_them(
    giver: User, taker: User, stranger: User
) -> None:
    message = talk(giver, taker, "You fool.")
    found = find("message", message.pk, reader=taker)
    assert found is not None
    assert (found.title, found.person) == ("You fool.", giver)
    assert find("message", message.pk, reader=stranger) is None


def test_posts_are_found_by_those_who_may_know_of_them(
    giver: User, taker: User, stranger: User
) -> None:
    listing, request = make_listing(by=giver), make_request(by=giver)
    Block.objects.create(blocker=giver, blocked=stranger)
    for subject_type, post in (("listing", listing), ("request", request)):
        assert find(subject_type, post.pk, reader=taker) is not None
        assert find(subject_type, post.pk, reader=stranger) is None
    accept(commitment=make_commitment(by=taker, listing=listing), by=giver)
    withdraw(listing=listing, by=giver)
    assert find("listing", listing.pk, reader=taker) is not None
    assert find("listing", uuid4(), reader=taker) is None


def test_organizations_are_found_while_they_are_shown(giver: User, taker: User) -> None:
    pantry = make_organization(by=giver)
    found = find("organization", pantry.pk, reader=taker)
    assert found is not None
    assert (found.organization, found.person) == (pantry, None)


@pytest.mark.django_db(transaction=True)
def test_many_at_once_make_one_report() -> None:
    taker, listing = make_user(), make_listing()
    subject = find("listing", listing.pk, reader=taker)
    assert subject is not None
    answers = all_at_once(
        8,
        lambda number: services.report(
            by=taker,
            report_id=uuid4(),
            subject_type="listing",
            subject=subject,
            reason="spam",
        ),
    )
    assert sum(is_new for _row, is_new in answers) == 1
    assert Report.objects.count() == 1
