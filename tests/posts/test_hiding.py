"""What a moderator hides: nobody but its side sees it, nobody promises on it, no figure changes."""

from collections.abc import Callable

import pytest
from django.test import Client
from pytest_django import Settings
from rest_framework.test import APIClient

from accounts.models import User
from core.errors import NotAllowed, TransitionForbidden
from posts import services as posts
from tests.factories import make_user
from tests.posts.kinds import D, Kind, books, facts

pytestmark = pytest.mark.django_db
Api = Callable[..., APIClient]


@pytest.fixture
def moderator() -> User:
    return make_user(is_staff=True)


def test_hide_and_unhide_change_no_figure_and_no_promise(
    kind: Kind, giver: User, moderator: User
) -> None:
    post = kind.make(by=giver, quantity="3")
    posts.hold(post, quantity=D(1), actor=giver.pseudonym)

    assert [posts.hide(post, by=moderator) for _ in range(2)] == [True, False]
    assert books(post) == (D(2), D(1), D(0), kind.open)
    assert [posts.unhide(post, by=moderator) for _ in range(2)] == [True, False]

    assert facts(post)[-2:] == [
        (3, f"{kind.name}.updated", {"hidden": True}),
        (4, f"{kind.name}.updated", {"hidden": False}),
    ]
    posts.settle(post, promised=D(1), handed_over=D(1), actor=giver.pseudonym)
    assert books(post) == (D(2), D(0), D(1), kind.open)


def test_only_moderators_hide(kind: Kind, giver: User, stranger: User) -> None:
    post = kind.make(by=giver)
    for by in (giver, stranger):
        with pytest.raises(NotAllowed):
            posts.hide(post, by=by)
        with pytest.raises(NotAllowed):
            posts.unhide(post, by=by)


def test_nobody_promises_on_what_is_hidden(kind: Kind, giver: User, moderator: User) -> None:
    post = kind.make(by=giver)
    posts.hide(post, by=moderator)

    with pytest.raises(TransitionForbidden):
        posts.hold(post, quantity=D(1), actor=giver.pseudonym)
    posts.unhide(post, by=moderator)
    posts.hold(post, quantity=D(1), actor=giver.pseudonym)


def test_others_are_told_there_is_none(
    kind: Kind, api: Api, giver: User, stranger: User, moderator: User
) -> None:
    post, browser = kind.make(by=giver), Client()
    posts.hide(post, by=moderator)

    for caller in (api(), api(stranger)):
        assert caller.get(f"/api/v1/{kind.name}s/{post.pk}").status_code == 404
        assert caller.get(f"/api/v1/{kind.name}s").json()["data"]["items"] == []
    assert browser.get(post.get_absolute_url()).status_code == 404
    browser.force_login(stranger)
    assert browser.get(post.get_absolute_url()).status_code == 404


def test_an_old_link_to_what_ended_hidden_is_dead(kind: Kind, giver: User, moderator: User) -> None:
    post = kind.make(by=giver)
    posts.hide(post, by=moderator)
    kind.call("withdraw", post, by=giver)
    assert Client().get(post.get_absolute_url()).status_code == 404


def test_its_owner_is_told(kind: Kind, api: Api, giver: User, moderator: User) -> None:
    post, browser = kind.make(by=giver), Client()
    posts.hide(post, by=moderator)
    browser.force_login(giver)

    assert "A moderator has hidden this." in browser.get(post.get_absolute_url()).text
    assert api(giver).get(f"/api/v1/{kind.name}s/{post.pk}").status_code == 200


def test_at_the_desk_it_is_hidden_shown_and_found(
    kind: Kind, giver: User, moderator: User, settings: Settings
) -> None:
    settings.STAFF_MFA_REQUIRED = False
    post, desk = kind.make(by=giver), Client()
    desk.force_login(moderator)
    opts = post._meta
    address = f"/admin/{opts.app_label}/{opts.model_name}/"

    desk.post(address, {"action": "hide", "_selected_action": [str(post.pk)]})
    post.refresh_from_db()
    assert post.is_hidden is True
    found = desk.get(f"{address}?hidden_at__isempty=0")
    assert [row.pk for row in found.context["cl"].result_list] == [post.pk]

    desk.post(address, {"action": "unhide", "_selected_action": [str(post.pk)]})
    post.refresh_from_db()
    assert post.is_hidden is False
