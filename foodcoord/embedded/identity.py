"""Which user the server runs as, and what it takes to become that user."""

import os
import pwd
import shutil
import stat
import subprocess
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from foodcoord.embedded.errors import EmbeddedPostgresError

# Numbers of Linux capabilities, see capabilities(7); the weaker one first.
CAPABILITIES = {"dac_read_search": 2, "dac_override": 1}


@dataclass(frozen=True)
class ServerUser:
    """`run` is put before the command line of the server, `initialise` before that of initdb."""

    uid: int
    gid: int
    run: tuple[str, ...] = ()
    initialise: tuple[str, ...] = ()


def server_user(*paths: Path) -> ServerUser:
    """Return the user for a server that must reach `paths`.

    Postgres refuses root, so root's server runs as `nobody`.

    Raises:
        EmbeddedPostgresError: when nobody can't be made to reach one of the paths.
    """
    if os.geteuid() == 0:
        return _nobody(paths)
    uid, gid = os.geteuid(), os.getegid()
    try:
        pwd.getpwuid(uid)
    except KeyError:
        return ServerUser(uid, gid, initialise=_with_a_name(uid))
    return ServerUser(uid, gid)


def _nobody(paths: Iterable[Path]) -> ServerUser:
    nobody = pwd.getpwnam("nobody")
    become: tuple[str, ...] = (
        _tool("setpriv"),
        f"--reuid={nobody.pw_uid}",
        f"--regid={nobody.pw_gid}",
        "--clear-groups",
    )
    closed = next((folder for path in paths if (folder := _closed_folder(path))), None)
    if closed:
        capability = _capability_to_pass(closed)
        become += (f"--inh-caps=+{capability}", f"--ambient-caps=+{capability}")
    return ServerUser(nobody.pw_uid, nobody.pw_gid, run=become, initialise=become)


def _closed_folder(path: Path) -> Path | None:
    for folder in path.resolve().parents:
        if not folder.stat().st_mode & stat.S_IXOTH:
            return folder
    return None


def _capability_to_pass(closed: Path) -> str:
    """Return the weakest capability we own that leads through a closed folder.

    Loosening the folder's permissions instead would open it to everyone on the machine.
    """
    permitted = 0
    for line in Path("/proc/self/status").read_text().splitlines():
        if line.startswith("CapPrm:"):
            permitted = int(line.split()[1], 16)
    for name, number in CAPABILITIES.items():
        if permitted & (1 << number):
            return name
    raise EmbeddedPostgresError(
        f"Postgres refuses to run as root and would run as nobody, who can't enter {closed}. "
        "Run this as an ordinary user, or from folders that others may enter."
    )


def _with_a_name(uid: int) -> tuple[str, ...]:
    """Initdb wants to know its user's name; in a namespace of its own the user has one."""
    nobody = pwd.getpwnam("nobody")
    user = (f"--map-user={nobody.pw_uid}", f"--map-group={nobody.pw_gid}")
    command = (_tool("unshare"), "--user", *user)
    if subprocess.run([*command, "true"], capture_output=True, check=False).returncode:  # noqa: S603
        raise EmbeddedPostgresError(
            f"Postgres wants its user to have a name, and {uid} has none in /etc/passwd: "
            "add one, or run this as another user."
        )
    return command


def _tool(name: str) -> str:
    found = shutil.which(name, path=os.defpath + ":/usr/sbin:/sbin:/usr/local/bin")
    if not found:
        raise EmbeddedPostgresError(
            f"The command {name} is missing: install util-linux, or run as an ordinary user."
        )
    return found
