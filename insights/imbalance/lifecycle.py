"""The life of a signal: it appears, stays itself while it holds, and closes for a reason."""

from collections.abc import Iterator, Mapping
from datetime import date

from core import clock
from insights.enums import ClosedBecause, SignalKind
from insights.explanations.inputs import hash_of, inputs_of
from insights.figures.days import window_expiry
from insights.figures.deltas import Key
from insights.imbalance.detect import Finding
from insights.models import InsightSignal

BALANCE = frozenset({SignalKind.SHORTAGE, SignalKind.SURPLUS, SignalKind.MISMATCH})
"""Of these one at most holds: another one takes its place."""
STATED = (
    "neighbour", "window_days", "severity", "confidence", "numbers", "inputs_hash", "version",
    "computed_at", "expires_at",
)  # fmt: skip
CLOSED = ("closed_at", "closed_because", "superseded_by")
AT_ONCE = 500


class Changes:
    """What is to be written of a batch of pairs; signals that say the same as before are not."""

    def __init__(self) -> None:
        self._opened: list[InsightSignal] = []
        self._changed: list[InsightSignal] = []
        self._closed: list[InsightSignal] = []
        self._to_be_told: list[InsightSignal] = []

    def settle(
        self,
        key: Key,
        found: list[Finding],
        held: Mapping[str, InsightSignal],
        *,
        as_of: date | None,
        hidden: bool,
    ) -> None:
        """Note what becomes of the signals of one pair.

        Args:
            key: cell and category.
            found: what holds now.
            held: what held until now, by kind.
            as_of: the last day of the figures found; None where nothing may be seen.
            hidden: whether there are figures that may no longer be seen.
        """
        stated = {
            finding.kind: self._state(key, finding, held.get(finding.kind), as_of or clock.today())
            for finding in found
        }
        instead = next((stated[kind] for kind in stated if kind in BALANCE), None)
        for kind, signal in held.items():
            if kind not in stated:
                self._close(signal, instead if kind in BALANCE else None, hidden)

    def write(self) -> Iterator[InsightSignal]:
        """Write all that was noted, a query a sort of change.

        Yields:
            The signals that words are to be asked for: new ones, and those whose rounded numbers
            changed.
        """
        InsightSignal.objects.bulk_create(self._opened, batch_size=AT_ONCE)
        InsightSignal.objects.bulk_update(self._changed, STATED, batch_size=AT_ONCE)
        InsightSignal.objects.bulk_update(self._closed, CLOSED, batch_size=AT_ONCE)
        yield from self._to_be_told

    def _state(
        self, key: Key, finding: Finding, known: InsightSignal | None, as_of: date
    ) -> InsightSignal:
        cell, category = key
        signal = known or InsightSignal(
            kind=finding.kind, cell=cell, category=category, first_seen=clock.now(), version=0
        )
        before = _said(signal)
        signal.neighbour = finding.neighbour
        signal.window_days = finding.numbers["window_days"]
        signal.severity = finding.severity
        signal.confidence = finding.confidence
        signal.numbers = dict(finding.numbers)
        signal.expires_at = window_expiry(as_of)
        if known is not None and _said(signal) == before:
            return signal
        signal.computed_at = clock.now()
        (self._opened if known is None else self._changed).append(signal)
        words = hash_of(inputs_of(finding.kind, category, finding.numbers))
        if signal.inputs_hash != words:
            signal.inputs_hash = words
            signal.version += 1
            self._to_be_told.append(signal)
        return signal

    def _close(self, signal: InsightSignal, instead: InsightSignal | None, hidden: bool) -> None:
        signal.closed_at = clock.now()
        signal.superseded_by = instead
        if instead is not None:
            signal.closed_because = ClosedBecause.SUPERSEDED
        else:
            signal.closed_because = ClosedBecause.HIDDEN if hidden else ClosedBecause.OVER
        self._closed.append(signal)


def _said(signal: InsightSignal) -> tuple[object, ...]:
    return (
        signal.neighbour,
        signal.window_days,
        signal.severity,
        signal.confidence,
        signal.numbers if signal.numbers else None,
        signal.expires_at,
    )
