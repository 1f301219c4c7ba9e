"""One JSON line a record, of plain facts; never a body, a mail, a place or a row's values."""

import logging
import re
import sys
import traceback
from typing import Any

import structlog
from structlog.typing import EventDict, Processor

DROPPED = ("args", "exc_text", "stack_info")
LONGEST_MESSAGE = 300
INNERMOST_FRAMES = 8
_ADDRESS = re.compile(r"[^\s'\"<>(),;=]+@[^\s'\"<>(),;=]+")


def _only_facts(logger: Any, name: str, event: EventDict) -> EventDict:
    for key in DROPPED:
        event.pop(key, None)
    return event


def _after_the_request(logger: Any, name: str, event: EventDict) -> EventDict:
    """Django logs an answer when the request's own context is gone."""
    request = getattr(event.get("_record"), "request", None)
    if correlation_id := getattr(request, "correlation_id", ""):
        event.setdefault("correlation_id", correlation_id)
    return event


def _first_line(logger: Any, name: str, event: EventDict) -> EventDict:
    """Others' messages can go on with a traceback, or with the row that Postgres refused."""
    line = str(event.get("event", "")).partition("\n")[0][:LONGEST_MESSAGE]
    event["event"] = _ADDRESS.sub("…@…", line)
    return event


def _where_not_what(logger: Any, name: str, event: EventDict) -> EventDict:
    """Of an exception its class and where it was raised: its message could quote anything."""
    told = event.pop("exc_info", None)
    error = told[1] if isinstance(told, tuple) else sys.exception() if told is True else told
    if isinstance(error, BaseException):
        event["exception"] = f"{type(error).__module__}.{type(error).__qualname__}"
        frames = traceback.extract_tb(error.__traceback__)[-INNERMOST_FRAMES:]
        event["at"] = [f"{frame.filename}:{frame.lineno} {frame.name}" for frame in frames]
    return event


CHAIN: list[Processor] = [
    structlog.contextvars.merge_contextvars,
    structlog.stdlib.add_log_level,
    structlog.stdlib.add_logger_name,
    structlog.processors.TimeStamper(fmt="iso", utc=True),
    _only_facts,
]

structlog.configure(
    processors=[*CHAIN, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
    logger_factory=structlog.stdlib.LoggerFactory(),
    wrapper_class=structlog.stdlib.BoundLogger,
    cache_logger_on_first_use=True,
)


def formatter() -> logging.Formatter:
    """For `LOGGING`: structlog's and everybody else's records in one form."""
    return structlog.stdlib.ProcessorFormatter(
        foreign_pre_chain=[*CHAIN, _after_the_request, _first_line],
        processors=[
            _where_not_what,
            structlog.stdlib.ProcessorFormatter.remove_processors_meta,
            structlog.processors.JSONRenderer(),
        ],
    )
