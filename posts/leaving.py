"""What becomes of what a person offers and asks for when they leave."""

from collections.abc import Callable

from accounts.models import User
from posts import services
from posts.models import Post


def withdraw_posts(model: type[Post]) -> Callable[[User], None]:
    """A hook for `accounts.services.leaving`: takes back all that is live and a person's own.

    What they posted for an organization is the organization's.
    """

    def withdraw_all(person: User) -> None:
        live = model.rows().filter(
            owner=person, organization=None, state__in=(model.OPEN, model.COVERED)
        )
        for post in live.order_by("pk"):
            services.withdraw(post, by=person)

    return withdraw_all
