"""The exact places that an answer tells: decimals in it, but not those of its moments."""

import re

DECIMAL = re.compile(r"-?\d{1,3}\.\d{2,}")
MOMENT = re.compile(r"\d\d:\d\d:\d\d\.\d+")
"""Its seconds may well be 45.764."""


def decimals(answer: str | bytes) -> list[str]:
    """The numbers with two digits or more after the point, as they stand there."""
    text = answer.decode() if isinstance(answer, bytes) else answer
    return DECIMAL.findall(MOMENT.sub("", text))


def tells(answer: str | bytes, *places: str) -> list[str]:
    """The numbers in it that begin with one of these: `45.76` finds `45.7641`."""
    return [number for number in decimals(answer) if number.startswith(places)]
