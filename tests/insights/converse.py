"""A stand-in for Bedrock's Converse operation: the same wire format, and every bad habit."""

import json
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

GOOD = {
    "English": {
        "what": "More is asked for than people offer here.",
        "why": "In the last 14 days about 30 kg were asked for and about 0 kg offered.",
        "could": "If you have some to spare, this is a good time to share it.",
    },
    "Spanish": {
        "what": "Se pide más de lo que hay por aquí.",
        "why": "En los últimos 14 días se pidieron unos 30 kg y se ofrecieron unos 0 kg.",
        "could": "Si le sobra algo, este es un buen momento para compartirlo.",
    },
    "French": {
        "what": "On demande plus que ce que les gens offrent ici.",
        "why": "Ces 14 derniers jours, environ 30 kg ont été demandés et environ 0 kg offerts.",
        "could": "Si vous en avez trop, c’est le bon moment pour le partager.",
    },
}


@dataclass
class StandIn:
    """How to answer, and what was asked."""

    url: str
    habit: str = "good"
    delay: float = 0
    asked: list[dict[str, Any]] = field(default_factory=list)

    def answer(self, request: dict[str, Any]) -> tuple[int, str, bytes]:
        """Status, error type and body."""
        self.asked.append(request)
        time.sleep(self.delay)
        if self.habit == "broken":
            return 500, "InternalServerException", b'{"message": "no"}'
        if self.habit == "throttled":
            return 429, "ThrottlingException", b'{"message": "slow down"}'
        if self.habit == "nonsense":
            return 200, "", b"<html>not json"
        inputs = json.loads(request["messages"][0]["content"][0]["text"])
        return 200, "", json.dumps(self._message(inputs["language"])).encode()

    def _message(self, language: str) -> dict[str, Any]:
        said: Any = dict(GOOD[language])
        if self.habit == "wrong number":
            said["why"] = said["why"].replace("30", "31")
        elif self.habit == "commanding":
            said["could"] = "Everyone must share, this is reserved for you."
        elif self.habit == "truncated":
            del said["could"]
        elif self.habit == "other language":
            said = GOOD["French" if language == "English" else "English"]
        content: list[dict[str, Any]] = [
            {"toolUse": {"toolUseId": "t1", "name": "explain", "input": said}}
        ]
        if self.habit == "prose":
            content = [{"text": "Certainly! Here is an explanation."}]
        return {
            "output": {"message": {"role": "assistant", "content": content}},
            "stopReason": "tool_use",
            "usage": {"inputTokens": 400, "outputTokens": 80, "totalTokens": 480},
            "metrics": {"latencyMs": 12},
        }


@contextmanager
def stand_in() -> Iterator[StandIn]:
    """Serve on a free local port for as long as the block runs."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), _Handler)
    server.stand_in = StandIn(f"http://127.0.0.1:{server.server_port}")  # type: ignore[attr-defined]
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield server.stand_in  # type: ignore[attr-defined]
    finally:
        server.shutdown()
        server.server_close()


class _Handler(BaseHTTPRequestHandler):
    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"]))
        request = {"path": self.path, **json.loads(body)}
        status, error, answer = self.server.stand_in.answer(request)  # type: ignore[attr-defined]
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(answer)))
        if error:
            self.send_header("x-amzn-ErrorType", error)
        self.end_headers()
        try:
            self.wfile.write(answer)
        except BrokenPipeError:
            return

    def log_message(self, format: str, *args: Any) -> None:
        """Quiet."""
