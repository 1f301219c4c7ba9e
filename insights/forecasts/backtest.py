"""Forecasting the past: at each earlier week with what was known then, beside what came.

Rolling origin: L. J. Tashman, Out-of-sample tests of forecasting accuracy, International Journal of
Forecasting 16, 2000; R. J. Hyndman and G. Athanasopoulos, Forecasting: Principles and Practice, 3rd
ed. 2021, §5.10. What is chosen (the weight of the newest week, whether to go by the season) is
chosen again at each origin, from what lay before it.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from insights.forecasts.season import Growth, season_factor
from insights.forecasts.smoothing import Series, level_by_week

AHEAD = 2
"""Weeks."""
WARM_UP = 8
"""Seen weeks before the first origin."""
FEWEST_TESTS, MOST_TESTS = 6, 26


@dataclass(frozen=True)
class Tested:
    """One origin: grams of the fortnight after it, by forecast, as last week, and as it came."""

    forecast: float
    as_last_week: int
    came: int

    @property
    def error(self) -> float:
        return self.came - self.forecast

    @property
    def naive_error(self) -> float:
        return float(self.came - self.as_last_week)


class Forecaster:
    """One series, forecast at any of its seen weeks with what was known by then."""

    def __init__(self, series: Series, pooled: Mapping[int, Growth]) -> None:
        self.series = series
        self._plain = {week: AHEAD * level for week, level in level_by_week(series).items()}
        factors = {week: season_factor(series, week, pooled) for week in series}
        self._seasonal = {
            week: factor * self._plain[week]
            for week, factor in factors.items()
            if factor is not None
        }

    def at(self, week: int) -> float:
        """Grams of the fortnight after a seen week."""
        if week in self._seasonal and self._season_has_helped(week):
            return self._seasonal[week]
        return self._plain[week]

    def came_after(self, week: int) -> int | None:
        """Grams of the fortnight after it; None where a week of it was not seen."""
        following = range(week + 1, week + 1 + AHEAD)
        if any(each not in self.series for each in following):
            return None
        return sum(self.series[each] for each in following)

    def _season_has_helped(self, week: int) -> bool:
        """Whether, in enough origins whose outcome was known by then, it erred less."""
        plain = seasonal = 0.0
        tests = 0
        for origin, forecast in self._seasonal.items():
            came = self.came_after(origin)
            if came is not None and origin + AHEAD <= week:
                plain += abs(came - self._plain[origin])
                seasonal += abs(came - forecast)
                tests += 1
        return tests >= FEWEST_TESTS and seasonal < plain


def origins(series: Series, last: int) -> list[int]:
    """The latest weeks at which both a forecast could be made and its outcome is known."""
    seen = sorted(week for week in series if week <= last)
    known = set(seen)
    fit = [
        week
        for week in seen[WARM_UP - 1 :]
        if all(each in known for each in range(week + 1, week + 1 + AHEAD))
    ]
    return fit[-MOST_TESTS:]


def tested(forecaster: Forecaster, weeks: list[int]) -> list[Tested]:
    """What a forecast at each of these origins was worth."""
    found = []
    for week in weeks:
        came = forecaster.came_after(week)
        if came is not None:
            last_week = AHEAD * forecaster.series[week]
            found.append(Tested(forecaster.at(week), last_week, came))
    return found
