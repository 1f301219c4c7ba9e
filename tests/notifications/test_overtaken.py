"""A worker that was away sends what is so now, not the story of its absence."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.utils import timezone

from accounts.models import User
from commitments import services
from commitments.models import Commitment
from core import clock
from core.events.models import DomainEvent
from listings import services as listings
from notifications.models import Dispatch
from notifications.sending import send_due
from notifications.telling import Told
from tests.factories import make_commitment, make_listing
from tests.notifications.mail_server import MailServer

pytestmark = pytest.mark.django_db
Read = Callable[[User], list[Told]]


@pytest.fixture
def proposed(giver: User, taker: User) -> Commitment:
    return make_commitment(by=taker, listing=make_listing(by=giver))


def sent_now() -> dict[str, str]:
    """What became of each kind's mail, when the worker is back."""
    Dispatch.objects.update(due_at=timezone.now() - timedelta(minutes=1))
    send_due()
    rows = Dispatch.objects.filter(channel="email").select_related("notification")
    return {row.notification.kind: row.skipped or row.state for row in rows if row.notification}


def test_proposal_taken_back_meanwhile_is_one_mail(
    proposed: Commitment, taker: User, giver: User, told: Read, mail_server: MailServer
) -> None:
    services.cancel(commitment=proposed, by=taker)
    told(giver)
    assert sent_now() == {"proposal_received": "stale", "commitment_cancelled": "sent"}
    assert len(mail_server.mails) == 1


def test_yes_that_was_cancelled_meanwhile_is_not_sent(
    proposed: Commitment, taker: User, giver: User, told: Read, mail_server: MailServer
) -> None:
    services.accept(commitment=proposed, by=giver)
    services.cancel(commitment=proposed, by=giver)
    told(taker)
    news = sent_now()
    assert news == {
        "proposal_received": "read",  # by who answered it
        "proposal_accepted": "stale",
        "commitment_cancelled": "sent",
    }
    assert [mail["To"] for mail in mail_server.mails] == ["taker@example.org"]


def test_question_that_stands_is_sent(
    proposed: Commitment, giver: User, told: Read, mail_server: MailServer
) -> None:
    told(giver)
    assert sent_now() == {"proposal_received": "sent"}


@pytest.mark.parametrize("gone", [True, False])
def test_food_that_is_gone_is_told_to_nobody(
    giver: User, stranger: User, ask: Callable[..., None], mail_server: MailServer, gone: bool
) -> None:
    listing = make_listing(by=giver)
    ask("food_reopened", stranger, about=("listing", listing.pk))
    if gone:
        promise = make_commitment(listing=listing, quantity="3")
        services.accept(commitment=promise, by=giver)
        services.hand_over(commitment=promise, by=giver)
    else:
        listings.withdraw(listing=listing, by=giver)
    sent_now()
    assert [mail for mail in mail_server.mails if mail["To"] == stranger.email] == []


def test_news_is_as_old_as_what_happened(
    giver: User, taker: User, told: Read, mail_server: MailServer
) -> None:
    """Planned by a worker that was away for a day: a reminder is none any more."""
    with clock.at(clock.now() - timedelta(hours=25)):
        make_commitment(
            by=taker,
            listing=make_listing(by=giver, available_until=clock.now() + timedelta(days=3)),
            handover_end=clock.now() + timedelta(days=2),
        )
    assert DomainEvent.objects.filter(type="commitment.created").count() == 1
    told(giver)
    assert sent_now() == {"proposal_received": "stale"}
    assert mail_server.mails == []
