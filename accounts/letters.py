"""Letters: mails of which only the text is written. Their HTML is made from it, so that both say
the same: a code is large, an address on a line of its own becomes a button."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby

from django.template.loader import render_to_string

SIGNATURE = "\n-- \n"
ADDRESS = re.compile(r"https?://\S+")
CODE = re.compile(r"[A-Z0-9]{3,}(-[A-Z0-9]{3,})*")


@dataclass(frozen=True)
class Part:
    """Lines of a letter; `kind` is `text`, `code` or `link`."""

    kind: str
    text: str


def letter_html(subject: str, text: str) -> str:
    """The HTML of a letter, in the active language.

    Args:
        subject: its heading.
        text: paragraphs with an empty line between them; a signature after `-- `.
    """
    words, _sign, foot = text.partition(SIGNATURE)
    context = {"subject": subject, "parts": list(_parts(words)), "foot": foot.strip()}
    return render_to_string("mail/letter.html", context)


def _parts(words: str) -> Iterator[Part]:
    for paragraph in re.split(r"\n\s*\n", words.strip()):
        for is_address, lines in groupby(paragraph.splitlines(), key=_is_address):
            said = "\n".join(line.strip() for line in lines)
            if is_address:
                yield from (Part("link", line) for line in said.splitlines())
            else:
                yield Part("code" if CODE.fullmatch(said) else "text", said)


def _is_address(line: str) -> bool:
    return bool(ADDRESS.fullmatch(line.strip()))
