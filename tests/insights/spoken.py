"""What people read of the shortage that the fixture `signal` states."""

from insights.reads.signals import around
from tests.insights.events import P5

PLAIN = (
    "Vegetables: people ask for more than there is. In the last 14 days about 30 kg were asked "
    "for, 0 kg were offered and 0 kg promised. If you have some to spare, this is a good moment "
    "to share it."
)


def text(language: str = "en") -> tuple[str, str]:
    """Source and text as people read them."""
    [words] = [each.words for each in around(P5, language) if each.signal.cell == P5]
    return words.source, words.text
