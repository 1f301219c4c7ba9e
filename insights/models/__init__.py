"""What is derived: figures by cell, the imbalances they show, and the words for them.

All of it can be computed again from events at any time, save the retractions: those are people's.
"""

from insights.models.columns import CellField, SlugColumn
from insights.models.explanations import Explanation, ModelCall, Retraction
from insights.models.figures import (
    Aggregate,
    DayBucket,
    DayParticipant,
    DayWait,
    Figures,
    Snapshot,
    WindowFigures,
)
from insights.models.forecasts import Forecast
from insights.models.signals import InsightSignal

__all__ = [
    "Aggregate",
    "CellField",
    "DayBucket",
    "DayParticipant",
    "DayWait",
    "Explanation",
    "Figures",
    "Forecast",
    "InsightSignal",
    "ModelCall",
    "Retraction",
    "SlugColumn",
    "Snapshot",
    "WindowFigures",
]
