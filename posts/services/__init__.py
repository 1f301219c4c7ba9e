"""The verbs that listings and requests share. The caller has a transaction open."""

from posts.services.books import hold, settle
from posts.services.hiding import hide, set_hidden, unhide
from posts.services.places import move, place_for
from posts.services.publishing import PostDraft, draw_up, publish
from posts.services.rules import (
    check_fields,
    in_name_of,
    plain,
    require_acting_for,
    require_author,
    require_positive,
    require_state,
)
from posts.services.stating import lock, state_fact
from posts.services.undoing import can_undo_withdrawal, undo_withdrawal
from posts.services.verbs import edit, expire, extend, withdraw

__all__ = [
    "PostDraft",
    "can_undo_withdrawal",
    "check_fields",
    "draw_up",
    "edit",
    "expire",
    "extend",
    "hide",
    "hold",
    "in_name_of",
    "lock",
    "move",
    "place_for",
    "plain",
    "publish",
    "require_acting_for",
    "require_author",
    "require_positive",
    "require_state",
    "set_hidden",
    "settle",
    "state_fact",
    "undo_withdrawal",
    "unhide",
    "withdraw",
]
