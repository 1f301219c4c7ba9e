"""What the service worker keeps to show pages with: the static files that pages are made of."""

import hashlib
from dataclasses import dataclass
from functools import lru_cache

from django.conf import settings
from django.contrib.staticfiles import finders
from django.contrib.staticfiles.storage import staticfiles_storage
from django.templatetags.static import static

STATIC = settings.BASE_DIR / "static"
DRAWINGS = ("brand.svg", "icons.svg", "produce.svg", "art.svg")
OTHERS = (
    "vendor/inter/inter-latin-400-700.woff2",
    "django_htmx/htmx-2.min.js",
    "icons/icon-192.png",
)
# For the admin, for what is made anew by the browser itself, and for maps, which need the network.
LEFT_OUT = ("admin.css", "api-docs.css", "place.css", "leaflet.js")


@dataclass(frozen=True)
class Shell:
    """The files by their addresses, and a version that changes with any of them.

    `hashed`: whether an address stands for one content for ever.
    """

    version: str
    files: tuple[str, ...]
    hashed: bool


def shell() -> Shell:
    """That of the files as they are now; looked up once where names have hashes."""
    has_hashes = hasattr(staticfiles_storage, "hashed_files")
    return _hashed_shell() if has_hashes else _plain_shell()


def names() -> list[str]:
    """The files' names below `static/`, in a fixed order."""
    own = [
        f"{folder}/{file.name}"
        for folder in ("css", "js")
        for file in sorted((STATIC / folder).glob(f"*.{folder}"))
        if file.name not in LEFT_OUT and not file.name.startswith("sw-")
    ]
    return [*own, *DRAWINGS, *OTHERS]


@lru_cache(maxsize=1)
def _hashed_shell() -> Shell:
    files = tuple(static(name) for name in names())
    return Shell(digest(*files, *worker_scripts()), files, hashed=True)


def _plain_shell() -> Shell:
    files = tuple(static(name) for name in names())
    workers = [f"js/{file.name}" for file in (STATIC / "js").glob("sw-*.js")]
    contents = [_content(name) for name in [*names(), *sorted(workers)]]
    return Shell(digest(*files, *contents), files, hashed=False)


def worker_scripts() -> list[str]:
    """The parts of the service worker, in the order in which it takes them in."""
    parts = ("outbox-store", "outbox-send", "sw-shell", "sw-pages", "sw-forms", "sw-push")
    return [static(f"js/{part}.js") for part in parts]


def _content(name: str) -> str:
    found = finders.find(name)
    if not isinstance(found, str):
        raise FileNotFoundError(name)
    with open(found, "rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def digest(*parts: str) -> str:
    """A version that changes with any of its parts."""
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()[:16]
