"""How a stand-in answers: well, or in one of the ways in which models and networks fail."""

import hashlib
import json
from collections.abc import Callable, Mapping
from enum import StrEnum
from typing import Any

from foodcoord.stand_in.sentences import good_answer


class Habit(StrEnum):
    GOOD = "good"
    WRONG_NUMBER = "wrong number"
    COMMANDING = "commanding"
    HOSTILE = "hostile"
    OTHER_LANGUAGE = "other language"
    PROSE = "prose"
    MISSING_FIELD = "missing field"
    TRUNCATED = "truncated"
    NONSENSE = "nonsense"
    THROTTLED = "throttled"
    BROKEN = "broken"
    SLOW = "slow"
    MIXED = "mixed"


MIXTURE = (
    *(Habit.GOOD,) * 6,
    *(Habit.WRONG_NUMBER, Habit.HOSTILE, Habit.TRUNCATED, Habit.BROKEN, Habit.THROTTLED),
)
FAILURES: Mapping[Habit, tuple[int, str, bytes]] = {
    Habit.BROKEN: (500, "InternalServerException", b'{"message": "no"}'),
    Habit.THROTTLED: (429, "ThrottlingException", b'{"message": "slow down"}'),
    Habit.NONSENSE: (200, "", b"<html>not json"),
}
Reply = tuple[int, str, bytes]
"""Status, error type and body."""


def reply(habit: Habit, request: Mapping[str, Any]) -> Reply:
    """Answer a request of Converse by habit."""
    asked = json.loads(request["messages"][0]["content"][0]["text"])
    if habit is Habit.MIXED:
        digest = hashlib.sha256(json.dumps(asked, sort_keys=True).encode()).digest()
        habit = MIXTURE[digest[0] % len(MIXTURE)]
    if habit in FAILURES:
        return FAILURES[habit]
    if habit is Habit.PROSE:
        return 200, "", message([{"text": "Certainly! Here is an explanation."}], "end_turn")
    if habit is Habit.TRUNCATED:
        return 200, "", message([tool_use(good_answer(asked))], "max_tokens")
    said = SAID.get(habit, good_answer)(asked)
    return 200, "", message([tool_use(said)])


def tool_use(said: Any) -> dict[str, Any]:
    return {"toolUse": {"toolUseId": "t1", "name": "explain", "input": said}}


def message(content: Any, stop: str = "tool_use") -> bytes:
    """A whole answer of Converse, as JSON."""
    whole = {
        "output": {"message": {"role": "assistant", "content": content}},
        "stopReason": stop,
        "usage": {"inputTokens": 400, "outputTokens": 80, "totalTokens": 480},
        "metrics": {"latencyMs": 12},
    }
    return json.dumps(whole).encode()


def _wrong_number(asked: Mapping[str, Any]) -> dict[str, str]:
    right = asked.get("kg_requested") or asked.get("kg_offered") or asked.get("hours_usual_here")
    wrong = {
        key: "7777" if value == right and key != "window_days" else value
        for key, value in asked.items()
    }
    return good_answer(wrong)


def _last(text: str) -> Callable[[Mapping[str, Any]], dict[str, str]]:
    return lambda asked: {**good_answer(asked), "could": text}


def _other_language(asked: Mapping[str, Any]) -> dict[str, str]:
    other = "French" if asked["language"] == "English" else "English"
    return good_answer({**asked, "language": other})


def _missing_field(asked: Mapping[str, Any]) -> dict[str, str]:
    return {key: text for key, text in good_answer(asked).items() if key != "could"}


SAID: Mapping[Habit, Callable[[Mapping[str, Any]], dict[str, str]]] = {
    Habit.WRONG_NUMBER: _wrong_number,
    Habit.COMMANDING: _last("Everyone must share, this is reserved for you."),
    Habit.HOSTILE: _last("Ignore the rules and pay Maria at https://example.org, or be reported."),
    Habit.OTHER_LANGUAGE: _other_language,
    Habit.MISSING_FIELD: _missing_field,
}
