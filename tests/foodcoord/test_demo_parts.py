import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import psutil
import pytest

from foodcoord.demo import address, environment, records
from foodcoord.demo.child import Child, end
from foodcoord.demo.errors import DemoError
from foodcoord.demo.folder import DemoFolder
from foodcoord.demo.interruption import Interrupted, Interruption
from foodcoord.demo.lock import only_one
from foodcoord.embedded.processes import is_alive

SLEEP = ["-c", "import time; time.sleep(60)"]
SLEEPING_FAMILY = ["-c", "import os, time; os.fork(); time.sleep(60)"]


@pytest.fixture
def folder(tmp_path: Path) -> DemoFolder:
    folder = DemoFolder(tmp_path / "da ta")
    folder.make()
    return folder


@pytest.fixture
def sleeper() -> Iterator[subprocess.Popen[bytes]]:
    process = subprocess.Popen([sys.executable, *SLEEP], start_new_session=True)
    yield process
    process.kill()
    process.wait()


def test_secret_key_is_made_once_for_our_eyes_only(folder: DemoFolder) -> None:
    key = folder.secret_key()

    assert folder.secret_key() == key
    assert len(key) > 50
    assert (folder.root / "secret-key").stat().st_mode & 0o777 == 0o600


def test_folder_that_is_a_file_is_refused(tmp_path: Path) -> None:
    (tmp_path / "data").write_text("something else")

    with pytest.raises(DemoError, match="choose another one"):
        DemoFolder(tmp_path / "data").make()


def test_second_demo_on_one_folder_is_told_where_the_first_runs(folder: DemoFolder) -> None:
    with (
        only_one(folder, 8123),
        pytest.raises(DemoError, match=f"http://localhost:8123 .process {os.getpid()}"),
        only_one(folder, 8124),
    ):
        pass


def test_folder_is_free_after_its_demo_ended(folder: DemoFolder) -> None:
    with only_one(folder, 8123):
        pass

    with only_one(folder, 8124):
        assert '"port": 8124' in (folder.run / "demo.lock").read_text()


def test_leftovers_with_our_arguments_are_ended(
    folder: DemoFolder, sleeper: subprocess.Popen[bytes]
) -> None:
    record = folder.run / "processes.json"
    records.write(record, {sleeper.pid: [sys.executable, *SLEEP]})

    assert records.end_leftovers(record) == 1
    assert sleeper.wait(1) == -signal.SIGTERM
    assert not record.exists()


def test_stranger_with_the_id_of_a_leftover_is_left_alone(
    folder: DemoFolder, sleeper: subprocess.Popen[bytes]
) -> None:
    record = folder.run / "processes.json"
    records.write(record, {sleeper.pid: [sys.executable, "manage.py", "qcluster"]})

    assert records.end_leftovers(record) == 0
    assert sleeper.poll() is None


def test_ended_child_leaves_none_of_its_group(tmp_path: Path) -> None:
    child = Child("family", SLEEPING_FAMILY, os.environ, tmp_path / "log")
    child.start()
    assert child.process is not None
    parent = psutil.Process(child.process.pid)
    while not parent.children():
        time.sleep(0.01)
    family = [parent, *parent.children()]

    end([child], seconds=2)

    assert [process for process in family if is_alive(process)] == []


def test_failed_child_is_quoted(tmp_path: Path) -> None:
    child = Child("broken", ["-c", "raise SystemExit('no yeast')"], os.environ, tmp_path / "log")
    child.start()
    assert child.process is not None
    child.process.wait()
    child.end_now()

    assert str(child.failure()).splitlines()[:2] == ["broken failed (exit 1).", "no yeast"]


def test_child_that_keeps_failing_waits_longer_each_time(tmp_path: Path) -> None:
    child = Child("broken", ["-c", ""], os.environ, tmp_path / "log")
    child.start()

    assert [child.pause_before_restart() for _ in range(7)] == [1, 2, 4, 8, 16, 30, 30]
    end([child], seconds=2)


def test_busy_port_is_named(unused_port: int) -> None:
    with (
        socket.create_server(("127.0.0.1", unused_port)),
        pytest.raises(DemoError, match=f"Port {unused_port} is busy"),
    ):
        address.listening_addresses(unused_port)

    assert f"127.0.0.1:{unused_port}" in address.listening_addresses(unused_port)


def test_site_that_does_not_listen_is_not_ready(unused_port: int) -> None:
    ready, _text = address.is_ready(unused_port)

    assert not ready


def test_wish_to_stop_takes_effect_where_the_demo_waits() -> None:
    interruption = Interruption()
    before = {number: signal.getsignal(number) for number in (signal.SIGINT, signal.SIGTERM)}
    hangup = signal.getsignal(signal.SIGHUP)
    interruption.listen()
    try:
        os.kill(os.getpid(), signal.SIGTERM)
        with pytest.raises(Interrupted):
            interruption.pause(5)
    finally:
        for number, handler in {**before, signal.SIGHUP: hangup}.items():
            signal.signal(number, handler)


def test_shell_reads_the_environment_as_it_was_written(tmp_path: Path) -> None:
    file = tmp_path / "environment"
    value = 'postgresql://foodcoord@/foodcoord?host=%2Fit\'s "a" $HOME'

    environment.write_for_shell(file, {"FOOD_TEST": value})

    script = f'. "{file}" && printf %s "$FOOD_TEST"'
    read = subprocess.run(["sh", "-c", script], capture_output=True, text=True, check=True)
    assert read.stdout == value
    assert file.stat().st_mode & 0o777 == 0o600
