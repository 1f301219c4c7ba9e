"""What people and organizations arrange around the exchanges: searches, invitations, rules."""

from datetime import timedelta
from functools import partial

from accounts.enums import OrganizationKind, Role
from accounts.models import Community, Organization
from accounts.services.blocking import block
from accounts.services.inviting import invite
from accounts.services.nudging import nudge
from catalog.models import Category
from core.geo import cells
from foodcoord.town import sandbox
from foodcoord.town.inhabitants import Actor, found, new_id
from foodcoord.town.institutions import Institution
from foodcoord.town.stage import Stage
from foodcoord.town.trouble import Trouble
from matching.enums import PostKind
from matching.models import SavedSearch
from matching.services.searches import SearchDraft, change_search, save_search

UNVERIFIED_DAYS = 213  # seven months: its people are asked to look at the page again
PROMISES_A_WEEK = 12
PROGRAM_HOURS = 70
REGION = 4
SEEDS = Institution(
    "Riverside Seed Library",
    OrganizationKind.GARDEN,
    "Grandpont",
    "Borrow seeds in spring, bring some back in autumn. Seedlings and advice on Saturdays.",
    {"sat": [["10:00", "13:00"]]},
    ("vegetables", "leafy-greens-herbs", "fruit"),
)


class Affairs(Stage):
    """Each page of the demo's accounts has something on it."""

    def town_agrees(self) -> None:
        """On a head start for who received little, and on how much is enough for one person."""
        middle = self.life.town.middle
        Community.objects.create(
            name=self.life.town.name,
            cell=cells.encode(middle.lat, middle.lon, REGION),
            head_start_minutes=30,
            limit_commitments=PROMISES_A_WEEK,
            limit_days=7,
        )

    def seed_library(self, owner: Actor) -> None:
        """Long not looked at; somebody is invited."""
        moment = self.closing - timedelta(days=UNVERIFIED_DAYS)
        made = found(SEEDS, self.life.town, owner.user, moment, self.life.random).organization
        assert made is not None  # noqa: S101  # just founded
        self.before(72, partial(self._invite, made, owner))
        self.before(3, partial(nudge, organization=made))

    def program_is_let_in(self, pantry: Actor, admin: Actor) -> None:
        """The pantry's, with a secret that everybody may know."""
        organization = pantry.organization
        assert organization is not None  # noqa: S101  # an institution of the town
        verb = partial(
            sandbox.let_in, organization=organization, by=pantry.user, operator=admin.user
        )
        self.before(PROGRAM_HOURS, verb)

    def _invite(self, organization: Organization, owner: Actor) -> None:
        invite(
            organization=organization,
            by=owner.user,
            invitation_id=new_id(self.life.random),
            role=Role.MEMBER,
            most_uses=5,
        )

    def looks_out_for(self, searcher: Actor) -> None:
        """Three searches; one rests."""
        self.before(30 * 24, lambda: self._search(searcher, 3, words="bread"))
        fruit = Category.objects.get(slug="fruit")
        self.before(20 * 24, lambda: self._search(searcher, 4, category=fruit))
        self.before(10 * 24, lambda: self._rest(searcher))

    def _search(
        self, searcher: Actor, radius_km: int, *, words: str = "", category: Category | None = None
    ) -> SavedSearch:
        draft = SearchDraft(
            kind=PostKind.LISTING,
            cell=searcher.user.home_cell,
            radius_km=radius_km,
            words=words,
            category=category,
        )
        search, _new = save_search(
            by=searcher.user, search_id=new_id(self.life.random), draft=draft
        )
        return search

    def _rest(self, searcher: Actor) -> None:
        search = self._search(searcher, 5, words="pumpkin")
        change_search(search=search, by=searcher.user, active=False)

    def something_is_wrong(self, searcher: Actor, admin: Actor) -> None:
        """Two reports; and somebody the searcher wants nothing to do with."""
        trouble = Trouble(self.life, self.closing)
        seller = self.neighbour(admin)
        trouble.sold(seller, self.neighbour(seller), admin)
        trouble.opened(self.neighbour(searcher), self.neighbour(searcher))
        self.before(40, partial(block, by=searcher.user, person=seller.user))
