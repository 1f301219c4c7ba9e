"""Reading a model's answer: exactly the shape that was asked for, or no answer, by name."""

from collections.abc import Mapping, Sequence
from typing import Any

from insights.explanations.prompts import LONGEST_FIELD, TOOL_NAME
from insights.explanations.protocol import Draft, NoAnswer, Usage

WANTED_STOP = "tool_use"
KNOWN_STOPS = frozenset(
    {
        "end_turn",
        "max_tokens",
        "stop_sequence",
        "guardrail_intervened",
        "content_filtered",
        "model_context_window_exceeded",
        "malformed_model_output",
        "malformed_tool_use",
    }
)
MOST_COUNTED = 10_000_000
"""More tokens than this in one answer is no count."""


def read(answer: Any, fields: Sequence[str]) -> Draft:
    """The sentences of the tool call, in the order of `fields`, joined.

    Raises:
        NoAnswer: the answer has another shape; its message says which, in our own words. A text
            beside the tool call is not looked at.
    """
    usage = usage_of(answer)
    try:
        _check_stop(_get(answer, "stopReason"))
        said = _tool_input(_get(_get(_get(answer, "output"), "message"), "content"))
        sentences = _sentences(said, fields)
    except _Shape as shape:
        raise NoAnswer(str(shape), usage=usage) from shape
    return Draft(" ".join(sentences), usage)


def usage_of(answer: Any) -> Usage | None:
    """What the answer says it took; None when it does not say."""
    told = answer.get("usage") if isinstance(answer, Mapping) else None
    if not isinstance(told, Mapping):
        return None
    read, written = told.get("inputTokens"), told.get("outputTokens")
    if type(read) is not int or type(written) is not int:
        return None
    return Usage(read, written) if 0 <= read <= MOST_COUNTED >= written >= 0 else None


class _Shape(Exception):
    """Not the shape that was asked for."""


def _check_stop(reason: Any) -> None:
    if reason == WANTED_STOP:
        return
    known = reason if isinstance(reason, str) and reason in KNOWN_STOPS else "unknown reason"
    raise _Shape(f"stopped: {known}")


def _tool_input(content: Any) -> Mapping[str, Any]:
    if not isinstance(content, list):
        raise _Shape("content is no list")
    uses = [block["toolUse"] for block in content if isinstance(block, dict) and "toolUse" in block]
    if not uses:
        raise _Shape("tool not used")
    if len(uses) > 1:
        raise _Shape("tool used more than once")
    if _get(uses[0], "name") != TOOL_NAME:
        raise _Shape("another tool used")
    said = _get(uses[0], "input")
    if not isinstance(said, Mapping):
        raise _Shape("tool input is no object")
    return said


def _sentences(said: Mapping[str, Any], fields: Sequence[str]) -> list[str]:
    if set(fields) - set(said):
        raise _Shape("field missing")
    if set(said) - set(fields):
        raise _Shape("field too many")
    for text in said.values():
        if not isinstance(text, str):
            raise _Shape("field is no text")
        if not text.strip():
            raise _Shape("field empty")
        if len(text) > LONGEST_FIELD:
            raise _Shape("field too long")
    return [said[field].strip() for field in fields]


def _get(value: Any, key: str) -> Any:
    if not isinstance(value, Mapping) or key not in value:
        raise _Shape(f"{key} missing")
    return value[key]
