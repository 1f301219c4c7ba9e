"""What a page says by itself: its texts and labels, without the words of people."""

import re
from html.parser import HTMLParser

LABELS = ("alt", "aria-label", "aria-description", "placeholder", "title")
SILENT = ("script", "style", "code", "pre", "textarea", "svg")
VOID = (
    *("area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source"),
    *("track", "wbr"),
)


class Spoken(HTMLParser):
    """The texts of a page in order. What people wrote stands under `hx-disable`, and what is said
    in another language under its `lang`: both are left out."""

    def __init__(self, html: str, language: str) -> None:
        super().__init__(convert_charrefs=True)
        self.language = language
        self.texts: list[str] = []
        self.quiet: list[bool] = []
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        elsewhere = given.get("lang") not in (None, self.language)
        is_quiet = tag in SILENT or "hx-disable" in given or elsewhere
        if not (is_quiet or self._is_quiet()):
            for name in LABELS:
                self._note(given.get(name) or "")
        if tag not in VOID:
            self.quiet.append(is_quiet or self._is_quiet())

    def handle_endtag(self, tag: str) -> None:
        if tag not in VOID and self.quiet:
            self.quiet.pop()

    def handle_data(self, data: str) -> None:
        if not self._is_quiet():
            self._note(data)

    def _is_quiet(self) -> bool:
        return bool(self.quiet) and self.quiet[-1]

    def _note(self, text: str) -> None:
        text = re.sub(r"\s+", " ", text).strip()
        if text:
            self.texts.append(text)


def sentences(text: str) -> list[str]:
    """The text, and its sentences where it has several."""
    parts = re.split(r"(?<=[.!?]) ", text)
    return [text, *parts] if len(parts) > 1 else [text]
