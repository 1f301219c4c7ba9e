"""Serving Converse on 127.0.0.1: `python -m foodcoord.stand_in.server --port 8200 --habit good`."""

import argparse
import json
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from foodcoord.stand_in.habits import Habit, Reply, reply

HOST = "127.0.0.1"
SLOW_SECONDS = 30.0


@dataclass
class StandIn:
    """How to answer, and what was asked.

    `habits` are those of the next answers, before `habit` is; `says` answers instead of both.
    """

    url: str
    habit: str = Habit.GOOD
    habits: list[str] = field(default_factory=list)
    delay: float = 0
    says: Callable[[dict[str, Any]], Reply] | None = None
    asked: list[dict[str, Any]] = field(default_factory=list)

    def answer(self, request: dict[str, Any]) -> Reply:
        self.asked.append(request)
        habit = Habit(self.habits.pop(0) if self.habits else self.habit)
        time.sleep(SLOW_SECONDS if habit is Habit.SLOW else self.delay)
        return self.says(request) if self.says else reply(habit, request)


class StandInServer(ThreadingHTTPServer):
    """Requests side by side; one that still sleeps does not hold up the end."""

    daemon_threads = True
    block_on_close = False
    request_queue_size = 64

    def __init__(self, port: int = 0, habit: str = Habit.GOOD) -> None:
        super().__init__((HOST, port), _Handler)
        self.stand_in = StandIn(f"http://{HOST}:{self.server_port}", habit)


class _Handler(BaseHTTPRequestHandler):
    server: StandInServer

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"]))
        request = {"path": self.path, **json.loads(body)}
        status, error, answer = self.server.stand_in.answer(request)
        with suppress(BrokenPipeError, ConnectionResetError):  # nobody waits any more
            self.send_response(status)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(answer)))
            if error:
                self.send_header("x-amzn-ErrorType", error)
            self.end_headers()
            self.wfile.write(answer)

    def log_message(self, format: str, *args: Any) -> None:
        """Quiet: prompts are in the site's own log of calls."""


@contextmanager
def stand_in(habit: str = Habit.GOOD) -> Iterator[StandIn]:
    """Serve on a free local port for as long as the block runs."""
    server = StandInServer(habit=habit)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield server.stand_in
    finally:
        server.shutdown()
        server.server_close()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--port", type=int, required=True)
    parser.add_argument("--habit", choices=[habit.value for habit in Habit], default=Habit.GOOD)
    options = parser.parse_args()
    with suppress(KeyboardInterrupt):
        StandInServer(options.port, options.habit).serve_forever()


if __name__ == "__main__":
    main()
