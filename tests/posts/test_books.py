"""`quantity = remaining + promised + handed over`, whatever happens."""

from datetime import timedelta
from decimal import Decimal
from random import Random

import pytest
from django.db import IntegrityError, transaction

from accounts.models import User
from core import clock
from core.errors import Invalid, NotEnoughLeft, TransitionForbidden
from posts import services as posts
from tests.posts.kinds import LISTING, Kind, books, facts

pytestmark = pytest.mark.django_db
D = Decimal


def test_hold_takes_from_what_remains(kind: Kind, giver: User) -> None:
    post = kind.make(by=giver, quantity="3")

    posts.hold(post, quantity=D("1.25"), actor=giver.pseudonym)

    assert books(post) == (D("1.75"), D("1.25"), D(0), kind.open)
    assert facts(post)[1:] == [(2, f"{kind.name}.updated", {})]


def test_hold_of_all_covers_it(kind: Kind, giver: User) -> None:
    post = kind.make(by=giver, quantity="3")

    posts.hold(post, quantity=D(3), actor=giver.pseudonym)

    assert books(post) == (D(0), D(3), D(0), kind.covered)


def test_hold_of_more_than_remains_is_refused_and_says_what_is_left(
    kind: Kind, giver: User
) -> None:
    post = kind.make(by=giver, quantity="3")
    posts.hold(post, quantity=D(1), actor=giver.pseudonym)

    with pytest.raises(NotEnoughLeft) as refused:
        posts.hold(post, quantity=D("2.001"), actor=giver.pseudonym)

    assert str(refused.value) == "Only 2 kg left."
    assert refused.value.details == {"left": "2", "unit": "kg"}
    assert books(post) == (D(2), D(1), D(0), kind.open)


def test_hold_on_a_covered_post_says_that_nothing_is_left(kind: Kind, giver: User) -> None:
    post = kind.in_state(kind.covered, giver)

    with pytest.raises(NotEnoughLeft) as refused:
        posts.hold(post, quantity=D(1), actor=giver.pseudonym)

    assert str(refused.value) == "Nothing is left."
    assert refused.value.details == {"left": "0", "unit": "kg"}


@pytest.mark.parametrize("state", ["done", "expired", "withdrawn"])
def test_hold_on_an_ended_post_is_refused(kind: Kind, state: str, giver: User) -> None:
    post = kind.in_state(kind.done if state == "done" else state, giver)

    with pytest.raises(TransitionForbidden) as refused:
        posts.hold(post, quantity=D(1), actor=giver.pseudonym)

    assert refused.value.details == {"state": post.state, "allowed": []}


def test_hold_is_refused_once_the_time_is_over_though_nobody_has_swept(
    kind: Kind, giver: User
) -> None:
    post = kind.make(by=giver)

    with (
        clock.at(getattr(post, kind.end)),
        pytest.raises(TransitionForbidden, match="This is no longer open"),
    ):
        posts.hold(post, quantity=D(1), actor=giver.pseudonym)

    assert books(post) == (D(3), D(0), D(0), kind.open)


@pytest.mark.parametrize("quantity", ["0", "-1", "0.0005", "NaN", "Infinity"])
def test_hold_of_what_the_books_cannot_hold_is_refused(
    kind: Kind, quantity: str, giver: User
) -> None:
    post = kind.make(by=giver)

    with pytest.raises(Invalid) as refused:
        posts.hold(post, quantity=D(quantity), actor=giver.pseudonym)

    assert list(refused.value.details) == ["quantity"]


def test_settle_without_a_hand_over_opens_it_again(kind: Kind, giver: User) -> None:
    post = kind.in_state(kind.covered, giver)

    posts.settle(post, promised=D(3), handed_over=D(0), actor=None)

    assert books(post) == (D(3), D(0), D(0), kind.open)
    assert facts(post)[-1] == (3, f"{kind.name}.updated", {})


def test_settle_of_a_part_opens_the_rest(kind: Kind, giver: User) -> None:
    post = kind.in_state(kind.covered, giver)

    posts.settle(post, promised=D(3), handed_over=D("2.5"), actor=giver.pseudonym)

    assert books(post) == (D("0.5"), D(0), D("2.5"), kind.open)


def test_settle_of_all_is_the_end(kind: Kind, giver: User) -> None:
    post = kind.in_state(kind.covered, giver)

    posts.settle(post, promised=D(3), handed_over=D(3), actor=giver.pseudonym)

    assert books(post) == (D(0), D(0), D(3), kind.done)
    assert facts(post)[-1] == (3, f"{kind.name}.{kind.done}", {})


def test_settle_of_all_but_another_promise_stays_covered(kind: Kind, giver: User) -> None:
    post = kind.make(by=giver, quantity="3")
    posts.hold(post, quantity=D(1), actor=giver.pseudonym)
    posts.hold(post, quantity=D(2), actor=giver.pseudonym)

    posts.settle(post, promised=D(1), handed_over=D(1), actor=giver.pseudonym)

    assert books(post) == (D(0), D(2), D(1), kind.covered)


def test_settle_sees_what_others_wrote_since(kind: Kind, giver: User) -> None:
    post = kind.make(by=giver, quantity="3")
    posts.hold(post, quantity=D(1), actor=giver.pseudonym)
    stale = type(post).objects.get(pk=post.pk)
    kind.call("update", post, by=giver, quantity=D(10))

    posts.settle(stale, promised=D(1), handed_over=D(1), actor=giver.pseudonym)

    assert books(post) == (D(9), D(0), D(1), kind.open)


@pytest.mark.parametrize("state", ["expired", "withdrawn"])
def test_a_promise_kept_after_the_end_leaves_the_state(kind: Kind, state: str, giver: User) -> None:
    post = kind.make(by=giver, quantity="3")
    posts.hold(post, quantity=D(1), actor=giver.pseudonym)
    if state == "withdrawn":
        kind.call("withdraw", post, by=giver)
    else:
        with clock.at(getattr(post, kind.end)):
            kind.call("expire", post)

    posts.settle(post, promised=D(1), handed_over=D(1), actor=giver.pseudonym)

    assert books(post) == (D(2), D(0), D(1), state)
    assert facts(post)[-1] == (4, f"{kind.name}.updated", {})


def test_parts_given_back_after_a_withdrawal_add_up_to_all_of_it(kind: Kind, giver: User) -> None:
    post = kind.make(by=giver, food="egg", quantity="7", unit="piece")
    for _ in range(7):
        posts.hold(post, quantity=D(1), actor=giver.pseudonym)
    kind.call("withdraw", post, by=giver)

    for _ in range(7):
        posts.settle(post, promised=D(1), handed_over=D(0), actor=giver.pseudonym)

    corrections = sum(payload.get(kind.correction, 0) for _, _, payload in facts(post))
    assert corrections == -post.grams


def test_grams_never_drift_however_the_quantity_is_cut(giver: User) -> None:
    chance = Random(7)
    post = LISTING.make(by=giver, food="egg", quantity="1", unit="piece")
    for _ in range(5):
        posts.hold(post, quantity=D(chance.randint(1, 150)) / 1000, actor=giver.pseudonym)
    kept = post.promised
    with clock.at(post.available_until + timedelta(seconds=1)):
        LISTING.call("expire", post)
        posts.settle(post, promised=kept, handed_over=D(0), actor=None)

    lost = [fact.get("lost", 0) + fact.get("lost_delta", 0) for _, _, fact in facts(post)]
    assert sum(lost) == post.grams


@pytest.mark.parametrize(
    "wrong",
    [
        {"remaining": D(4)},
        {"remaining": D(4), "promised": D(-1)},
        {"quantity": D(0), "remaining": D(0)},
        {"grams": -1},
        {"state": "eaten"},
    ],
    ids=["unbalanced", "negative", "nothing", "weightless", "unknown state"],
)
def test_the_database_refuses_books_that_do_not_balance(
    kind: Kind, wrong: dict[str, object], giver: User
) -> None:
    post = kind.make(by=giver, quantity="3")

    with pytest.raises(IntegrityError), transaction.atomic():
        type(post).objects.filter(pk=post.pk).update(**wrong)
