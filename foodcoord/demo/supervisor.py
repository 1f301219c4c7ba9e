import time
from collections.abc import Callable
from pathlib import Path

from foodcoord.demo import records
from foodcoord.demo.child import Child, end
from foodcoord.demo.interruption import Interruption
from foodcoord.embedded.server import EmbeddedPostgres

LOOK_SECONDS = 0.2
# The web closes what it is answering, the worker finishes its task; together with the database
# the demo is gone within 5 seconds.
END_SECONDS = 4
# A worker that has just started may still be catching up: restarting it again would be thrashing.
GRACE_SECONDS = 60


class Supervisor:
    """Starts processes, starts again what ends, and at the end leaves none."""

    def __init__(
        self,
        interruption: Interruption,
        record: Path,
        say: Callable[[str], None],
    ) -> None:
        self.interruption = interruption
        self.record = record
        self.say = say
        self.children: list[Child] = []
        self.database: EmbeddedPostgres | None = None
        self._restarts: dict[str, float] = {}

    def start(self, child: Child) -> None:
        """Start a process and look after it from now on."""
        self.children.append(child)
        child.start()
        self._write_record()

    def run(self, child: Child) -> None:
        """Run a process to its end.

        Raises:
            DemoError: when it fails.
        """
        self.start(child)
        self.finish(child)

    def finish(self, child: Child) -> None:
        """Wait for the end of a process started before.

        Raises:
            DemoError: when it failed.
        """
        while child.is_running():
            self.interruption.pause(0.05)
        child.end_now()
        self.children.remove(child)
        if child.exit_code:
            raise child.failure()

    def watch(self, *, watchdog: Child | None, worker: Child) -> None:
        """Keep everything running until somebody asks to stop.

        The watchdog ends when the worker has left something undone for too long; a worker can
        hang while all its processes look alive.
        """
        while True:
            self.interruption.pause(LOOK_SECONDS)
            self._watch_database()
            for child in self.children:
                if child is watchdog and not child.is_running():
                    self._replace(worker)
                self._watch(child)

    def end(self) -> None:
        """End every process, then the database."""
        end(self.children, seconds=END_SECONDS)
        if self.database:
            self.database.stop()
        self.record.unlink(missing_ok=True)

    def _watch_database(self) -> None:
        if self.database and not self.database.is_running():
            self.say("Postgres ended: starting it again.")
            self.database.start()

    def _watch(self, child: Child) -> None:
        if child.is_running():
            return
        if child.name not in self._restarts:
            child.end_now()
            pause = child.pause_before_restart()
            self.say(
                f"{child.name} ended (exit {child.exit_code}): starting it again in {pause:.0f} s."
            )
            self._restarts[child.name] = time.monotonic() + pause
        elif time.monotonic() >= self._restarts[child.name]:
            del self._restarts[child.name]
            child.start()
            self._write_record()

    def _replace(self, worker: Child) -> None:
        if worker.is_running() and worker.age() > GRACE_SECONDS:
            self.say("The worker leaves things undone: restarting it.")
            end([worker], seconds=END_SECONDS)
            worker.start()
            self._write_record()

    def _write_record(self) -> None:
        groups = {child.process.pid: child.command for child in self.children if child.process}
        records.write(self.record, groups)
