from datetime import timedelta

import pytest
from django.contrib.auth.models import Permission
from django.test import Client
from django.utils import timezone

from accounts.models import User
from core import clock
from core.events.models import DomainEvent
from posts.evenings import evening_after
from tests.factories import make_organization, make_user
from tests.posts.kinds import Kind, facts

pytestmark = pytest.mark.django_db
ROOTS = {"listing": "/admin/listings/listing/", "request": "/admin/requests_app/foodrequest/"}


@pytest.fixture
def operator(db: None) -> User:
    return make_user(email="operator@example.org", is_staff=True)


@pytest.fixture
def at_the_desk(operator: User, settings: object) -> Client:
    settings.STAFF_MFA_REQUIRED = False  # type: ignore[attr-defined]
    browser = Client()
    browser.force_login(operator)
    return browser


def run(browser: Client, kind: Kind, action: str, *posts: object) -> list[str]:
    """The messages an action leaves."""
    chosen = {"action": action, "_selected_action": [str(post.pk) for post in posts]}  # type: ignore[attr-defined]
    answer = browser.post(ROOTS[kind.name], chosen, follow=True)
    return [str(message) for message in answer.context["messages"]]


@pytest.mark.parametrize("word", ["giver@example", "Gina", "Quay", "tomat", "u05kq5"])
def test_posts_are_found_by_whom_what_and_id(
    kind: Kind, word: str, at_the_desk: Client, giver: User
) -> None:
    post = kind.make(by=giver, organization=make_organization(by=giver, name="Quay Pantry"))
    kind.make(by=make_user(home=(46.0, 4.0)), food="egg", unit="piece")
    wanted = post.geohash if word == "u05kq5" else word

    for text in (wanted, str(post.pk)):
        page = at_the_desk.get(f"{ROOTS[kind.name]}?q={text}")
        assert [row.pk for row in page.context["cl"].queryset] == [post.pk]


def test_everything_is_readable_but_the_exact_place(
    kind: Kind, at_the_desk: Client, giver: User
) -> None:
    post = kind.make(by=giver, place=(45.761234, 4.839876))

    shown = at_the_desk.get(f"{ROOTS[kind.name]}{post.pk}/change/").text

    for secret in ("45.761", "4.8398", str(post.exact_place_id), 'name="_save"'):
        assert secret not in shown
    for fact in (post.cell, str(post.pk), "Gina Giver"):
        assert fact in shown
    assert f"/admin/core/domainevent/?q={post.pk}" in shown


def test_nothing_is_typed_in(kind: Kind, at_the_desk: Client, giver: User) -> None:
    post = kind.make(by=giver)
    root = ROOTS[kind.name]

    assert at_the_desk.get(f"{root}add/").status_code == 403
    assert at_the_desk.post(f"{root}{post.pk}/change/", {"state": kind.done}).status_code == 403
    assert at_the_desk.post(f"{root}{post.pk}/delete/", {"post": "yes"}).status_code == 403
    assert len(facts(post)) == 1


def test_actions_use_the_verbs_in_the_operators_name(
    kind: Kind, at_the_desk: Client, giver: User, operator: User
) -> None:
    post, done = kind.make(by=giver), kind.in_state(kind.done, giver)
    end = getattr(post, kind.end)

    assert run(at_the_desk, kind, "extend", post) == ["1 is changed."]
    post.refresh_from_db()
    with timezone.override(operator.timezone):
        assert getattr(post, kind.end) == evening_after(end)

    assert run(at_the_desk, kind, "withdraw", post, done) == [
        "Tomato: This has ended.",
        "1 is changed.",
    ]
    post.refresh_from_db()
    assert post.state == "withdrawn"
    last = DomainEvent.objects.get(subject_id=post.pk, subject_version=3)
    assert last.actor == operator.pseudonym


def test_what_is_over_can_be_closed_at_once(kind: Kind, at_the_desk: Client, giver: User) -> None:
    post, live = kind.make(by=giver), kind.make(by=giver)
    with clock.at(clock.now() - timedelta(days=9)):
        over = kind.make(by=giver)

    assert run(at_the_desk, kind, "expire", over, live) == ["1 is changed."]
    over.refresh_from_db()
    post.refresh_from_db()
    assert (over.state, post.state) == ("expired", kind.open)


def test_staff_without_the_right_only_look(
    kind: Kind, at_the_desk: Client, giver: User, operator: User
) -> None:
    operator.is_superuser = False
    operator.save(update_fields=["is_superuser"])
    model = "listing" if kind.name == "listing" else "foodrequest"
    operator.user_permissions.add(Permission.objects.get(codename=f"view_{model}"))
    post = kind.make(by=giver)

    page = at_the_desk.get(ROOTS[kind.name])
    run(at_the_desk, kind, "withdraw", post)

    assert page.status_code == 200
    assert 'value="withdraw"' not in page.text
    assert len(facts(post)) == 1


def test_the_list_is_read_in_few_queries(
    kind: Kind, at_the_desk: Client, giver: User, django_assert_max_num_queries: object
) -> None:
    for _ in range(3):
        kind.make(by=giver)

    with django_assert_max_num_queries(8):  # type: ignore[operator]
        assert at_the_desk.get(ROOTS[kind.name]).status_code == 200


def test_strangers_are_refused(kind: Kind, stranger: User) -> None:
    browser = Client()
    assert browser.get(ROOTS[kind.name]).status_code == 302
    browser.force_login(stranger)
    assert browser.get(ROOTS[kind.name], follow=True).status_code == 403
