"""Static files, packed for the wire in a few seconds: for the demo, which is started often."""

from collections.abc import Iterable, Iterator
from pathlib import Path

from whitenoise.storage import CompressedManifestStaticFilesStorage

SELDOM = ("admin/", "drf_spectacular_sidecar/", "rest_framework/")
HTMX, OURS = "django_htmx/", "django_htmx/htmx-2.min."


class QuicklyPackedStorage(CompressedManifestStaticFilesStorage):  # type: ignore[misc]
    """Packs what people's pages are made of, and nothing twice.

    Packing the rest (the admin, the API's documentation) takes a minute more; it is served as it
    is.
    """

    def compress_files(self, paths: Iterable[str]) -> Iterator[tuple[str, str]]:
        yield from super().compress_files(path for path in paths if self._is_worth_it(path))

    def _is_worth_it(self, path: str) -> bool:
        if path.startswith(SELDOM) or (path.startswith(HTMX) and not path.startswith(OURS)):
            return False
        file = Path(self.path(path))
        packed = file.with_name(f"{file.name}.br")
        return not packed.exists() or packed.stat().st_mtime < file.stat().st_mtime
