"""Out of sight, by a moderator. Promises on it stay, and no figure changes: what was offered or
needed was so."""

from django.utils.translation import gettext as _

from accounts.models import User
from core import clock
from core.errors import NotAllowed
from posts.models import Post
from posts.permissions import can_moderate
from posts.services.stating import lock, state_fact


def hide(post: Post, *, by: User) -> bool:
    """Show a post to nobody but those it speaks for; nobody can promise on it. Harmless twice.

    Args:
        post: any copy of it, in any state.
        by: a moderator of such posts.

    Returns:
        Whether it was hidden now.

    Raises:
        NotAllowed: no moderator.
    """
    _require_moderator(by, post)
    return set_hidden(post, hidden=True, by=by)


def unhide(post: Post, *, by: User) -> bool:
    """Let a hidden post be seen as before. Harmless twice.

    Returns:
        Whether it was hidden until now.

    Raises:
        NotAllowed: no moderator.
    """
    _require_moderator(by, post)
    return set_hidden(post, hidden=False, by=by)


def set_hidden(post: Post, *, hidden: bool, by: User | None) -> bool:
    """As `hide` and `unhide`, for who has asked already whether it may be.

    Args:
        post: any copy of it.
        hidden: whether it shall be.
        by: who decided; None when the time of a decision is over.

    Returns:
        Whether that was a change.
    """
    lock(post)
    if post.is_hidden == hidden:
        return False
    now = clock.now()
    post.change(hidden_at=now if hidden else None, updated_at=now)
    state_fact(post, "updated", actor=None if by is None else by.pseudonym, hidden=hidden)
    return True


def _require_moderator(by: User, post: Post) -> None:
    if not can_moderate(by, post):
        raise NotAllowed(_("Only moderators can do this."))
