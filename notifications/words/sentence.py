from dataclasses import dataclass

from django_stubs_ext import StrOrPromise


@dataclass(frozen=True)
class Words:
    """The words of one kind for one side, with named placeholders.

    Args:
        title: the subject of a mail, the first line everywhere.
        text: one or two sentences.
        action: the button that leads there.
    """

    title: StrOrPromise
    text: StrOrPromise
    action: StrOrPromise
