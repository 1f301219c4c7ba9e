"""Loading a town: its people, its weeks, and all that its events mean for the figures."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from random import Random
from typing import Protocol

from django.db import connection, transaction
from django.db.models.functions import Now

from catalog.models import Food
from core import clock
from core.events import bell, registry
from core.events.drain import drain
from core.events.models import Delivery, DomainEvent
from foodcoord.town.chatter import chat
from foodcoord.town.geography import Town
from foodcoord.town.history import Say, tell
from foodcoord.town.inhabitants import Actor, found, settle
from foodcoord.town.institutions import INSTITUTIONS
from foodcoord.town.life import Life
from insights.figures.rebuild import rebuild

PEOPLE_AN_INSTITUTION = 20
TELLING = ("matching", "notifications")
NEWS_FOR = timedelta(hours=40)
ROUNDS = 5  # of absorbing: what is absorbed may state new facts


class Guests(Protocol):
    """People of the caller's own, who live in the town like everybody."""

    def settle(self, life: Life, opening: datetime) -> None:
        """Join, before the organizations are founded and the history begins."""

    def start(self, life: Life, closing: datetime) -> None:
        """Take up their places, and put on the agenda what has to happen."""

    def look_back(self) -> None:
        """All has happened: do what is left to do about it."""


def load(
    town: Town, *, people: int, days: int, seed: int, say: Say, guests: Guests | None = None
) -> None:
    """Make a town with its history, wholly or not at all, up to this moment.

    Args:
        town: where.
        people: how many live there; the organizations are as many as they can carry.
        days: how long the history is, today included.
        seed: of all chance: the same seed on the same day tells the same story.
        say: told how far it is.
        guests: people of the caller's own, besides.
    """
    closing = clock.now()
    opening = closing - timedelta(days=days - 1)
    random = Random(seed)  # noqa: S311
    with _unhurried(), bell.muted(), transaction.atomic():
        life = Life(town, random, [], [], _foods())
        for number, actor in enumerate(settle(town, people, opening, random), 1):
            life.people.append(actor)
            if number % 100 == 0:
                say(f"{number} of {people} people")
        if guests:
            guests.settle(life, opening)
        life.institutions += _institutions(life, opening)
        if guests:
            guests.start(life, closing)
        tell(life, opening=opening, closing=closing, say=say)
        chat(life, closing)
        if guests:
            guests.look_back()
        _let_rest(closing)
        say("writing it down")


def absorb(say: Say) -> int:
    """Let every consumer absorb what is due, so that the figures are there at once.

    Returns:
        How many events were absorbed, by all consumers together.
    """
    absorbed = 0
    for _ in range(ROUNDS):
        with _unhurried(), bell.muted():
            fresh = sum(drain(name) for name in registry.names())
        if not fresh:
            break
        absorbed += fresh
        say(f"{absorbed} facts absorbed")
    return absorbed


def remember(say: Say) -> None:
    """Give the figures the weeks that were over before they heard of any."""
    with _unhurried(), bell.muted():
        rebuild(progress=lambda far: None, whole_history=True)
    say("past weeks counted")


def _let_rest(closing: datetime) -> None:
    """What is past is nobody's news: those who would tell people of it have nothing to do."""
    past = DomainEvent.objects.filter(occurred_at__lt=closing - NEWS_FOR).values("pk")
    heard = Delivery.objects.open().filter(consumer__in=TELLING, event__in=past)
    heard.update(done_at=Now())


@contextmanager
def _unhurried() -> Iterator[None]:
    """No limit on a statement's time: the commit checks the event of each row version, and weeks
    of events are absorbed in large batches."""
    with connection.cursor() as cursor:
        cursor.execute("SET statement_timeout = 0")
    try:
        yield
    finally:
        with connection.cursor() as cursor:
            cursor.execute("RESET statement_timeout")


def _institutions(life: Life, opening: datetime) -> list[Actor]:
    count = min(len(INSTITUTIONS), len(life.people) // PEOPLE_AN_INSTITUTION)
    owners = life.random.sample(life.people, count)
    return [
        found(institution, life.town, owner.user, opening, life.random)
        for institution, owner in zip(INSTITUTIONS, owners, strict=False)
    ]


def _foods() -> dict[str, Food]:
    foods = Food.objects.curated().select_related("category").prefetch_related("unit_rows")
    return {food.slug: food for food in foods}
