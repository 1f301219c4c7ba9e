from uuid import UUID

from django.db.models import Q

from accounts.models import Block, Membership, User
from accounts.permissions import ACTING_ROLES


class Audience:
    """The people behind pseudonyms, asked of the database once for a whole batch.

    Args:
        called: pseudonyms of persons, or of organizations, whose owners and coordinators it is.
        actors: pseudonyms of the persons who caused what is told.
    """

    def __init__(self, called: set[UUID], actors: set[UUID]) -> None:
        people = User.objects.people().active().filter(pseudonym__in=called)
        self._people = {person.pseudonym: person for person in people}
        self._members: dict[UUID, list[User]] = {}
        self._blocks: set[frozenset[UUID]] = set()
        if organizations := called - self._people.keys():
            self._find_members(organizations)
        if actors:
            self._find_blocks(actors)

    def of(
        self, pseudonym: UUID, *, told_by: UUID | None, whatever_blocks: bool = False
    ) -> list[User]:
        """Who hears of it; in the order of joining, where it is an organization.

        Args:
            pseudonym: of the person, or the organization.
            told_by: who caused it, and does not hear of it.
            whatever_blocks: it is told also where the two have a block.
        """
        person = self._people.get(pseudonym)
        if person is None:
            members = self._members.get(pseudonym, [])
            return [member for member in members if member.pseudonym != told_by]
        blocked = told_by is not None and frozenset({pseudonym, told_by}) in self._blocks
        if blocked and not whatever_blocks:
            return []
        return [] if pseudonym == told_by else [person]

    def _find_members(self, organizations: set[UUID]) -> None:
        memberships = (
            Membership.objects.filter(
                organization__pseudonym__in=organizations,
                role__in=ACTING_ROLES,
                user__is_active=True,
                user__speaks_for=None,  # a program has its own ways to hear of things
            )
            .select_related("user", "organization")
            .order_by("pk")
        )
        for membership in memberships:
            pseudonym = membership.organization.pseudonym
            self._members.setdefault(pseudonym, []).append(membership.user)

    def _find_blocks(self, actors: set[UUID]) -> None:
        met = Q(blocker__pseudonym__in=actors) | Q(blocked__pseudonym__in=actors)
        pairs = Block.objects.filter(met).values_list("blocker__pseudonym", "blocked__pseudonym")
        self._blocks = {frozenset(pair) for pair in pairs}
