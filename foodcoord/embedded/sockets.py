"""Where the server's socket lies: beside the data, or in a short private folder."""

import contextlib
import os
import stat
import tempfile
from pathlib import Path

from foodcoord.embedded.errors import EmbeddedPostgresError
from foodcoord.embedded.identity import ServerUser

# A socket's whole path must stay below 104 bytes (108 on Linux); its name takes 14 of them.
LONGEST_FOLDER = 88


def usable(folder: Path) -> bool:
    """Say whether libpq can connect to a socket in this folder; a comma would separate hosts."""
    path = os.fsencode(folder)
    return len(path) <= LONGEST_FOLDER and b"," not in path


def private_folder(link: Path, owner: ServerUser) -> Path:
    """Return a temporary folder only the server's user may enter; `link` remembers it."""
    known = link.resolve()
    if link.is_symlink() and _is_private(known, owner):
        return known
    link.unlink(missing_ok=True)
    folder = Path(tempfile.mkdtemp(prefix="foodcoord-", dir=temporary_parent()))
    os.chown(folder, owner.uid, owner.gid)
    link.symlink_to(folder)
    return folder


def temporary_parent() -> Path:
    """Return where private folders are made.

    Raises:
        EmbeddedPostgresError: when no temporary folder has a path short enough.
    """
    for parent in (Path(tempfile.gettempdir()), Path("/tmp")):  # noqa: S108
        if usable(parent.resolve() / "foodcoord-12345678"):
            return parent.resolve()
    raise EmbeddedPostgresError("TMPDIR is too long for a socket: set it to a short folder.")


def forget_private_folder(link: Path) -> None:
    """Remove the temporary folder and its link, if there is one."""
    if link.is_symlink():
        with contextlib.suppress(OSError):
            link.resolve().rmdir()
        link.unlink()


def _is_private(folder: Path, owner: ServerUser) -> bool:
    try:
        found = folder.stat()
    except FileNotFoundError:
        return False
    return found.st_uid == owner.uid and stat.S_IMODE(found.st_mode) == stat.S_IRWXU
