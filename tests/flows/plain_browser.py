"""A browser of links and forms alone: it sends what stands in the page, as a person left it."""

from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import Any
from urllib.parse import urljoin, urlsplit

from django.test import Client

UNSENT = ("submit", "button", "reset", "image", "file")
Values = dict[str, list[str]]
Button = tuple[str, str, str]
"""Its name, its value, and the address it sends its form to instead."""


@dataclass
class Form:
    action: str
    method: str
    values: Values = field(default_factory=dict)
    buttons: dict[str, Button] = field(default_factory=dict)


class Page(HTMLParser):
    """The forms and links of a page that work without scripts."""

    def __init__(self, html: str) -> None:
        super().__init__(convert_charrefs=True)
        self.html = html
        self.forms: list[Form] = []
        self.links: dict[str, str] = {}
        self.text: list[str] = []
        self._open: list[tuple[str, dict[str, str]]] = []
        self._words: list[str] = []
        self._by_id: dict[str, Form] = {}
        self._for_others: list[tuple[str, str, Button]] = []
        self.feed(html)
        self.close()
        for form, words, button in self._for_others:
            self._by_id[form].buttons.setdefault(words, button)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if tag == "form":
            form = Form(given.get("action", ""), given.get("method", "get").lower())
            self.forms.append(form)
            if "id" in given:
                self._by_id[given["id"]] = form
        elif tag == "input":
            self._input(given)
        elif tag == "option":
            self._option(given)
        elif tag in ("a", "button", "textarea", "select"):
            self._open.append((tag, given))
            self._words = []
            if tag == "select" and "name" in given:
                self._form(given).values.setdefault(given["name"], [])

    def handle_data(self, data: str) -> None:
        self._words.append(data)
        self.text.append(data)

    def handle_endtag(self, tag: str) -> None:
        if not self._open or self._open[-1][0] != tag:
            return
        given, words = self._open.pop()[1], " ".join("".join(self._words).split())
        if tag == "a" and "href" in given:
            self.links.setdefault(words, given["href"])
        elif tag == "textarea" and "name" in given:
            self._form(given).values[given["name"]] = ["".join(self._words).lstrip("\n")]
        elif tag == "button" and given.get("type", "submit") == "submit":
            button = (given.get("name", ""), given.get("value", ""), given.get("formaction", ""))
            words = words or given.get("aria-label", "")
            if "form" in given:
                self._for_others.append((given["form"], words, button))
            elif self.forms:
                self.forms[-1].buttons.setdefault(words, button)

    def _form(self, given: dict[str, str]) -> Form:
        """The form of a field: the one it names, or the one it stands in."""
        if "form" in given:
            return self._by_id.setdefault(given["form"], Form("", "get"))
        return self.forms[-1] if self.forms else Form("", "get")

    def _input(self, given: dict[str, str]) -> None:
        kind, name = given.get("type", "text"), given.get("name", "")
        unticked = kind in ("checkbox", "radio") and "checked" not in given
        if name and kind not in UNSENT and not unticked and "disabled" not in given:
            value = given.get("value", "on" if kind == "checkbox" else "")
            self._form(given).values.setdefault(name, []).append(value)

    def _option(self, given: dict[str, str]) -> None:
        if self._open and self._open[-1][0] == "select":
            values = self._form(self._open[-1][1]).values[self._open[-1][1].get("name", "")]
            if "selected" in given or not values:
                values[:] = [given.get("value", "")]


class PlainBrowser:
    """Somebody without JavaScript; `page` is what they look at, `path` where they are."""

    def __init__(self, client: Client) -> None:
        self.client = client
        self.path, self.status = "/", 0
        self.page = Page("")

    def open(self, path: str) -> "PlainBrowser":
        self._show(self.client.get(path, follow=True), path)
        assert self.status == 200, (path, self.status)
        return self

    def follow(self, words: str) -> "PlainBrowser":
        """The link with these words, or that has them in it."""
        links = self.page.links
        exact = links.get(words) or next((to for on, to in links.items() if words in on), None)
        assert exact is not None, (words, sorted(links))
        return self.open(urljoin(self.path, exact))

    def press(self, words: str, **values: Any) -> "PlainBrowser":
        """The button with these words, after filling in its form."""
        for form in self.page.forms:
            found = next((said for on, said in form.buttons.items() if words in on), None)
            if found is not None:
                return self._send(form, found, values)
        offered = [list(form.buttons) for form in self.page.forms]
        raise AssertionError((words, offered))

    def _send(self, form: Form, button: Button, values: dict[str, Any]) -> "PlainBrowser":
        name, value, action = button
        sent: dict[str, Any] = {**form.values, **values}
        if name:
            sent[name] = value
        to = urljoin(self.path, action or form.action) or self.path
        send = self.client.post if form.method == "post" else self.client.get
        self._show(send(to, sent, follow=True), to)
        return self

    def _show(self, answer: Any, path: str) -> None:
        chain = getattr(answer, "redirect_chain", [])
        last = urlsplit(chain[-1][0] if chain else path)
        self.path = last.path + (f"?{last.query}" if last.query else "")
        self.status = answer.status_code
        self.page = Page(answer.content.decode())

    def says(self, words: str) -> bool:
        """Whether the page says so, tags and spaces aside."""
        return words in " ".join(" ".join(self.page.text).split())
