"""Undo of a withdrawal: by who did it, for ten minutes, with the figures as they were."""

from collections.abc import Callable
from datetime import timedelta
from decimal import Decimal

import pytest
from django.test import Client
from rest_framework.test import APIClient

from accounts.models import Membership, User
from core import clock
from core.errors import NotAllowed, TransitionForbidden
from insights.figures.rebuild import verify
from posts import services as posts
from tests.factories import make_organization, make_user
from tests.insights.events import drain_now
from tests.posts.kinds import D, Kind, books, facts

pytestmark = pytest.mark.django_db
Api = Callable[..., APIClient]


def test_undo_gives_back_what_the_withdrawal_took(kind: Kind, giver: User) -> None:
    post = kind.make(by=giver, quantity="3")
    posts.hold(post, quantity=D(1), actor=giver.pseudonym)
    kind.call("withdraw", post, by=giver)

    kind.call("undo", post, by=giver)

    assert books(post) == (D(2), D(1), D(0), kind.open)
    assert facts(post)[-2:] == [
        (3, f"{kind.name}.withdrawn", {kind.correction: -2000}),
        (4, f"{kind.name}.updated", {kind.correction: 2000}),
    ]


def test_what_came_back_in_between_comes_back_too(kind: Kind, giver: User) -> None:
    post = kind.make(by=giver, quantity="3")
    posts.hold(post, quantity=D(1), actor=giver.pseudonym)
    kind.call("withdraw", post, by=giver)
    posts.settle(post, promised=D(1), handed_over=D(0), actor=giver.pseudonym)

    kind.call("undo", post, by=giver)

    assert books(post) == (D(3), D(0), D(0), kind.open)
    changes = [change for _, _, told in facts(post) for change in told.values()]
    assert changes == [3000, -2000, -1000, 3000]


@pytest.mark.parametrize("quantity", ["3", "0.001", "7.777"])
def test_figures_equal_a_rebuild(kind: Kind, giver: User, quantity: str) -> None:
    post = kind.make(by=giver, quantity=quantity)
    kind.call("withdraw", post, by=giver)
    kind.call("undo", post, by=giver)
    kind.call("withdraw", post, by=giver)
    kind.call("undo", post, by=giver)
    drain_now("aggregates")

    assert [comparison.different for comparison in verify(progress=lambda done: None)] == [0] * 5


def test_undo_twice_is_one(kind: Kind, giver: User) -> None:
    post = kind.make(by=giver)
    kind.call("withdraw", post, by=giver)
    kind.call("undo", post, by=giver)
    kind.call("undo", post, by=giver)

    assert [version for version, _, _ in facts(post)] == [1, 2, 3]


def test_undo_after_ten_minutes_is_too_late(kind: Kind, giver: User) -> None:
    post = kind.make(by=giver)
    kind.call("withdraw", post, by=giver)

    later = clock.now() + timedelta(minutes=10)
    with clock.at(later), pytest.raises(TransitionForbidden, match="too late"):
        kind.call("undo", post, by=giver)
    with clock.at(later - timedelta(seconds=30)):
        kind.call("undo", post, by=giver)
    assert post.state == kind.open


def test_only_who_withdrew_it_undoes_that(kind: Kind, giver: User, stranger: User) -> None:
    post = kind.make(by=giver)
    kind.call("withdraw", post, by=make_user(is_staff=True))

    for by in (giver, stranger):
        with pytest.raises(NotAllowed):
            kind.call("undo", post, by=by)


def test_who_no_longer_acts_for_the_organization_undoes_nothing(kind: Kind, giver: User) -> None:
    pantry = make_organization(by=make_user())
    membership = Membership.objects.create(organization=pantry, user=giver, role="coordinator")
    post = kind.make(by=giver, organization=pantry)
    kind.call("withdraw", post, by=giver)
    membership.delete()
    with pytest.raises(NotAllowed):
        kind.call("undo", post, by=giver)


def test_what_is_all_handed_over_since_stays_withdrawn(kind: Kind, giver: User) -> None:
    post = kind.make(by=giver, quantity="3")
    posts.hold(post, quantity=D(3), actor=giver.pseudonym)
    kind.call("withdraw", post, by=giver)
    posts.settle(post, promised=D(3), handed_over=D(3), actor=giver.pseudonym)

    with pytest.raises(TransitionForbidden):
        kind.call("undo", post, by=giver)
    assert post.state == "withdrawn"


def test_what_was_never_withdrawn_has_nothing_to_undo(kind: Kind, giver: User) -> None:
    with pytest.raises(TransitionForbidden):
        kind.call("undo", kind.make(by=giver), by=giver)


def test_the_page_offers_it_to_who_withdrew_and_it_works(kind: Kind, giver: User) -> None:
    post, browser = kind.make(by=giver), Client()
    browser.force_login(giver)
    browser.post(f"{post.get_absolute_url()}withdraw/")

    shown = browser.get(post.get_absolute_url())
    assert (shown.context["can_undo"], "You have just taken this back." in shown.text) == (
        True,
    ) * 2
    browser.post(f"{post.get_absolute_url()}undo/")

    post.refresh_from_db()
    assert post.state == kind.open
    assert browser.get(post.get_absolute_url()).context["can_undo"] is False


def test_the_address_is_for_its_own_side(kind: Kind, giver: User, stranger: User) -> None:
    post = kind.make(by=giver, organization=make_organization(by=giver))
    kind.call("withdraw", post, by=giver)
    address = f"{post.get_absolute_url()}undo/"
    browser = Client()
    assert browser.post(address).status_code == 302
    browser.force_login(stranger)
    assert browser.post(address).status_code == 404
    browser.force_login(giver)
    assert browser.get(address).status_code == 405
    post.refresh_from_db()
    assert post.state == "withdrawn"


def test_over_the_api(kind: Kind, api: Api, giver: User, stranger: User) -> None:
    post = kind.make(by=giver)
    address = f"/api/v1/{kind.name}s/{post.pk}"
    assert api(giver).post(f"{address}/withdraw").status_code == 200

    assert api().post(f"{address}/undo").status_code == 401
    assert api(stranger).post(f"{address}/undo").status_code == 404
    answered = api(giver).post(f"{address}/undo")

    assert (answered.status_code, answered.json()["data"]["state"]) == (200, kind.open)
    assert Decimal(answered.json()["data"]["quantity_remaining"]) == 3
