"""The texts that people agree to: files by purpose, version (its date) and language, never edited.

A new wording is a new file; what somebody agreed to stays readable as it was.
"""

import hashlib
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path

from accounts.enums import Purpose

FOLDER = Path(__file__).parent / "consent_texts"
FALLBACK_LANGUAGE = "en"


@dataclass(frozen=True)
class ConsentText:
    """One wording: `version` is its date, `sha256` of exactly what is shown."""

    purpose: Purpose
    version: str
    language: str
    text: str

    @property
    def sha256(self) -> str:
        return hashlib.sha256(self.text.encode()).hexdigest()

    @property
    def day(self) -> date:
        """The version as a day, for a page to say."""
        return date.fromisoformat(self.version)

    @property
    def lines(self) -> list[str]:
        return self.text.splitlines()


@cache
def versions(purpose: Purpose) -> tuple[str, ...]:
    """All versions there have been, the oldest first."""
    return tuple(sorted({path.name.split(".")[0] for path in (FOLDER / purpose).glob("*.txt")}))


def current(purpose: Purpose, language: str) -> ConsentText:
    """The newest wording in a language, in English where it has none in that."""
    return wording(purpose, versions(purpose)[-1], language)


@cache
def wording(purpose: Purpose, version: str, language: str) -> ConsentText:
    """A wording as it was shown.

    Raises:
        FileNotFoundError: there was no such version.
    """
    path = FOLDER / purpose / f"{version}.{language}.txt"
    if not path.exists():
        language = FALLBACK_LANGUAGE
        path = FOLDER / purpose / f"{version}.{language}.txt"
    return ConsentText(purpose, version, language, path.read_text(encoding="utf-8").strip())
