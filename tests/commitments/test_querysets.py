from datetime import timedelta

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import connection

from accounts import services as accounts
from commitments import services
from commitments.models import Commitment
from commitments.permissions import sides_of
from core import clock
from tests.factories import (
    make_commitment,
    make_listing,
    make_organization,
    make_request,
    make_user,
)

pytestmark = pytest.mark.django_db


def waiting(user) -> set[Commitment]:
    return set(Commitment.objects.waiting_for(user))


def test_visible_to_its_two_sides_only(proposed, giver, taker, stranger):
    assert set(Commitment.objects.visible_to(giver)) == {proposed}
    assert set(Commitment.objects.visible_to(taker)) == {proposed}
    assert set(Commitment.objects.visible_to(stranger)) == set()
    assert set(Commitment.objects.visible_to(AnonymousUser())) == set()


def test_owner_who_left_the_organization_sees_nothing_of_it(giver, taker):
    other = make_user(email="other@example.org")
    pantry = make_organization(by=other)
    membership = accounts.add_member(
        organization=pantry, by=other, email="giver@example.org", role="coordinator"
    )
    commitment = make_commitment(by=taker, listing=make_listing(by=giver, organization=pantry))
    assert set(Commitment.objects.visible_to(giver)) == {commitment}
    accounts.remove_member(membership=membership, by=other)
    assert set(Commitment.objects.visible_to(giver)) == set()
    assert set(Commitment.objects.visible_to(other)) == {commitment}


def test_side_agrees_with_the_queryset(proposed, giver, taker, stranger):
    for user in (giver, taker, stranger):
        side = sides_of(user, [proposed])[proposed.pk]
        found = {s for s in ("giver", "receiver") if Commitment.objects.with_side(s, user).exists()}
        assert found == ({side} if side else set())


def test_proposal_waits_for_the_one_who_is_asked(proposed, giver, taker):
    assert (waiting(giver), waiting(taker)) == ({proposed}, set())
    assert set(Commitment.objects.sent_by(taker)) == {proposed}
    assert set(Commitment.objects.sent_by(giver)) == set()


def test_offer_waits_for_the_receiver(giver, taker):
    offered = make_commitment(by=giver, request=make_request(by=taker), travel="deliver")
    assert (waiting(giver), waiting(taker)) == (set(), {offered})


def test_late_proposal_waits_for_nobody(proposed, giver):
    with clock.at(proposed.expires_at):
        assert waiting(giver) == set()


def test_agreed_waits_for_both_once_its_time_is_over(accepted, giver, taker, stranger):
    assert (waiting(giver), waiting(taker)) == (set(), set())
    with clock.at(accepted.handover_end):
        assert (waiting(giver), waiting(taker)) == ({accepted}, {accepted})
        assert waiting(stranger) == set()


def test_stated_hand_over_waits_for_the_other_side(fulfilled, giver, taker, stranger):
    assert waiting(taker) == {fulfilled}
    assert waiting(giver) == waiting(stranger) == set()
    assert Commitment.objects.tally_for(taker, clock.now())["waiting"] == 1
    with clock.at(fulfilled.ended_at + timedelta(hours=48)):
        assert waiting(taker) == set()


@pytest.mark.parametrize("answer", [services.confirm, services.dispute])
def test_answered_hand_over_waits_for_nobody(fulfilled, taker, answer):
    answer(commitment=fulfilled, by=taker)
    assert waiting(taker) == set()


def test_declined_waits_for_nobody(proposed, giver):
    services.decline(commitment=proposed, by=giver)
    assert waiting(giver) == set()


def test_own_promises_are_found_by_index(proposed, giver):
    """Beside an `OR`, `IN (SELECT …)` would read the whole table."""
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")
    plan = Commitment.objects.visible_to(giver).explain()
    assert "Seq Scan on commitments_commitment" not in plan
    assert "Index Scan" in plan
