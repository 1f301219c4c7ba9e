"""The demo's town: its accounts in the middle of it, with something to do for each."""

from dataclasses import replace
from datetime import datetime

from accounts.enums import Role
from accounts.models import User
from foodcoord.demo.site import PASSWORD
from foodcoord.town.geography import OXFORD, somewhere_in
from foodcoord.town.history import Say
from foodcoord.town.inhabitants import Actor, employ, join
from foodcoord.town.institutions import DEMO_PANTRY
from foodcoord.town.life import Life
from foodcoord.town.loading import absorb, load
from foodcoord.town.scenes import Scenes

PEOPLE, DAYS, SEED = 300, 42, 7
DOMAIN = "foodcoord.example"
# In the planted surplus and shortage: all within the middle cell of precision 5.
GROWER = ("grower", "Gwen A.", "Grandpont")
SEARCHER = ("searcher", "Samir K.", "St Clement's")
COORDINATOR = ("coordinator", "Cora M.", "Grandpont")
ADMIN = ("admin", "Ada F.", "Jericho")


class DemoAccounts:
    """The four who can be signed in as."""

    def __init__(self) -> None:
        self.actors: dict[str, Actor] = {}

    def settle(self, life: Life) -> None:
        for account, name, district in (GROWER, SEARCHER, COORDINATOR, ADMIN):
            home = somewhere_in(life.town.named(district), life.random)
            user = join(
                life.random,
                life.town,
                email=f"{account}@{DOMAIN}",
                name=name,
                home=home,
                password=PASSWORD,
            )
            self.actors[account] = Actor(user, home)
        _let_into_the_admin(self.actors["admin"].user)

    def start(self, life: Life, closing: datetime) -> None:
        pantry = self._coordinate(life)
        grower, searcher = self.actors["grower"], self.actors["searcher"]
        scenes = Scenes(life, closing)
        scenes.grower_shares(grower, searcher)
        scenes.needs_eggs(searcher)
        scenes.needs_milk(pantry)

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
    return fresh


def _let_into_the_admin(user: User) -> None:
    user.is_staff = user.is_superuser = True
    user.save(update_fields=["is_staff", "is_superuser"])
