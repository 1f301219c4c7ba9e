"""Every verb in every state: what the table allows happens, everything else is refused."""

from collections.abc import Callable
from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest

from accounts.models import User
from core import clock
from core.errors import TransitionForbidden
from posts.models import Post
from tests.posts.kinds import Kind, facts

pytestmark = pytest.mark.django_db

Verb = Callable[[Kind, Post, User], Any]


def _update(kind: Kind, post: Post, by: User) -> None:
    kind.call("update", post, by=by, quantity=Decimal(5))


def _extend(kind: Kind, post: Post, by: User) -> None:
    kind.extend(post, by, clock.now() + timedelta(days=9))


def _withdraw(kind: Kind, post: Post, by: User) -> None:
    kind.call("withdraw", post, by=by)


def _undo(kind: Kind, post: Post, by: User) -> None:
    kind.call("undo", post, by=by)


def _expire(kind: Kind, post: Post, by: User) -> None:
    with clock.at(clock.now() + timedelta(days=3)):
        kind.call("expire", post)


# Verb, state before (`open`, `covered` and `done` by each kind's own name), state after.
DONE: list[tuple[Verb, str, str]] = [
    (_update, "open", "open"),
    (_update, "covered", "open"),
    (_extend, "open", "open"),
    (_extend, "covered", "covered"),
    (_extend, "expired", "open"),
    (_withdraw, "open", "withdrawn"),
    (_withdraw, "covered", "withdrawn"),
    (_withdraw, "withdrawn", "withdrawn"),
    (_undo, "withdrawn", "open"),
    (_expire, "open", "expired"),
    (_expire, "covered", "covered"),
    (_expire, "expired", "expired"),
    (_expire, "withdrawn", "withdrawn"),
    (_expire, "done", "done"),
]
REFUSED: list[tuple[Verb, str]] = [
    (_update, "done"),
    (_update, "expired"),
    (_update, "withdrawn"),
    (_extend, "done"),
    (_extend, "withdrawn"),
    (_withdraw, "done"),
    (_withdraw, "expired"),
]


def _named(kind: Kind, state: str) -> str:
    name: str = getattr(kind, state, state)
    return name


@pytest.mark.parametrize(("verb", "before", "after"), DONE)
def test_verb_leads_to_state(kind: Kind, verb: Verb, before: str, after: str, giver: User) -> None:
    post = kind.in_state(_named(kind, before), giver)

    verb(kind, post, giver)

    post.refresh_from_db()
    assert post.state == _named(kind, after)


@pytest.mark.parametrize(("verb", "state"), REFUSED)
def test_verb_is_refused_in_state_and_says_what_is_possible(
    kind: Kind, verb: Verb, state: str, giver: User
) -> None:
    post = kind.in_state(_named(kind, state), giver)
    known = facts(post)

    with pytest.raises(TransitionForbidden) as refused:
        verb(kind, post, giver)

    possible = {"expired": [kind.open], "withdrawn": [kind.open, kind.covered]}
    allowed = possible.get(state, [])
    assert refused.value.details == {"state": post.state, "allowed": allowed}
    assert facts(post) == known


def test_every_state_has_its_row_and_leads_to_known_states(kind: Kind, giver: User) -> None:
    model = type(kind.make(by=giver))
    states = {kind.open, kind.covered, kind.done, "expired", "withdrawn"}

    assert set(model.TRANSITIONS) == states
    assert {after for row in model.TRANSITIONS.values() for after in row} <= states


def test_each_side_has_a_text_for_every_state(kind: Kind, giver: User) -> None:
    post = kind.make(by=giver)
    for state in post.TRANSITIONS:
        post.state = state
        assert post.text_for_owner() != post.text_for_others()
