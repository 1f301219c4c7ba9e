"""Mails that can wait, together: once a period, of what is unread, and never an empty one."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta

import pytest

from accounts.models import User
from core import clock
from notifications import services
from notifications.models import Digest, Dispatch, Notification, Preferences
from notifications.sending import send_due
from notifications.tasks import make_digests, purge
from tests.factories import make_listing
from tests.notifications.mail_server import MailServer
from tests.notifications.test_sending import make_due, part

pytestmark = pytest.mark.django_db
Ask = Callable[..., None]
EIGHT = datetime(2026, 11, 25, 7, tzinfo=UTC)
"""In Lyon, where Gina lives."""


@pytest.fixture
def daily(giver: User) -> Preferences:
    """Gina reads her mails together, at eight in the morning."""
    return services.change_preferences(user=giver, digest="daily", digest_hour=8)


@pytest.fixture
def two(daily: Preferences, giver: User, ask: Ask) -> list[Notification]:
    """Two things that can wait happened the evening before."""
    with clock.at(EIGHT - timedelta(hours=12)):
        for food in ("tomato", "apple"):
            listing = make_listing(by=giver, food=food, available_until=EIGHT + timedelta(days=3))
            ask("listing_still_there", giver, ("listing", listing.pk))
    return list(Notification.objects.order_by("created_at"))


def test_what_can_wait_is_sent_together_once(
    two: list[Notification], mail_server: MailServer
) -> None:
    assert Dispatch.objects.count() == 0
    with clock.at(EIGHT - timedelta(minutes=1)):
        make_digests()
    assert Digest.objects.count() == 0
    with clock.at(EIGHT):
        make_digests()
        make_digests()
        assert send_due() == 1
    digest = Digest.objects.get()
    assert (digest.period, digest.rhythm) == (date(2026, 11, 25), "daily")
    [mail] = mail_server.mails
    assert mail["Subject"] == "2 things happened on FoodCoord"
    assert mail["Message-ID"] == f"<{Dispatch.objects.get().pk}@food.example>"
    for title in ("Tomato: is it still there?", "Apple: is it still there?"):
        assert f"* {title}\n" in part(mail, "plain")
        assert title in part(mail, "html")
    with clock.at(EIGHT + timedelta(hours=2)):
        make_digests()
        make_due()
        assert send_due() == 0


def test_what_comes_after_eight_waits_for_the_next(
    two: list[Notification], giver: User, ask: Ask
) -> None:
    with clock.at(EIGHT):
        make_digests()
    with clock.at(EIGHT + timedelta(hours=1)):
        listing = make_listing(by=giver, available_until=EIGHT + timedelta(days=3))
        ask("listing_still_there", giver, ("listing", listing.pk))
        make_digests()
    assert Digest.objects.count() == 1
    with clock.at(EIGHT + timedelta(days=1)):
        make_digests()
    assert [digest.notifications.count() for digest in Digest.objects.order_by("period")] == [2, 1]


def test_nothing_unread_makes_no_digest(two: list[Notification], giver: User) -> None:
    services.mark_all_read(user=giver)
    with clock.at(EIGHT):
        make_digests()
    assert (Digest.objects.count(), Dispatch.objects.count()) == (0, 0)


def test_digest_read_on_the_site_before_it_goes_out_is_not_sent(
    two: list[Notification], giver: User, mail_server: MailServer
) -> None:
    with clock.at(EIGHT):
        make_digests()
        services.mark_all_read(user=giver)
        assert send_due() == 0
    dispatch = Dispatch.objects.get()
    assert (dispatch.state, dispatch.skipped) == ("skipped", "empty")


def test_kind_switched_off_meanwhile_is_not_in_it(
    two: list[Notification], giver: User, mail_server: MailServer
) -> None:
    with clock.at(EIGHT):
        make_digests()
        services.change_preferences(user=giver, choices={"listing_still_there": {"email": False}})
        assert send_due() == 0


def test_what_is_urgent_does_not_wait(daily: Preferences, giver: User, ask: Ask) -> None:
    listing = make_listing(by=giver)
    ask("listing_ending", giver, ("listing", listing.pk))
    assert [dispatch.channel for dispatch in Dispatch.objects.all()] == ["email"]
    assert not Notification.objects.awaiting_digest().exists()


def test_without_a_digest_each_is_sent_by_itself(giver: User, ask: Ask) -> None:
    listing = make_listing(by=giver)
    ask("listing_still_there", giver, ("listing", listing.pk))
    assert Dispatch.objects.count() == 1


def test_old_notifications_are_forgotten_with_what_was_sent(
    two: list[Notification], mail_server: MailServer
) -> None:
    with clock.at(EIGHT):
        make_digests()
        send_due()
    with clock.at(EIGHT + timedelta(days=89)):
        purge()
    assert Notification.objects.count() == 2
    with clock.at(EIGHT + timedelta(days=91)):
        purge()
    assert (Notification.objects.count(), Digest.objects.count(), Dispatch.objects.count()) == (
        0,
        0,
        0,
    )
