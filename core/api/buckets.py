"""How many calls a caller may make."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Plan:
    """What a caller may call: sustained a second, at once, and within a UTC day."""

    per_second: int
    burst: int
    per_day: int
