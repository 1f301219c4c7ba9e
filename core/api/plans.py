"""How much a caller may ask of the API; the settings read it, so nothing here needs Django."""

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Plan:
    """How much a caller may ask.

    Args:
        per_second: calls a second that may go on for ever; more than 0.
        burst: calls at once after a rest.
        per_day: calls in a UTC day.
    """

    per_second: float
    burst: int
    per_day: int


def plan_of(numbers: Sequence[float]) -> Plan:
    """A plan as an environment variable has it: per second, burst, per day.

    Raises:
        ValueError: these are not three numbers above zero.
    """
    if len(numbers) != 3 or min(numbers) <= 0:
        raise ValueError("A plan is three numbers above zero: per second, burst, per day.")
    per_second, burst, per_day = numbers
    return Plan(per_second=per_second, burst=int(burst), per_day=int(per_day))
