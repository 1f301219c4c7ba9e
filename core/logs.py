"""One JSON line a record, from an allow-list of plain facts; never a body, a mail or a place."""

import logging
from typing import Any

import structlog
from structlog.typing import EventDict, Processor

DROPPED = ("args", "exc_text", "stack_info")


def _only_facts(logger: Any, name: str, event: EventDict) -> EventDict:
    for key in DROPPED:
        event.pop(key, None)
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
        foreign_pre_chain=CHAIN,
        processors=[
            structlog.stdlib.ProcessorFormatter.remove_processors_meta,
            structlog.processors.format_exc_info,
            structlog.processors.JSONRenderer(),
        ],
    )
