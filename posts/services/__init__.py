"""The verbs that listings and requests share. The caller has a transaction open."""

from posts.services.books import hold, settle
from posts.services.places import move, place_for
from posts.services.publishing import PostDraft, draw_up, publish
from posts.services.rules import (
    check_fields,
    plain,
    require_acting_for,
    require_positive,
    require_state,
)
from posts.services.stating import lock, state_fact
from posts.services.verbs import edit, expire, extend, withdraw

__all__ = [
    "PostDraft",
    "check_fields",
    "draw_up",
    "edit",
    "expire",
    "extend",
    "hold",
    "lock",
    "move",
    "place_for",
    "plain",
    "publish",
    "require_acting_for",
    "require_positive",
    "require_state",
    "settle",
    "state_fact",
    "withdraw",
]
