"""Listings and requests behind one face, so that what they share is tested once for both."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any
from uuid import uuid4

from django.db import connection

from accounts.models import User
from core import clock
from core.events.models import DomainEvent
from core.geo.cells import Point
from core.geo.models import new_place
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
D = Decimal
KINDS = (LISTING, REQUEST)
TOLD_BY_ALL = frozenset(
    {
        "id",
        "food",
        "category",
        "quantity",
        "unit",
        "kilograms",
        "quantity_remaining",
        "state",
        "cell",
        "owner",
        "created_at",
        "updated_at",
    }
)


def copies(post: Any, number: int) -> None:
    """Many more like it, a hundred metres apart each, with their events; told in a few
    statements."""
    places, posts_made, events = [], [], []
    (original,) = DomainEvent.objects.filter(subject_id=post.pk)
    for index in range(number):
        place = new_place(Point(-60 + index % 50 * 2.0, -120 + index * 0.1))
        copy = type(post)(**{f.attname: getattr(post, f.attname) for f in post._meta.fields})
        copy.pk, copy.created_at = uuid4(), post.created_at - timedelta(minutes=index + 1)
        setattr(copy, copy.END, getattr(copy, copy.END) + timedelta(minutes=index))
        copy.take_place(place, precision=6)
        places.append(place)
        posts_made.append(copy)
        values = {f.attname: getattr(original, f.attname) for f in original._meta.fields}
        events.append(DomainEvent(**{**values, "id": uuid4(), "subject_id": copy.pk}))
    type(post.exact_place).objects.bulk_create(places)
    DomainEvent.objects.bulk_create(events)
    type(post).objects.bulk_create(posts_made)
    with connection.cursor() as cursor:
        cursor.execute(f'ANALYZE "{post._meta.db_table}"')


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
