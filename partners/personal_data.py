from core import privacy
from partners.models import Webhook


def register() -> None:
    """A webhook is its organization's; who set it up is all it says about a person."""
    privacy.register(
        Webhook,
        owner="created_by",
        fields=("organization", "created_at"),
        erase={"created_by": None},
    )
