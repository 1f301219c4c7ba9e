"""Wanting nothing to do with somebody: both ways, and without a word to them."""

from __future__ import annotations

from collections.abc import Callable
from uuid import UUID

from django.db import transaction

from accounts.models import Block, User

Acquaintance = Callable[[User, UUID], bool]

_acquaintances: list[Acquaintance] = []


def let_know(acquaintance: Acquaintance) -> None:
    """Let a higher floor, which knows of promises and conversations, say who has met whom.

    Args:
        acquaintance: told a person and the id of another; whether the first has met the second.
    """
    if acquaintance not in _acquaintances:
        _acquaintances.append(acquaintance)


def known_to(user: User, person_id: UUID) -> User | None:
    """Somebody the person has met or blocked, who can be blocked and reported; None for anybody
    else, so that ids of strangers tell nothing."""
    if person_id == user.pk:
        return None
    known = Block.objects.filter(blocker=user, blocked=person_id).exists() or any(
        acquaintance(user, person_id) for acquaintance in _acquaintances
    )
    return User.objects.filter(pk=person_id).first() if known else None


@transaction.atomic
def block(*, by: User, person: User) -> tuple[Block, bool]:
    """Have nothing to do with somebody any more. Harmless twice, and never told to them.

    Neither sees what the other posts, proposes to them, or can write to them. What they have
    agreed on stays; either may cancel it.

    Args:
        by: who wants it.
        person: somebody `known_to` them.

    Returns:
        The block, and whether it is new.
    """
    return Block.objects.get_or_create(blocker=by, blocked=person)


@transaction.atomic
def unblock(*, by: User, person_id: UUID) -> None:
    """Take one's own block back. Harmless twice."""
    Block.objects.filter(blocker=by, blocked=person_id).delete()
