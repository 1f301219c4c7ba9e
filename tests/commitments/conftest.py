"""A promise in each of its states, between Gina who gives and Tom who takes."""

from collections.abc import Callable
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest

from accounts.models import User
from commitments import services
from commitments.models import Commitment
from core import clock
from core.events.models import DomainEvent
from listings.models import Listing
from posts.models import Post
from tests.factories import make_commitment, make_listing

Books = tuple[str, Decimal, Decimal, Decimal]


@pytest.fixture
def listing(giver: User) -> Listing:
    """Three kilograms of tomatoes."""
    return make_listing(by=giver, quantity="3")


@pytest.fixture
def proposed(listing: Listing, taker: User) -> Commitment:
    """Tom asks for two of the three kilograms."""
    return make_commitment(by=taker, listing=listing, quantity="2")


@pytest.fixture
def accepted(proposed: Commitment, giver: User) -> Commitment:
    return services.accept(commitment=proposed, by=giver)


@pytest.fixture
def fulfilled(accepted: Commitment, giver: User) -> Commitment:
    """Gina says that she handed it over."""
    return services.hand_over(commitment=accepted, by=giver)


@pytest.fixture
def books() -> Callable[[Post], Books]:
    """The state of a post, and what of it remains, is promised and is gone."""

    def read(post: Post) -> Books:
        post.refresh_from_db()
        return post.state, post.remaining, post.promised, post.handed_over

    return read


@pytest.fixture
def facts() -> Callable[[Commitment], list[tuple[str, dict[str, Any]]]]:
    """Type and payload of each of its events, in order."""

    def read(commitment: Commitment) -> list[tuple[str, dict[str, Any]]]:
        events = DomainEvent.objects.filter(subject_id=commitment.pk).order_by("subject_version")
        return [(event.type, event.payload) for event in events]

    return read


@pytest.fixture
def after_window() -> datetime:
    """An hour after the window of `make_commitment` has ended."""
    return clock.now() + timedelta(hours=5)
