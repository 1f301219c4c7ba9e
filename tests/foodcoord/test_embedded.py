import os
import pwd
import stat
import subprocess
import sys
from pathlib import Path

import environ
import psutil
import psycopg
import pytest

from foodcoord.embedded import sockets
from foodcoord.embedded.configuration import DURABLE, THROWAWAY
from foodcoord.embedded.errors import EmbeddedPostgresError
from foodcoord.embedded.identity import server_user
from foodcoord.embedded.processes import is_alive
from foodcoord.embedded.server import EmbeddedPostgres

ROOT = Path(__file__).resolve().parents[2]


def ask(server: EmbeddedPostgres, question: str) -> object:
    with psycopg.connect(server.url(), autocommit=True) as connection:
        row = connection.execute(question).fetchone()
        return row[0] if row else None


def remember(server: EmbeddedPostgres) -> None:
    with psycopg.connect(server.url(), autocommit=True) as connection:
        connection.execute("CREATE TABLE memory AS SELECT 'jam' AS word")


def mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


def test_started_server_listens_on_a_private_socket_only(server: EmbeddedPostgres) -> None:
    server.start()

    assert ask(server, "SHOW listen_addresses") == ""
    assert server.socket.parent == server.cluster
    assert mode(server.cluster) == 0o700
    assert mode(server.socket) == 0o700


def test_started_server_never_runs_as_root(server: EmbeddedPostgres) -> None:
    server.start()

    assert server.process is not None
    expected = os.geteuid() or pwd.getpwnam("nobody").pw_uid
    assert psutil.Process(server.process.pid).uids().effective == expected


def test_start_leaves_folders_around_it_closed(
    server: EmbeddedPostgres, closed_folder: Path
) -> None:
    server.start()

    assert mode(closed_folder) == 0o700
    assert closed_folder.stat().st_uid == os.geteuid()


def test_started_server_knows_letters_of_all_languages(server: EmbeddedPostgres) -> None:
    server.start()

    assert ask(server, "SELECT lower('CRÈME ÑAME ŒUF')") == "crème ñame œuf"


def test_second_start_finds_the_data(server: EmbeddedPostgres) -> None:
    server.start()
    remember(server)
    server.stop()

    server.start()

    assert ask(server, "SELECT word FROM memory") == "jam"


def test_start_after_a_killed_server_finds_the_data(server: EmbeddedPostgres) -> None:
    server.start()
    remember(server)
    assert server.process is not None
    server.process.kill()
    server.process.wait()
    assert not server.is_running()

    server.start()

    assert ask(server, "SELECT word FROM memory") == "jam"


def test_start_ends_the_server_of_a_process_that_is_gone(server: EmbeddedPostgres) -> None:
    server.start()
    remember(server)
    abandoned = server.process
    assert abandoned is not None

    server.start()

    assert abandoned.wait(1) == 0
    assert ask(server, "SELECT word FROM memory") == "jam"


def test_start_is_not_kept_by_a_strangers_process_id(server: EmbeddedPostgres) -> None:
    server.start()
    remember(server)
    assert server.process is not None
    server.process.kill()
    server.process.wait()
    lock_file = server.data / "postmaster.pid"
    lines = lock_file.read_text().splitlines()
    lock_file.write_text("\n".join([str(os.getpid()), *lines[1:]]))

    server.start()

    assert ask(server, "SELECT word FROM memory") == "jam"


def test_stop_leaves_no_process(server: EmbeddedPostgres) -> None:
    server.start()
    assert server.process is not None
    leader = psutil.Process(server.process.pid)
    family = [leader, *leader.children()]

    server.stop()

    assert [process for process in family if is_alive(process)] == []


def test_long_path_puts_the_socket_into_a_private_temporary_folder(closed_folder: Path) -> None:
    server = EmbeddedPostgres(closed_folder / ("long" * 30), THROWAWAY)
    server.start()
    try:
        assert len(str(server.socket)) <= sockets.LONGEST_FOLDER
        assert mode(server.socket) == 0o700
        assert ask(server, "SELECT 1") == 1
    finally:
        server.stop()
    assert not server.socket.exists()


@pytest.mark.parametrize("name", ['it\'s "quoted" $HOME', "a,b", "jardín"])
def test_odd_folder_names_work(closed_folder: Path, name: str) -> None:
    server = EmbeddedPostgres(closed_folder / name, THROWAWAY)
    server.start()
    try:
        assert ask(server, "SELECT 1") == 1
    finally:
        server.stop()


def test_data_of_another_version_are_refused(server: EmbeddedPostgres) -> None:
    server.start()
    server.stop()
    (server.data / "PG_VERSION").write_text("17\n")

    with pytest.raises(EmbeddedPostgresError, match="are of Postgres 17, this is 18"):
        server.start()


def test_server_that_can_not_start_says_why(closed_folder: Path) -> None:
    server = EmbeddedPostgres(closed_folder / "pg", {**DURABLE, "max_connections": "none"})

    with pytest.raises(EmbeddedPostgresError, match="max_connections"):
        server.start()


def test_url_reads_as_a_database_of_django(server: EmbeddedPostgres) -> None:
    server.socket = Path("/some folder/socket")

    url = server.url(user="foodcoord_web", options="-c statement_timeout=0 -c timezone=UTC")

    settings = environ.Env.db_url_config(url)
    assert settings["NAME"] == "foodcoord"
    assert settings["USER"] == "foodcoord_web"
    assert settings["HOST"] == ""
    assert settings["OPTIONS"] == {
        "host": "/some folder/socket",
        "port": 5432,
        "options": "-c statement_timeout=0 -c timezone=UTC",
    }


START_AND_STOP = """
import os, sys
from pathlib import Path
from foodcoord.embedded.server import EmbeddedPostgres
server = EmbeddedPostgres(Path(sys.argv[1]))
server.start()
print(os.stat(server.data).st_uid, server.is_running())
server.stop()
"""


def run_as_user(uid: int, folder: Path) -> subprocess.CompletedProcess[str]:
    """Run the server as an ordinary user; only root can become one, others stay who they are."""
    become: list[str] = []
    if os.geteuid() == 0:
        os.chown(folder, uid, uid)
        # The interpreter may lie in root's closed home: what leads there is lent.
        root = server_user(Path(sys.executable).resolve(), Path(sys.prefix) / "lib", ROOT)
        lent = [word for word in root.run if word.endswith(("dac_read_search", "dac_override"))]
        become = ["setpriv", f"--reuid={uid}", f"--regid={uid}", "--clear-groups", *lent]
    return subprocess.run(
        [*become, sys.executable, "-c", START_AND_STOP, folder / "pg"],
        capture_output=True,
        text=True,
        cwd=ROOT,
        check=False,
    )


def test_ordinary_user_runs_it_as_themself(closed_folder: Path) -> None:
    uid = os.geteuid() or pwd.getpwnam("daemon").pw_uid

    done = run_as_user(uid, closed_folder)

    assert (done.stdout, done.stderr) == (f"{uid} True\n", "")


def test_user_without_a_name_runs_it_or_is_told_what_to_do(closed_folder: Path) -> None:
    uid = os.geteuid() or 54321
    namespaces = subprocess.run(["unshare", "--user", "true"], capture_output=True, check=False)

    done = run_as_user(uid, closed_folder)

    if os.geteuid() or namespaces.returncode == 0:
        assert (done.stdout, done.stderr) == (f"{uid} True\n", "")
    else:
        assert "54321 has none in /etc/passwd" in done.stderr
