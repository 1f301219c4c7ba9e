"""Keeping the signals of cells in line with the figures that may be seen of them."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from datetime import date
from typing import Any

from django.db import connection

from core import clock
from core.events.log import record
from insights.enums import Window
from insights.explanations.inputs import hash_of, inputs_of
from insights.figures.days import window_expiry
from insights.figures.deltas import FIELDS, Key
from insights.imbalance.detect import Figures, Finding, findings
from insights.models import InsightSignal
from insights.privacy.shown import TOP

# A fortnight holds each weekday twice and is recent enough to act on; where only the longer
# window may be seen, that.
PREFERRED = (Window.FORTNIGHT.value, Window.MONTH.value)

SEEN = """
SELECT a.cell, a.category, a.window_days, a.as_of, {figures}
FROM unnest(%(cells)s::text[], %(categories)s::text[]) AS k(cell, category)
JOIN insights_aggregate a ON a.cell = k.cell COLLATE "C" AND a.category = k.category COLLATE "C"
WHERE a.shown AND a.window_days = ANY(%(windows)s)
"""
SEEN = SEEN.format(figures=", ".join(f"a.{name}" for name in FIELDS))
Seen = dict[Key, dict[int, tuple[date, Figures]]]


def refresh(keys: Collection[Key]) -> None:
    """Open, change and close the signals of these cells, by figures that may be seen only.

    Each new signal, and each whose rounded numbers changed, records `insight.requested`.

    Args:
        keys: (cell, category) pairs; totals state no imbalance.
    """
    named = sorted(key for key in keys if key[1])
    if not named:
        return
    seen = _seen({*named, *((cell[:TOP], category) for cell, category in named)})
    holding = _holding(named)
    for key in named:
        _settle(key, seen, holding.get(key, {}))


def _settle(key: Key, seen: Seen, holding: Mapping[str, InsightSignal]) -> None:
    found: Iterable[Finding] = ()
    as_of = clock.today()
    days = next((days for days in PREFERRED if days in seen.get(key, {})), None)
    if days is not None:
        as_of, own = seen[key][days]
        around = _around(key, days, own, seen)
        found = findings(own, around=around, holding=holding.keys(), window_days=days)
    kinds = set()
    for finding in found:
        kinds.add(finding.kind)
        _state(key, finding, holding.get(finding.kind), as_of)
    for kind, signal in holding.items():
        if kind not in kinds:
            signal.closed_at = clock.now()
            signal.save(update_fields=["closed_at"])


def _around(key: Key, days: int, own: Figures, seen: Seen) -> Figures | None:
    """The parent's figures without the cell's own, where the parent may be seen."""
    cell, category = key
    parent = seen.get((cell[:TOP], category), {}).get(days)
    return None if parent is None or len(cell) == TOP else parent[1].without(own)


def _state(key: Key, finding: Finding, known: InsightSignal | None, as_of: date) -> None:
    cell, category = key
    signal = known or InsightSignal(
        kind=finding.kind, cell=cell, category=category, first_seen=clock.now(), version=0
    )
    words = hash_of(inputs_of(finding.kind, category, finding.numbers))
    told = signal.inputs_hash == words
    signal.window_days = finding.numbers["window_days"]
    signal.severity = finding.severity
    signal.confidence = finding.confidence
    signal.numbers = dict(finding.numbers)
    signal.computed_at = clock.now()
    signal.expires_at = window_expiry(as_of)
    if not told:
        signal.inputs_hash = words
        signal.version += 1
    signal.save()
    if not told:
        request_explanation(signal)


def request_explanation(signal: InsightSignal) -> None:
    """Ask for words, under the signal's present version."""
    record(
        "insight.requested",
        subject=signal,
        actor=None,
        payload={
            "kind": signal.kind,
            "category": signal.category,
            "window_days": signal.window_days,
            "inputs_hash": signal.inputs_hash,
        },
        cells=signal.cells,
    )


def _seen(keys: Collection[Key]) -> Seen:
    cells, categories = zip(*sorted(keys), strict=True)
    sent: dict[str, Any] = {
        "cells": list(cells),
        "categories": list(categories),
        "windows": list(PREFERRED),
    }
    seen: Seen = defaultdict(dict)
    with connection.cursor() as cursor:
        cursor.execute(SEEN, sent)
        for cell, category, days, as_of, *figures in cursor.fetchall():
            seen[cell, category][days] = (as_of, Figures(*figures))
    return seen


def _holding(keys: Collection[Key]) -> dict[Key, dict[str, InsightSignal]]:
    """Signals not closed, also those whose time is over: they may hold on."""
    wanted = set(keys)
    holding: dict[Key, dict[str, InsightSignal]] = defaultdict(dict)
    open_signals = InsightSignal.objects.filter(
        closed_at=None,
        cell__in={cell for cell, _ in wanted},
        category__in={category for _, category in wanted},
    )
    for signal in open_signals:
        if (signal.cell, signal.category) in wanted:
            holding[signal.cell, signal.category][signal.kind] = signal
    return holding
