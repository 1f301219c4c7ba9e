"""What people are told: whole sentences, one a side.

`WORDS[kind][wording]`; the wording is a side (`giver`, `receiver`), what somebody was to a
proposal (`proposer`, `asked`), what it leads to (`listing`, `request`…), or empty where all are
told the same. Placeholders are filled at the moment of reading, with what the reader may know.
"""

from collections.abc import Mapping

from notifications.words.exchanges import EXCHANGES
from notifications.words.hand_overs import HAND_OVERS
from notifications.words.other import OTHER
from notifications.words.posts import POSTS
from notifications.words.sentence import Words

WORDS: Mapping[str, Mapping[str, Words]] = {**EXCHANGES, **HAND_OVERS, **POSTS, **OTHER}

__all__ = ["WORDS", "Words"]
