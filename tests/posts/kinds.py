"""Listings and requests behind one face, so that what they share is tested once for both."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

from accounts.models import User
from core import clock
from core.events.models import DomainEvent
from listings import services as listing_services
from posts import services as posts
from posts.models import Post
from requests_app import services as request_services
from tests.factories import make_listing, make_request


@dataclass(frozen=True)
class Kind:
    name: str
    make: Callable[..., Any]
    services: Any
    argument: str
    end: str
    correction: str
    open: str
    covered: str
    done: str

    def call(self, verb: str, post: Post, **arguments: Any) -> Any:
        return getattr(self.services, verb)(**{self.argument: post}, **arguments)

    def extend(self, post: Post, by: User, until: datetime) -> Any:
        return self.call("extend", post, by=by, **{self.end: until})

    def in_state(self, state: str, by: User, quantity: str = "3") -> Any:
        """A post of that state, brought there by the verbs."""
        post = self.make(by=by, quantity=quantity)
        if state in (self.covered, self.done):
            posts.hold(post, quantity=Decimal(quantity), actor=by.pseudonym)
        if state == self.done:
            whole = Decimal(quantity)
            posts.settle(post, promised=whole, handed_over=whole, actor=by.pseudonym)
        if state == "expired":
            with clock.at(clock.now() + timedelta(days=3)):
                self.call("expire", post)
        if state == "withdrawn":
            self.call("withdraw", post, by=by)
        assert post.state == state
        return post


LISTING = Kind(
    name="listing",
    make=make_listing,
    services=listing_services,
    argument="listing",
    end="available_until",
    correction="offered_delta",
    open="active",
    covered="reserved",
    done="completed",
)
REQUEST = Kind(
    name="request",
    make=make_request,
    services=request_services,
    argument="food_request",
    end="needed_by",
    correction="requested_delta",
    open="open",
    covered="answered",
    done="fulfilled",
)
KINDS = (LISTING, REQUEST)


def books(post: Post) -> tuple[Decimal, Decimal, Decimal, str]:
    """Remaining, promised, handed over and state, as stored."""
    post.refresh_from_db()
    assert post.quantity == post.remaining + post.promised + post.handed_over
    return post.remaining, post.promised, post.handed_over, post.state


def facts(post: Post) -> list[tuple[int | None, str, dict[str, Any]]]:
    """Version, type and what changed, of each event of a post; without what all payloads share."""
    shared = {"food", "category", "participants", "opened_on"}
    return [
        (
            event.subject_version,
            event.type,
            {key: value for key, value in event.payload.items() if key not in shared},
        )
        for event in DomainEvent.objects.filter(subject_id=post.pk).order_by("subject_version")
    ]
