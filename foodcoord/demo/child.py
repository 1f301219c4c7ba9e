import os
import signal
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from pathlib import Path

from foodcoord.demo.errors import DemoError
from foodcoord.embedded.processes import group_members, signal_and_wait

ROOT = Path(__file__).resolve().parents[2]
LONGEST_PAUSE = 30
SETTLED_SECONDS = 60


class Child:
    """A Python process in a group of its own: Ctrl-C doesn't reach it, ending it leaves none."""

    def __init__(
        self,
        name: str,
        arguments: Sequence[str],
        environment: Mapping[str, str],
        log: Path | None = None,
    ) -> None:
        """`environment` is added to our own; without a `log` it writes to our own output."""
        self.name = name
        self.command = [sys.executable, *arguments]
        self.environment = {**os.environ, **environment}
        self.log = log
        self.process: subprocess.Popen[bytes] | None = None
        self.exit_code: int | None = None
        self.started_at = 0.0
        self.failures = 0

    def start(self) -> None:
        """Start the process; its output is appended to its log."""
        log = os.open(self.log, os.O_CREAT | os.O_APPEND | os.O_WRONLY, 0o600) if self.log else None
        try:
            self.process = subprocess.Popen(  # noqa: S603
                self.command,
                cwd=ROOT,
                env=self.environment,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )
        finally:
            if log is not None:
                os.close(log)
        self.started_at = time.monotonic()

    def is_running(self) -> bool:
        """Say whether the process is alive."""
        return self.process is not None and self.process.poll() is None

    def age(self) -> float:
        """Return the seconds since the last start."""
        return time.monotonic() - self.started_at

    def pause_before_restart(self) -> float:
        """Return the seconds to wait: 1, 2, 4 … 30 while it keeps failing."""
        self.failures = 0 if self.age() > SETTLED_SECONDS else self.failures + 1
        return min(LONGEST_PAUSE, 2.0 ** max(0, self.failures - 1))

    def ask_to_end(self) -> None:
        """Ask the leader of the group, who knows how to end the others."""
        if self.process and self.is_running():
            self.process.send_signal(signal.SIGTERM)

    def end_now(self) -> None:
        """Kill whatever is left of the group."""
        if self.process:
            left = group_members(self.process.pid)
            signal_and_wait(left, signal.SIGKILL, seconds=1)
            self.exit_code = self.process.wait()
            self.process = None

    def failure(self) -> DemoError:
        """Say why it ended, with the last lines of its log."""
        text = f"{self.name} failed (exit {self.exit_code})."
        if self.log and self.log.exists():
            lines = self.log.read_text(errors="replace").strip().splitlines()
            text = "\n".join([text, *lines[-8:], f"More in {self.log}."])
        return DemoError(text)


def end(children: Sequence[Child], *, seconds: float) -> None:
    """End processes together: ask all, wait so long for all, kill what is left."""
    for child in children:
        child.ask_to_end()
    deadline = time.monotonic() + seconds
    while any(child.is_running() for child in children) and time.monotonic() < deadline:
        time.sleep(0.05)
    for child in children:
        child.end_now()
