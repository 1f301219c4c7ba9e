import gettext
import re
import shutil
import subprocess
import tempfile
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError

LOCALE = Path(settings.BASE_DIR) / "locale"
LANGUAGES = [code for code, _ in settings.LANGUAGES if code != settings.LANGUAGE_CODE]
VOLATILE = re.compile(r'^"(POT-Creation-Date|PO-Revision-Date).*\n', re.MULTILINE)


class Command(BaseCommand):
    help = (
        "Fail unless every string is collected, translated and compiled, in every language. "
        "Needs gettext; changes nothing. `make messages` brings the files up to date."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        if shutil.which("msgfmt") is None:
            raise CommandError("install the package gettext")
        faults = [*self._uncollected(), *self._untranslated(), *self._uncompiled()]
        if faults:
            raise CommandError("\n".join(faults))
        self.stdout.write(f"translations are current: {', '.join(LANGUAGES)}")

    def _uncollected(self) -> list[str]:
        """Collect into the real files, look whether that changed them, and put them back."""
        with tempfile.TemporaryDirectory() as folder:
            kept = shutil.copytree(LOCALE, Path(folder) / "locale")
            try:
                collect()
                return [
                    f"{code}: strings in the code and in django.po differ"
                    for code in LANGUAGES
                    if _stable(_po(LOCALE, code)) != _stable(_po(kept, code))
                ]
            finally:
                shutil.copytree(kept, LOCALE, dirs_exist_ok=True)

    def _untranslated(self) -> list[str]:
        faults = []
        for code in LANGUAGES:
            command = ["msgfmt", "--check", "--statistics", "-o", "/dev/null"]
            result = subprocess.run(  # noqa: S603
                [*command, str(_po(LOCALE, code))], capture_output=True, text=True, check=False
            )
            said = result.stderr.strip()
            if result.returncode or "untranslated" in said or "fuzzy" in said:
                faults.append(f"{code}: {said}")
        return faults

    def _uncompiled(self) -> list[str]:
        faults = []
        with tempfile.TemporaryDirectory() as folder:
            for code in LANGUAGES:
                fresh = Path(folder) / f"{code}.mo"
                subprocess.run(  # noqa: S603
                    ["msgfmt", "-o", str(fresh), str(_po(LOCALE, code))],  # noqa: S607
                    check=True,
                )
                if _catalog(fresh) != _catalog(_po(LOCALE, code).with_suffix(".mo")):
                    faults.append(f"{code}: django.mo is older than django.po")
        return faults


def collect() -> None:
    """Gather every translatable string of code and templates into the .po files."""
    call_command(
        "makemessages",
        locale=LANGUAGES,
        ignore_patterns=[".venv/*", "var/*", "tests/*", "bench/*", "static/*"],
        no_location=True,
        no_wrap=True,
        no_obsolete=True,
        verbosity=0,
    )


def _po(folder: Path, code: str) -> Path:
    return folder / code / "LC_MESSAGES" / "django.po"


def _stable(path: Path) -> str:
    return VOLATILE.sub("", path.read_text(encoding="utf-8"))


def _catalog(path: Path) -> dict[str, str]:
    with path.open("rb") as file:
        strings: dict[Any, str] = gettext.GNUTranslations(file)._catalog  # type: ignore[attr-defined]
    return {str(key): VOLATILE.sub("", value) for key, value in strings.items() if key != ""}
