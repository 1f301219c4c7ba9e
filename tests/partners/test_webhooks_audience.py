"""What an organization is told: what its people would see themselves, where it asked for it."""

from datetime import timedelta
from uuid import UUID, uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts import services as accounts
from accounts.models import Organization, User
from commitments import services as commitments
from core import clock
from core.events.drain import drain
from core.events.log import append
from core.events.models import DomainEvent
from core.events.redelivery import replay
from core.geo.cells import Point
from listings import services as listings
from listings.models import Listing
from partners.models import Webhook
from partners.webhooks import services
from partners.webhooks.audience import Standing, state_told
from partners.webhooks.content import told
from partners.webhooks.enums import EventType
from posts import services as posts
from tests.factories import (
    LYON,
    make_commitment,
    make_listing,
    make_organization,
    make_request,
)
from tests.moderation.people import make_moderator
from tests.partners.hooks import make_webhook, planned, types_of

pytestmark = pytest.mark.django_db
URL = "https://192.0.9.1/hook"
FAR = (48.8566, 2.3522)


@pytest.fixture
def pantry(giver: User) -> Organization:
    return make_organization(by=giver)


def hook(organization: Organization, **values: object) -> Webhook:
    return make_webhook(organization, URL, **values)[0]  # type: ignore[arg-type]


def states(webhook: Webhook, subject: UUID) -> list[tuple[str, str]]:
    """(type, state told) of all that is planned about a subject."""
    rows = [each for each in planned(webhook) if each.subject_id == subject]
    return [(each.event_type, each.subject_state) for each in rows]


def test_only_what_was_asked_for(pantry: Organization, taker: User) -> None:
    webhook = hook(pantry, types=["request.created"])
    make_listing(by=taker)
    asked = make_request(by=taker)

    assert types_of(webhook) == ["request.created"]
    assert planned(webhook)[0].subject_id == asked.pk


def test_each_event_is_planned_once(pantry: Organization, taker: User) -> None:
    webhook = hook(pantry)
    make_listing(by=taker)
    before = planned(webhook)
    replay("webhooks")

    assert planned(webhook) == before
    assert len(before) == 1


def test_nothing_from_before_it_subscribed_nor_from_long_ago(
    pantry: Organization, taker: User
) -> None:
    make_listing(by=taker)
    drain("webhooks")
    webhook = hook(pantry)
    replay("webhooks")
    assert planned(webhook) == []

    make_listing(by=taker)
    with clock.at(clock.now() + timedelta(days=31)):
        assert planned(webhook) == []


def test_a_webhook_that_is_off_is_told_nothing(pantry: Organization, taker: User) -> None:
    webhook = hook(pantry)
    make_listing(by=taker)
    planned(webhook)
    services.disable(webhook=webhook, by=pantry.memberships.get().user)
    make_listing(by=taker)

    assert [each.state for each in planned(webhook)] == ["skipped"]


def test_an_area_of_any_size(pantry: Organization, taker: User) -> None:
    near = make_listing(by=taker, place=LYON)
    cell = near.cell_ancestry
    everywhere, wide, quarter, street = (
        hook(pantry, types=["listing.created"], cell=each) for each in ("", *cell)
    )
    inside = make_listing(by=taker, place=LYON)
    outside = make_listing(by=taker, place=FAR)

    assert [each.subject_id for each in planned(everywhere)] == [inside.pk, outside.pk]
    for webhook in (wide, quarter, street):
        assert [each.subject_id for each in planned(webhook)] == [inside.pk]


def test_what_moves_away_says_so_where_it_was(pantry: Organization, taker: User) -> None:
    listing = make_listing(by=taker, place=LYON)
    webhook = hook(pantry, cell=listing.cell_ancestry[0])
    listings.update(listing=listing, by=taker, place=Point(*FAR))
    listings.update(listing=listing, by=taker, title="Far away")

    (heard,) = planned(webhook)
    event = heard.event
    assert event is not None
    assert heard.event_type == "listing.updated"
    assert not set(told(heard)["data"]["cells"]) & set(event.payload["moved_from"])


def test_households_requests_are_told_by_id_and_area_alone(
    pantry: Organization, taker: User
) -> None:
    webhook = hook(pantry)
    asked = make_request(by=taker, note="For my sick mother, second floor")

    (heard,) = planned(webhook)
    assert set(told(heard)) == {"type", "timestamp", "data"}
    assert told(heard)["data"] == {
        "event": str(heard.event_id),
        "subject_type": "request",
        "subject": str(asked.pk),
        "version": 1,
        "state": "open",
        "cells": asked.cell_ancestry,
    }
    assert str(taker.pseudonym) not in str(told(heard))


def test_promises_are_told_to_their_own_sides_alone(pantry: Organization, taker: User) -> None:
    giver = pantry.memberships.get().user
    other = make_organization(by=taker)
    ours, theirs, strangers = hook(pantry), hook(other), hook(make_organization())
    listing = make_listing(by=giver, organization=pantry)
    promise = make_commitment(by=taker, listing=listing)  # by a person, not by their organization
    promise = commitments.accept(commitment=promise, by=giver)

    expected = [("commitment.created", "proposed"), ("commitment.updated", "accepted")]
    assert states(ours, promise.pk) == expected
    assert states(theirs, promise.pk) == []
    assert states(strangers, promise.pk) == []


def test_what_a_moderator_hides_is_told_once_and_again_when_it_is_shown(
    pantry: Organization, taker: User
) -> None:
    moderator, own = make_moderator(), make_organization(by=taker)
    webhook, theirs = hook(pantry), hook(own)
    listing = make_listing(by=taker, organization=own)
    planned(webhook)
    posts.set_hidden(listing, hidden=True, by=moderator)
    planned(webhook)
    listings.update(listing=Listing.objects.get(pk=listing.pk), by=taker, title="Still hidden")
    planned(webhook)
    posts.set_hidden(Listing.objects.get(pk=listing.pk), hidden=False, by=moderator)

    assert states(webhook, listing.pk) == [
        ("listing.created", "active"),
        ("listing.updated", "hidden"),
        ("listing.updated", "active"),
    ]
    assert [state for _type, state in states(theirs, listing.pk)] == ["active"] * 4


def test_that_a_person_has_left_is_told_to_all_who_may_hold_a_copy(
    pantry: Organization, taker: User
) -> None:
    webhook = hook(pantry)
    listing = make_listing(by=taker, title="My plums")
    listings.withdraw(listing=listing, by=taker)
    accounts.erase(user=taker)

    assert ("listing.erased", "erased") in states(webhook, listing.pk)


def test_organizations_and_their_changes(pantry: Organization, taker: User) -> None:
    webhook = hook(pantry, types=["organization.created", "organization.updated"])
    other = make_organization(by=taker)
    accounts.edit_organization(organization=other, by=taker, description="New")

    assert states(webhook, other.pk) == [("organization.created", ""), ("organization.updated", "")]
    assert told(planned(webhook)[0])["data"]["state"] is None


def test_explanations_are_everybodys(pantry: Organization) -> None:
    webhook = hook(pantry, types=["insight.generated"])
    explanation = uuid4()
    append(
        "insight.generated",
        subject_type="explanation",
        subject_id=explanation,
        subject_version=1,
        actor=None,
        payload={"signal": str(uuid4()), "language": "en"},
        cells=["u05k"],
    )
    assert states(webhook, explanation) == [("insight.generated", "")]


def test_one_that_is_gone_is_told_of_to_nobody() -> None:
    event = DomainEvent(type="commitment.erased", subject_type="commitment", subject_id=uuid4())
    own, other = uuid4(), uuid4()
    private = Standing("fulfilled", own=frozenset({own}), is_private=True)

    assert state_told(event, None, own) is None
    assert state_told(event, private, other) is None
    assert state_told(event, private, own) == "erased"


def test_planning_costs_the_same_whatever_the_number(pantry: Organization, taker: User) -> None:
    hook(pantry)
    counts = []
    for number in (1, 1, 6):
        for _ in range(number):
            make_listing(by=taker)
            make_request(by=taker)
        with CaptureQueriesContext(connection) as asked:
            drain("webhooks")
        counts.append(len(asked))
        hook(pantry)
    assert counts[1] == counts[2]  # the first also makes the bell


def test_every_type_can_be_asked_for_and_is_in_the_log_of_no_other_kind() -> None:
    kinds = {kind.partition(".")[0] for kind in EventType.values}
    assert kinds == {"listing", "request", "commitment", "organization", "insight"}
