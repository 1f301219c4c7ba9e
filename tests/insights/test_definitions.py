from pathlib import Path

from django.utils import translation

from insights.definitions import all_definitions

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


def test_anchors_are_told_apart():
    anchors = [definition.anchor for definition in all_definitions()]
    assert len(anchors) == len(set(anchors))
