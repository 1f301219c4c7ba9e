import re
from pathlib import Path

from django.utils import translation

from insights.definitions import GROUPS, all_definitions

DOCS = Path(__file__).resolve().parents[2] / "docs" / "insights.md"


def test_docs_hold_every_definition_as_the_page_has_it():
    text = DOCS.read_text(encoding="utf-8")
    with translation.override("en"):
        missing = [
            str(definition.title)
            for definition in all_definitions()
            if f"- **{definition.title}**: {definition.text}" not in text
        ]
    assert missing == []


def test_docs_hold_nothing_but_the_definitions_in_their_order():
    text = DOCS.read_text(encoding="utf-8")
    section = text.partition("## What the figures mean\n")[2].partition("\n## ")[0]
    with translation.override("en"):
        told = [
            line
            for group in GROUPS
            for line in (
                f"### {group.title}",
                *(f"- **{each.title}**: {each.text}" for each in group.definitions),
            )
        ]
    assert re.findall(r".+", section) == told


def test_anchors_are_told_apart():
    anchors = [definition.anchor for definition in all_definitions()]
    assert len(anchors) == len(set(anchors))
