from core import privacy
from partners.models import Import, Webhook


def register() -> None:
    """Webhooks and imports are their organization's; who began them is all they say of a person,
    and what the person called the file."""
    privacy.register(
        Webhook,
        owner="created_by",
        fields=("organization", "created_at"),
        erase={"created_by": None},
    )
    privacy.register(
        Import,
        owner="created_by",
        fields=("kind", "file_name", "dry_run", "created_at"),
        erase={"file_name": ""},
    )
