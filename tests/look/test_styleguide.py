"""The style guide shows all there is: each component, each drawing, each mail."""

import re

import pytest
from django.conf import settings as configured
from django.test import Client
from pytest_django import Settings

from foodcoord.styleguide import mails
from foodcoord.styleguide.samples import ARTS, PICTURES

pytestmark = pytest.mark.django_db
TEMPLATES = configured.BASE_DIR / "templates"
STATIC = configured.BASE_DIR / "static"


@pytest.fixture
def guide(client: Client, settings: Settings) -> Client:
    settings.SHOW_STYLEGUIDE = True
    return client


def test_every_component_is_shown(guide: Client) -> None:
    shown = {template.name for template in guide.get("/styleguide/").templates}
    there = {f"components/{file.name}" for file in (TEMPLATES / "components").glob("*.html")}
    assert there - shown == set()


@pytest.mark.parametrize("path", ["", "mails/", "mails/digest/"])
def test_only_staff_sees_it_where_it_is_not_open(client: Client, path: str) -> None:
    answer = client.get(f"/styleguide/{path}")
    assert (answer.status_code, "/login/" in answer.url) == (302, True)  # type: ignore[attr-defined]


def test_every_mail_is_listed_and_opens_under_its_own_policy(guide: Client) -> None:
    names = mails.names()
    listed = re.findall(r'href="/styleguide/mails/([\w-]+)/"', guide.get("/styleguide/mails/").text)
    assert listed == names
    answer = guide.get(f"/styleguide/mails/{names[0]}/")
    assert re.search(r"style-src 'sha256-[\w+/=]+'", answer["Content-Security-Policy"])
    assert guide.get("/styleguide/mails/nothing/").status_code == 404


@pytest.mark.parametrize("name", mails.names())
def test_a_mail_says_the_same_twice(name: str) -> None:
    mail = mails.mail(name)
    assert re.search(r"<h1>\s*\S", mail.html)
    words = re.sub(r"<[^>]+>", " ", mail.html.partition("</head>")[2])
    code = re.findall(r"^[A-Z0-9]{6}$", mail.text, re.MULTILINE)
    addresses = re.findall(r"https?://\S+", mail.text)
    assert [one for one in code if one not in words] == []
    assert [one for one in addresses if f'href="{one}"' not in mail.html] == []
    assert mail.html.count("<style>") == 1
    assert re.findall(r"<(?:img|script|link)\b| style=", mail.html) == []


@pytest.mark.parametrize(
    ("sprite", "box", "shown"),
    [("produce.svg", "0 0 64 64", PICTURES), ("art.svg", "0 0 200 140", ARTS)],
)
def test_drawings_are_one_set_and_shown(sprite: str, box: str, shown: tuple[str, ...]) -> None:
    drawn = dict(
        re.findall(r'<symbol id="([\w-]+)" viewBox="([^"]+)"', (STATIC / sprite).read_text())
    )
    assert (set(drawn), set(drawn.values())) == (set(shown), {box})


def test_empty_pages_name_drawings_that_are_there() -> None:
    pattern = re.compile(r'art="([\w-]+)"|block art %}([\w-]+){%')
    named = {
        one or other
        for file in TEMPLATES.rglob("*.html")
        for one, other in pattern.findall(file.read_text())
    }
    assert named - set(ARTS) == set()
