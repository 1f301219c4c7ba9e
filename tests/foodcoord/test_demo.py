"""The whole demo, as a person starts and ends it."""

import http.client
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import psutil
import psycopg
import pytest

from foodcoord.embedded.processes import is_alive

ROOT = Path(__file__).resolve().parents[2]
READY = "FoodCoord is ready: http://localhost:"


class Demo:
    def __init__(self, data: Path, port: int) -> None:
        self.data, self.port = data, port
        self.process: subprocess.Popen[str]
        self.said: list[str] = []

    def start(self) -> None:
        given = ("DATABASE_URL", "SECRET_KEY")
        options = ("--no-load", "--port", str(self.port), "--data-dir", str(self.data))
        self.process = subprocess.Popen(
            [sys.executable, "manage.py", "demo", *options],
            cwd=ROOT,
            env={name: value for name, value in os.environ.items() if name not in given},
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            start_new_session=True,
        )
        self.said = []
        assert self.process.stdout is not None
        for line in self.process.stdout:
            self.said.append(line.rstrip())
            if line.startswith(READY):
                return
        raise AssertionError("\n".join(self.said))

    def family(self) -> list[psutil.Process]:
        leader = psutil.Process(self.process.pid)
        return [leader, *leader.children(recursive=True)]

    def interrupt(self) -> None:
        self.process.send_signal(signal.SIGINT)
        self.process.communicate(timeout=30)


@pytest.fixture
def demo(closed_folder: Path, unused_port: int) -> Iterator[Demo]:
    demo = Demo(closed_folder / "my data", unused_port)
    yield demo
    if demo.process.poll() is None:
        demo.interrupt()


def alive(processes: list[psutil.Process]) -> list[psutil.Process]:
    return [process for process in processes if is_alive(process)]


def status(port: int, path: str) -> int:
    connection = http.client.HTTPConnection("localhost", port, timeout=10)
    connection.request("GET", path)
    return connection.getresponse().status


def database_users(demo: Demo) -> set[str]:
    script = f'. "{demo.data}/run/environment" && printf %s "$DATABASE_URL"'
    url = subprocess.run(["sh", "-c", script], capture_output=True, text=True, check=True).stdout
    with psycopg.connect(url) as connection:
        question = (
            "SELECT usename FROM pg_stat_activity "
            "WHERE backend_type = 'client backend' AND pid <> pg_backend_pid()"
        )
        return {row[0] for row in connection.execute(question)}


def test_killed_demo_starts_again_and_interrupted_it_leaves_no_process(demo: Demo) -> None:
    """In one life, since a demo in a new folder takes a minute to begin."""
    demo.start()
    assert status(demo.port, "/readyz") == 200
    assert (demo.data / "push-key.pem").exists()
    assert {"foodcoord_web", "foodcoord_worker"} >= database_users(demo) > set()
    left = demo.family()[1:]
    assert len(left) > 10
    demo.process.kill()
    demo.process.communicate()
    assert alive(left) == left

    demo.start()

    assert "processes an earlier demo had left behind" in demo.said[0]
    assert alive(left) == []
    assert status(demo.port, "/readyz") == 200
    family = demo.family()
    assert len(family) > 10

    # How long it takes is the supervisor's limit and the machine's load; here, that it ends.
    demo.interrupt()

    assert demo.process.returncode == 0
    assert alive(family) == []
    assert not (demo.data / "run" / "environment").exists()
