"""The demo's town: its accounts in the middle of it, with something to do for each."""

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from django.db.models import OuterRef, Subquery

from accounts.enums import Purpose, Role
from accounts.models import User
from accounts.services import agree
from core import clock
from core.events.models import DomainEvent
from foodcoord.demo.site import PASSWORD
from foodcoord.town import pictures
from foodcoord.town.affairs import Affairs
from foodcoord.town.geography import OXFORD, somewhere_in
from foodcoord.town.history import Say
from foodcoord.town.inhabitants import Actor, employ, join
from foodcoord.town.institutions import DEMO_PANTRY
from foodcoord.town.life import Life
from foodcoord.town.loading import absorb, load, remember
from foodcoord.town.routines import Routines
from foodcoord.town.scenes import Scenes
from foodcoord.town.stage import Stage
from notifications.models import Notification
from notifications.services import mark_read

PEOPLE, DAYS, SEED = 300, 42, 7
HERE_FOR_DAYS = 250
SEEN = timedelta(hours=4)
DOMAIN = "foodcoord.example"
# In the planted surplus and shortage: all within the middle cell of precision 5.
GROWER = ("grower", "Gwen A.", "Grandpont")
SEARCHER = ("searcher", "Samir K.", "St Clement's")
COORDINATOR = ("coordinator", "Cora M.", "Grandpont")
ADMIN = ("admin", "Ada F.", "Jericho")


PROFILES: dict[str, dict[str, Any]] = {
    "grower": {
        "nickname": "Gwen of plot 17",
        "pronouns": "she/her",
        "bio": "Thirty years on the same plot, and every autumn too much of everything.",
        "tags": ["allotment", "seeds", "compost"],
    },
    "searcher": {
        "nickname": "Samir",
        "pronouns": "he/him",
        "bio": "Cooks for six in a shared house. Comes by bike.",
        "tags": ["soup", "bike"],
        "avoided_allergens": ["nuts"],
    },
    "coordinator": {"bio": "Looks after the pantry on Mondays, and the seeds all year."},
    "admin": {},
}


class DemoAccounts:
    """The four who can be signed in as."""

    def __init__(self) -> None:
        self.actors: dict[str, Actor] = {}
        self.stages: list[Stage] = []

    def settle(self, life: Life, opening: datetime) -> None:
        with clock.at(opening - timedelta(days=HERE_FOR_DAYS)):
            for account, name, district in (GROWER, SEARCHER, COORDINATOR, ADMIN):
                self.actors[account] = _settle(life, account, name, district)
        _let_into_the_admin(self.actors["admin"].user)

    def start(self, life: Life, closing: datetime) -> None:
        pantry = self._coordinate(life)
        grower, searcher = self.actors["grower"], self.actors["searcher"]
        scenes, routines = Scenes(life, closing), Routines(life, closing)
        affairs = Affairs(life, closing)
        self.stages = [scenes, routines]
        affairs.town_agrees()
        affairs.seed_library(self.actors["coordinator"])
        affairs.program_is_let_in(pantry, self.actors["admin"])
        affairs.looks_out_for(searcher)
        affairs.something_is_wrong(searcher, self.actors["admin"])
        routines.grower_shares_weekly(grower, searcher)
        routines.pantry_asks_weekly(pantry)
        scenes.grower_shares(grower, searcher)
        scenes.needs_eggs(searcher)
        scenes.needs_milk(pantry)
        scenes.neighbours_share(searcher)

    def look_back(self) -> None:
        pictures.plan([listing for stage in self.stages for listing in stage.shown])

    def _coordinate(self, life: Life) -> Actor:
        """From now on the coordinator posts for the pantry, which one of the neighbours owns."""
        coordinator = self.actors["coordinator"].user
        [founded] = [a for a in life.institutions if a.name == DEMO_PANTRY]
        employ(founded, coordinator, Role.COORDINATOR)
        pantry = replace(founded, user=coordinator)
        life.institutions[life.institutions.index(founded)] = pantry
        return pantry


def is_loaded() -> bool:
    """Whether the demo's town is there: its accounts come with it, in one transaction."""
    return User.objects.with_email(f"{GROWER[0]}@{DOMAIN}").exists()


def load_demo(say: Say, *, people: int = PEOPLE, days: int = DAYS) -> bool:
    """Load the demo's town once, and see that its events are absorbed.

    Killed in the middle, it leaves nothing, and the next call starts again; killed while the
    events are absorbed, the next call goes on with those.

    Args:
        say: told how far it is.
        people: who live there besides the demo's accounts.
        days: how long the history is.

    Returns:
        Whether it was loaded now.
    """
    fresh = not is_loaded()
    if fresh:
        load(OXFORD, people=people, days=days, seed=SEED, say=say, guests=DemoAccounts())
    absorb(say)
    if fresh:
        remember(say)
        _live_with_the_news()
    return fresh


def _settle(life: Life, account: str, name: str, district: str) -> Actor:
    home = somewhere_in(life.town.named(district), life.random)
    user = join(
        life.random,
        life.town,
        email=f"{account}@{DOMAIN}",
        name=name,
        home=home,
        password=PASSWORD,
        **PROFILES[account],
    )
    agree(user=user, purpose=Purpose.HOUSE_RULES, language=user.language)
    return Actor(user, home)


def _live_with_the_news() -> None:
    """What people were told they were told when it happened, and have seen the day before."""
    event = DomainEvent.objects.filter(pk=OuterRef("event"))
    told = Notification.objects.filter(recipient__email__endswith=DOMAIN)
    told.update(created_at=Subquery(event.values("occurred_at")))
    for row in told.unread().filter(created_at__lt=clock.now() - SEEN):
        mark_read(notification=row)


def _let_into_the_admin(user: User) -> None:
    user.is_staff = user.is_superuser = True
    user.save(update_fields=["is_staff", "is_superuser"])
