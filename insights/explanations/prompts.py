"""Prompts: files of `insights/prompts/`, one a version, and what is sent with them.

A changed prompt is a new file with a new version; old ones stay, for the texts made with them.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import orjson

from insights.enums import ExplanationContext
from insights.explanations.protocol import Told

FOLDER = Path(__file__).resolve().parent.parent / "prompts"
LANGUAGE_NAMES = {"en": "English", "es": "Spanish", "fr": "French"}
TOOL_NAME = "explain"
LONGEST_FIELD = 240


@dataclass(frozen=True)
class Prompt:
    """One version: its file's name, and the fields of the answer in the order they are read."""

    version: str
    fields: tuple[str, ...]

    @property
    def system(self) -> str:
        return _text(self.version)

    @property
    def tool(self) -> dict[str, Any]:
        """The tool whose input is the answer."""
        return {
            "toolSpec": {
                "name": TOOL_NAME,
                "description": "Gives the explanation to its readers.",
                "inputSchema": {
                    "json": {
                        "type": "object",
                        "properties": {
                            field: {"type": "string", "maxLength": LONGEST_FIELD}
                            for field in self.fields
                        },
                        "required": list(self.fields),
                        "additionalProperties": False,
                    }
                },
            }
        }


PROMPTS: Mapping[str, Prompt] = {
    ExplanationContext.TOWN: Prompt("explain-2", ("what", "why", "could")),
    ExplanationContext.GROWER: Prompt("grow-1", ("what", "season", "could")),
}


def question(told: Told) -> str:
    """What is asked of the model: rounded numbers, and the catalog's names in place of slugs."""
    foods = {
        key: [told.foods[slug] for slug in told.inputs[key]]
        for key in ("in_season", "season_begins")
        if key in told.inputs
    }
    language = LANGUAGE_NAMES[told.language]
    asked = {**told.inputs, "category": told.category, **foods, "language": language}
    return orjson.dumps(asked).decode()


@cache
def _text(version: str) -> str:
    return (FOLDER / f"{version}.md").read_text(encoding="utf-8")
