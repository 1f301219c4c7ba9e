"""The questions that people ask, and our answers."""

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True)
class Question:
    anchor: str
    asked: Any
    answer: Any


def questions() -> list[Question]:
    """In the order in which people meet them."""
    return list(QUESTIONS)


QUESTIONS = (
    Question(
        "share",
        _("How do I give food away?"),
        _(
            "Tap “Share food”, name the food, say how much there is and until when. A title and a "
            "photo help, but nothing more is needed. Neighbours ask for some of it, you answer "
            "under “My exchanges”, and you agree on a time. You decide who gets what; nothing is "
            "ever given away for you."
        ),
    ),
    Question(
        "ask",
        _("How do I ask for food?"),
        _(
            "Look at what is near you and ask for some of it. If there is nothing suitable, tap "
            "“Ask” and say what you need and by when: people who have it can offer it to you. "
            "Nobody asks why you need it, and what households ask for is shown to people with an "
            "account only."
        ),
    ),
    Question(
        "cost",
        _("Does it cost anything?"),
        _(
            "No. Food on this site is given, never sold or swapped for anything, and the site "
            "takes no fee. If somebody asks you for money, report it."
        ),
    ),
    Question(
        "place",
        _("Who sees where I live?"),
        _(
            "Nobody sees it on the map. Others see an area of several streets. The exact place "
            "is told to the other side of an exchange once both of you have agreed to it, and "
            "you can choose to meet somewhere else instead."
        ),
    ),
    Question(
        "late",
        _("Something came up. What do I do?"),
        _(
            "Open the exchange and cancel it, with a reason, as early as you can. The food is "
            "free again at once, and those nearby who asked for it are told. If you are only "
            "late, write a line in the conversation of the exchange."
        ),
    ),
    Question(
        "no-show",
        _("Nobody came. What now?"),
        _(
            "After the agreed time both of you are asked what happened. Say that it did not "
            "happen, and the food is free for somebody else. This is no public mark against "
            "anybody. If the same person lets you wait again and again, report it."
        ),
    ),
    Question(
        "safe",
        _("How do I know that the food is safe?"),
        _(
            "Food past its use-by date cannot be shared here. Allergens are said on each page, "
            "and you are warned about those you avoid. Look at the food, smell it, ask the giver "
            "how it was kept, and leave what you are not sure about. The page on food safety "
            "says more."
        ),
    ),
    Question(
        "organization",
        _("We are a pantry, a school or a kitchen. How do we take part?"),
        _(
            "Create your organization, set its hours and what it accepts, and invite those who "
            "work with you. Coordinators post, ask and agree in its name. You can post many "
            "foods at once from a table, repeat what comes every week, and print the hand-overs "
            "of a day."
        ),
    ),
    Question(
        "trouble",
        _("Somebody makes me uncomfortable. What can I do?"),
        _(
            "You can block them from an exchange or a conversation: neither of you sees the "
            "other any more, and they are not told. You can report a person, a message, food, a "
            "request or an organization; a moderator looks at it, and does not say who reported "
            "it. In danger, call your local emergency number first."
        ),
    ),
    Question(
        "leave",
        _("How do I take my data with me, or leave?"),
        _(
            "Both are in your settings. You can download everything the site keeps about you, "
            "and delete your account. Figures about the town stay; they say nothing about you."
        ),
    ),
)
