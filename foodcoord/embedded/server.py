import hashlib
import os
import shutil
import signal
import subprocess
import time
from collections.abc import Mapping
from pathlib import Path
from urllib.parse import quote, urlencode

import psycopg
from psycopg import sql

from foodcoord.embedded import leftovers, sockets
from foodcoord.embedded.binaries import MAJOR_VERSION, binaries
from foodcoord.embedded.configuration import DURABLE, PORT
from foodcoord.embedded.errors import EmbeddedPostgresError
from foodcoord.embedded.identity import ServerUser, server_user

OWNER = "foodcoord"
START_SECONDS = 120  # includes the recovery after a crash
STOP_SECONDS = 4


class EmbeddedPostgres:
    """A Postgres server on a socket, its data in one folder; nothing outside it is changed.

    `folder` holds `cluster/` (data and socket, closed to all but the server's user) and
    `server.log`. Several servers may run at once, each in its own folder.
    """

    def __init__(self, folder: Path, settings: Mapping[str, str] = DURABLE) -> None:
        self.folder = folder.resolve()
        self.settings = settings
        self.cluster = self.folder / "cluster"
        self.data = self.cluster / "data"
        self.log = self.folder / "server.log"
        self.socket = self.cluster / "socket"
        # Shown in the title of each server process: what tells ours from another folder's.
        self.name = "foodcoord-" + hashlib.sha256(os.fsencode(self.folder)).hexdigest()[:12]
        self.process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        """Start the server and wait until it answers; the first time, create its data.

        A server that an earlier process left running on this folder is stopped before.

        Raises:
            EmbeddedPostgresError: when it can't run here or doesn't start.
        """
        tools = binaries()
        try:
            user = self._prepare(tools)
            leftovers.end(leftovers.server_processes(self.data, self.name), seconds=STOP_SECONDS)
            leftovers.remove_locks(self.data, self.socket)
        except PermissionError as error:
            raise EmbeddedPostgresError(
                f"{error.filename} can't be used by this user: choose another folder."
            ) from error
        self._launch(tools, user)
        self._wait_until_ready()
        self._create_database()

    def stop(self) -> None:
        """Stop the server, open connections or not; harmless when it doesn't run."""
        if self.process and self.process.poll() is None:
            self.process.send_signal(signal.SIGINT)
            try:
                self.process.wait(STOP_SECONDS)
            except subprocess.TimeoutExpired:
                self.process.send_signal(signal.SIGQUIT)
        leftovers.end(leftovers.server_processes(self.data, self.name), seconds=STOP_SECONDS)
        if self.process:
            self.process.wait()
        sockets.forget_private_folder(self.folder / "socket")

    def is_running(self) -> bool:
        """Say whether the server this object started is alive."""
        return self.process is not None and self.process.poll() is None

    def url(self, *, user: str = OWNER, database: str = OWNER, options: str = "") -> str:
        """Return a DATABASE_URL; `options` are server settings (`-c name=value …`) for its use."""
        query = {"host": str(self.socket), "port": str(PORT)}
        if options:
            query["options"] = options
        return f"postgresql://{user}@/{database}?{urlencode(query, quote_via=quote, safe='')}"

    def _prepare(self, tools: Path) -> ServerUser:
        # Root's server runs as nobody, who has to pass through here; `cluster` below is closed.
        self.folder.mkdir(mode=0o711 if os.geteuid() == 0 else 0o700, parents=True, exist_ok=True)
        beside = self.cluster / "socket"
        fits = sockets.usable(beside)
        reached = self.cluster if fits else sockets.temporary_parent() / "socket"
        user = server_user(tools / "postgres", self.cluster, reached)
        self._claim(self.cluster, user)
        self._initialise(tools, user)
        if fits:
            self._claim(beside, user)
        self.socket = beside if fits else sockets.private_folder(self.folder / "socket", user)
        return user

    def _claim(self, folder: Path, user: ServerUser) -> None:
        if not folder.exists():
            folder.mkdir(mode=0o700)
        if folder.lstat().st_uid == os.geteuid():
            os.chown(folder, user.uid, user.gid, follow_symlinks=False)
        if folder.lstat().st_uid != user.uid:
            raise EmbeddedPostgresError(
                f"The data in {self.folder} belong to another user: choose another folder."
            )

    def _initialise(self, tools: Path, user: ServerUser) -> None:
        if self.data.exists():
            version = (self.data / "PG_VERSION").read_text().strip()
            if version != MAJOR_VERSION:
                raise EmbeddedPostgresError(
                    f"The data in {self.folder} are of Postgres {version}, "
                    f"this is {MAJOR_VERSION}: choose another folder."
                )
            return
        # Under another name first: an interrupted start leaves nothing half-made behind.
        unfinished = self.cluster / "data.unfinished"
        shutil.rmtree(unfinished, ignore_errors=True)
        command = [
            *(*user.initialise, str(tools / "initdb")),
            *("-D", str(unfinished), "-U", OWNER, "-E", "UTF8", "--no-instructions", "--no-sync"),
            # No ICU in the wheel; this one knows Unicode's letters and is the same everywhere.
            *("--locale=C", "--locale-provider=builtin", "--builtin-locale=C.UTF-8"),
            *("--auth-local=trust", "--auth-host=reject"),
        ]
        done = subprocess.run(  # noqa: S603
            command,
            cwd="/",
            env=_environment(),
            capture_output=True,
            text=True,
            check=False,
            start_new_session=True,
        )
        if done.returncode:
            raise EmbeddedPostgresError(
                f"Postgres could not create its data: {done.stderr.strip()}"
            )
        unfinished.rename(self.data)

    def _launch(self, tools: Path, user: ServerUser) -> None:
        settings = {
            **self.settings,
            "cluster_name": self.name,
            "unix_socket_directories": '"{}"'.format(str(self.socket).replace('"', '""')),
        }
        command = [*user.run, str(tools / "postgres"), "-D", str(self.data)]
        for name, value in settings.items():
            command += ["-c", f"{name}={value}"]
        if self.log.exists():
            self.log.replace(self.log.with_suffix(".log.old"))
        self.log.touch(mode=0o600)  # its lines may quote what people wrote
        # pg_ctl would hand these paths to a shell; a session of its own keeps Ctrl-C away.
        with self.log.open("wb") as log:
            self.process = subprocess.Popen(  # noqa: S603
                command,
                cwd="/",
                env=_environment(),
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )

    def _wait_until_ready(self) -> None:
        deadline = time.monotonic() + START_SECONDS
        while self.is_running() and time.monotonic() < deadline:
            if self._says_ready():
                return
            time.sleep(0.02)
        self.stop()
        lines = self.log.read_text(errors="replace").strip().splitlines()
        raise EmbeddedPostgresError("Postgres did not start: " + "\n".join(lines[-5:]))

    def _says_ready(self) -> bool:
        try:
            lines = (self.data / "postmaster.pid").read_text().splitlines()
        except FileNotFoundError:
            return False
        return len(lines) > 7 and lines[7].strip() == "ready"

    def _create_database(self) -> None:
        with psycopg.connect(self.url(database="postgres"), autocommit=True) as connection:
            found = connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [OWNER])
            if found.fetchone() is None:
                connection.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(OWNER)))


def _environment() -> dict[str, str]:
    return {"PATH": os.defpath, "LC_ALL": "C"}
