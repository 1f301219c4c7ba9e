"""Nothing is taken back while someone who was promised an answer waits for it."""

from collections.abc import Callable

from core.errors import Refused
from posts.models import Post

Rule = Callable[[Post], "Unanswered | None"]

_rules: list[Rule] = []


class Unanswered(Refused):
    """Somebody waits for an answer; `url` leads to where all of them are answered."""

    code = "UNANSWERED"

    def __init__(self, message: str, *, url: str, waiting: list[str]) -> None:
        super().__init__(message, {"waiting": waiting, "url": url})
        self.url = url


def let_hold_back(rule: Rule) -> None:
    """Let a higher floor, which knows of proposals, say that a post's owner owes an answer.

    Args:
        rule: told a post; what to refuse with, if anything.
    """
    if rule not in _rules:
        _rules.append(rule)


def require_answered(post: Post) -> None:
    """Ask every rule.

    Raises:
        Unanswered: by the first that holds back.
    """
    for rule in _rules:
        if refusal := rule(post):
            raise refusal
