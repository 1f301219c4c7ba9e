"""The ids under which imported things are known: made of the source's own, so that a repeat meets
what came before."""

from uuid import UUID, uuid5

# Of nothing else; changed, the next import would make everything a second time.
NEED_LISTS = UUID("6f0b8a52-4c1e-5d27-9a60-2f1d7c0e94b3")

ACCOUNT = uuid5(NEED_LISTS, "account")


def organization_id(slug: str) -> UUID:
    """Of the food bank that the source calls `slug`."""
    return uuid5(NEED_LISTS, f"organization:{slug}")


def post_id(source_id: str, kind: str, subject: str) -> UUID:
    """Of what a list asks for or offers.

    Args:
        source_id: of the list.
        kind: `LineKind`.
        subject: the slug of a food, or of a category behind `category:`.
    """
    return uuid5(NEED_LISTS, f"{kind}:{subject}:{source_id}")
