"""The description of API v1 as a file: `docs/openapi.json`."""

import json
import re
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils import translation
from drf_spectacular.generators import SchemaGenerator

from core.api.described.losses import losses
from foodcoord.described import FILE

REMOVED = re.compile(r"^- Removed: `([^`\n]+)`", re.MULTILINE)
STALE = "docs/openapi.json is not what the code says: run manage.py write_openapi and commit it."


class Command(BaseCommand):
    help = (
        "Write docs/openapi.json, unless clients would lose something that docs/api-changelog.md "
        "does not announce as removed. With --check write nothing; fail where it is not current."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--check", action="store_true")
        parser.add_argument("--file", type=Path, default=FILE)
        parser.add_argument(
            "--changelog", type=Path, default=settings.BASE_DIR / "docs/api-changelog.md"
        )

    def handle(self, *, file: Path, changelog: Path, check: bool, **_: Any) -> None:
        """Compare with the file, then write it.

        Raises:
            CommandError: something is lost unannounced; or, with `check`, the file is not current.
        """
        told = json.loads(file.read_text()) if file.exists() else None
        now = description()
        if told and (lost := unannounced(losses(told, now), changelog.read_text())):
            raise CommandError("Clients of v1 would lose:\n  " + "\n  ".join(lost))
        text = as_text(now)
        if check:
            if not file.exists() or file.read_text() != text:
                raise CommandError(STALE)
        else:
            file.write_text(text)


def description() -> dict[str, Any]:
    """What the API says of itself, in English."""
    with translation.override("en"):
        found = SchemaGenerator().get_schema(request=None, public=True)  # type: ignore[no-untyped-call]
        told: dict[str, Any] = json.loads(json.dumps(found, default=str))
    return told


def as_text(document: dict[str, Any]) -> str:
    return json.dumps(document, indent=1, sort_keys=True, ensure_ascii=False) + "\n"


def unannounced(lost: list[str], changelog: str) -> list[str]:
    """What of it no line `- Removed: …` of the changelog names; `*` there stands for anything."""
    announced = [
        re.compile(".*".join(map(re.escape, said.split("*"))))
        for said in REMOVED.findall(changelog)
    ]
    return [each for each in lost if not any(said.fullmatch(each) for said in announced)]
