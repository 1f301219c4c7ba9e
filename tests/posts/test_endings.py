"""Before the end its side is asked, once for each end; a link in the mail gives one more day."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.test import Client

from accounts.models import User
from core import clock
from core.events.models import DomainEvent
from listings import tasks as listing_tasks
from posts import services as posts
from posts.endings import each
from posts.links import extend_link
from posts.models import Post
from requests_app import tasks as request_tasks
from tests.factories import make_organization, make_user
from tests.posts.kinds import LISTING, Kind

pytestmark = pytest.mark.django_db
PARIS = ZoneInfo("Europe/Paris")
ASKED = {"listing": "listing_ending", "request": "request_ending"}


def ask(kind: Kind) -> list[tuple[str, str, str]]:
    """Run the task; kind, whom and about what, of each notice so far."""
    tasks = listing_tasks if kind is LISTING else request_tasks
    tasks.ask_before_end()
    notices = DomainEvent.objects.filter(type="notification.requested").order_by("occurred_at")
    return [(n.payload["kind"], n.payload["to"], n.payload["about"][1]) for n in notices]


def ending(kind: Kind, by: User, hours: float, **values: object) -> Post:
    made: Post = kind.make(by=by, **{kind.end: clock.now() + timedelta(hours=hours), **values})
    return made


def test_long_ones_are_asked_six_hours_ahead_once(kind: Kind, giver: User) -> None:
    post = ending(kind, giver, 24)
    notice = (ASKED[kind.name], str(giver.pseudonym), str(post.pk))

    with clock.at(clock.now() + timedelta(hours=17, minutes=59)):
        assert ask(kind) == []
    with clock.at(clock.now() + timedelta(hours=18)):
        assert ask(kind) == [notice]
        assert ask(kind) == [notice]


def test_short_ones_are_asked_an_hour_ahead(kind: Kind, giver: User) -> None:
    ending(kind, giver, 4)

    with clock.at(clock.now() + timedelta(hours=2, minutes=59)):
        assert ask(kind) == []
    with clock.at(clock.now() + timedelta(hours=3)):
        assert len(ask(kind)) == 1


def test_another_end_is_another_question(kind: Kind, giver: User) -> None:
    post = ending(kind, giver, 24)
    with clock.at(clock.now() + timedelta(hours=20)):
        assert len(ask(kind)) == 1
        kind.extend(post, giver, clock.now() + timedelta(hours=24))
        assert len(ask(kind)) == 1
    with clock.at(clock.now() + timedelta(hours=40)):
        assert len(ask(kind)) == 2


def test_an_organization_is_asked_as_such(kind: Kind, giver: User) -> None:
    organization = make_organization(by=giver)
    ending(kind, giver, 1, organization=organization)

    assert [to for _, to, _ in ask(kind)] == [str(organization.pseudonym)]


def test_what_is_over_hidden_or_all_promised_is_asked_nothing(kind: Kind, giver: User) -> None:
    hidden, promised = ending(kind, giver, 1), ending(kind, giver, 1)
    posts.hide(hidden, by=make_user(is_staff=True))
    posts.hold(promised, quantity=promised.quantity, actor=giver.pseudonym)
    kind.call("withdraw", ending(kind, giver, 1), by=giver)

    assert ask(kind) == []
    with clock.at(clock.now() + timedelta(hours=2)):
        assert ask(kind) == []


def test_one_that_fails_does_not_keep_the_others(kind: Kind, giver: User) -> None:
    rows = [kind.make(by=giver) for _ in range(3)]
    done = []

    def touch(post: Post) -> None:
        if post.pk == rows[1].pk:
            raise ValueError("this one alone")
        done.append(post.pk)

    each(rows, touch, doing="testing")

    assert done == [rows[0].pk, rows[2].pk]


# --- The link in the mail -------------------------------------------------------------------------


def test_the_link_gives_one_more_day_to_whoever_holds_it_once(kind: Kind, giver: User) -> None:
    giver.timezone = "Europe/Paris"
    giver.save(update_fields=["timezone"])
    post = ending(kind, giver, 5)
    link, browser = extend_link(post), Client()
    day = getattr(post, kind.end).astimezone(PARIS).date() + timedelta(days=1)
    evening = datetime(day.year, day.month, day.day, 20, tzinfo=PARIS)

    asked = browser.get(link)
    assert asked.status_code == 200
    assert getattr(fresh(post), kind.end) == getattr(post, kind.end)
    for _ in range(2):
        assert browser.post(link).status_code == 302
    assert getattr(fresh(post), kind.end) == evening
    assert fresh(post).version == 2
    assert browser.get(link).context["is_done"] is True


def test_what_has_expired_meanwhile_is_open_again(kind: Kind, giver: User) -> None:
    post = ending(kind, giver, 5)
    link = extend_link(post)
    with clock.at(clock.now() + timedelta(hours=30)):
        kind.call("expire", post)
        Client().post(link)
        assert fresh(post).state == kind.open
        assert getattr(fresh(post), kind.end) > clock.now()


def test_a_link_is_good_for_a_week_and_for_its_own_kind(kind: Kind, giver: User) -> None:
    post = ending(kind, giver, 5)
    link, browser = extend_link(post), Client()
    wrong = link.replace("/listings/", "/other/").replace("/requests/", "/listings/")
    wrong = wrong.replace("/other/", "/requests/")

    assert browser.get(wrong).status_code == 404
    assert browser.get(link[:-3] + "xy/").status_code == 404
    with clock.at(clock.now() + timedelta(days=7, seconds=1)):
        assert browser.get(link).status_code == 404
        assert browser.post(link).status_code == 404
    assert fresh(post).version == 1


def test_a_link_to_what_is_withdrawn_or_hidden_changes_nothing(kind: Kind, giver: User) -> None:
    withdrawn, hidden = ending(kind, giver, 5), ending(kind, giver, 5)
    links = [extend_link(withdrawn), extend_link(hidden)]
    kind.call("withdraw", withdrawn, by=giver)
    posts.hide(hidden, by=make_user(is_staff=True))
    browser = Client()

    assert [browser.get(link).status_code for link in links] == [200, 404]
    assert [browser.post(link).status_code for link in links] == [302, 404]
    assert (fresh(withdrawn).state, fresh(hidden).version) == ("withdrawn", 2)


def test_a_suspended_owners_link_is_refused(kind: Kind, giver: User) -> None:
    post = ending(kind, giver, 5)
    link = extend_link(post)
    giver.suspended_at = clock.now()
    giver.save(update_fields=["suspended_at"])

    refused = Client().post(link)

    assert (refused.status_code, fresh(post).version) == (409, 1)
    assert "suspended" in refused.text


def fresh(post: Post) -> Post:
    found: Post = type(post).rows().get(pk=post.pk)
    return found
