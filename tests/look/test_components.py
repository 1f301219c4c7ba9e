"""Components as they are handed to the browser."""

import re

import pytest
from django import forms
from django.conf import settings
from django.template.loader import render_to_string

COMPONENTS = settings.BASE_DIR / "templates" / "components"


class NoteForm(forms.Form):
    note = forms.CharField(label="Note", help_text="Short.")
    diet = forms.ChoiceField(
        label="Diet", choices=[("vegan", "Vegan"), ("halal", "Halal")], widget=forms.RadioSelect
    )


def test_field_points_to_its_help_and_its_error() -> None:
    html = str(NoteForm({"diet": "vegan"}))
    described = re.search(r'name="note"[^>]*aria-describedby="([^"]+)"', html)
    assert described is not None
    assert described[1].split() == ["id_note_helptext", "id_note_error"]
    assert all(f'id="{name}"' in html for name in described[1].split())


def test_summary_links_each_error_to_its_field() -> None:
    html = str(NoteForm({}))
    targets = re.findall(r'<a href="#([\w-]+)">', html)
    assert targets == ["id_note", "id_diet"]
    assert all(f'id="{target}"' in html for target in targets)


def test_typed_value_stays_with_its_error() -> None:
    html = str(NoteForm({"note": "By the gate", "diet": "soup"}))
    assert 'value="By the gate"' in html


def test_words_of_people_are_escaped() -> None:
    card = {"kind": "listing", "title": "<img src=x onerror=alert(1)>", "picture": "eggs"}
    html = render_to_string("components/card_list.html", {"cards": [card]})
    assert "&lt;img src=x onerror=alert(1)&gt;" in html
    assert "<img" not in html


@pytest.mark.parametrize("name", ["cards.html", "rows.html", "options.html"])
def test_lists_reverse_and_filter_nothing(name: str) -> None:
    source = (COMPONENTS / name).read_text()
    assert re.findall(r"{% url|\|", source) == []


@pytest.mark.parametrize("page", ["403.html", "403_csrf.html", "404.html", "500.html"])
def test_error_pages_stand_alone(page: str) -> None:
    html = render_to_string(page)
    assert len(re.findall(r"<h1>[^<]+</h1>", html)) == 1


def test_tables_say_what_they_are_and_what_their_heads_stand_over() -> None:
    templates = settings.BASE_DIR / "templates"
    wrong = {}
    for file in templates.rglob("*.html"):
        if file.parent.name == "elements":  # of which pages are made that name them
            continue
        html = file.read_text()
        heads = re.findall(r"<th\b[^>]*>", html)
        lacking = [head for head in heads if "scope=" not in head]
        tables = re.findall(r'<table(?! role="presentation")', html)  # in mails they hold the page
        if len(tables) != html.count("<caption") or lacking:
            wrong[file.name] = lacking or "no caption"
    assert wrong == {}
