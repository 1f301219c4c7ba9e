"""Keeping the signals of cells in line with the figures that may be seen of them."""

from collections import defaultdict
from collections.abc import Collection, Mapping
from datetime import date

from django.db.models import Q

from core.events.log import record
from insights.enums import Severity, SignalKind
from insights.figures.deltas import Key
from insights.imbalance.detect import Finding, Held, findings
from insights.imbalance.lifecycle import Changes
from insights.imbalance.scope import beside_in, scope_of, worth_a_look
from insights.imbalance.seen import kept_but_hidden, sights_of
from insights.imbalance.sights import Sight
from insights.models import InsightSignal

Signals = dict[Key, dict[str, InsightSignal]]


def refresh(keys: Collection[Key]) -> None:
    """Open, change and close the signals of these cells, by figures that may be seen only.

    Neighbours in want of what a cell has to spare are looked at too. The number of queries does
    not depend on how many keys there are, save for what is recorded: each new signal, and each
    whose rounded numbers changed, records `insight.requested`.

    Args:
        keys: (cell, category) pairs; totals state no imbalance.
    """
    named = {key for key in keys if key[1]}
    if not named:
        return
    holding = _holding(named)
    scope = scope_of(named, holding.keys())
    if further := set(scope.keys) - named - holding.keys():
        holding |= _open(Q(cell__in={cell for cell, _ in further}), further, only=further)
    sights = sights_of(worth_a_look(scope), scope.seen)
    unseen = {key for key in holding.keys() & set(scope.keys) if key not in scope.seen}
    hidden = kept_but_hidden(unseen)
    changes = Changes()
    for key in sorted(scope.keys):
        held = holding.get(key, {})
        if key in sights or held:
            found, as_of = _found(key, sights, held)
            changes.settle(key, found, held, as_of=as_of, hidden=key in hidden)
    for signal in changes.write():
        request_explanation(signal)


def _found(
    key: Key, sights: Mapping[Key, Sight], held: Mapping[str, InsightSignal]
) -> tuple[list[Finding], date | None]:
    """What a pair states, and the last day of the figures it rests on."""
    sight = sights.get(key)
    if sight is None:
        return [], None
    standing = {
        kind: Held(Severity(signal.severity), signal.neighbour) for kind, signal in held.items()
    }
    beside = beside_in(key, sights)
    found = findings(sight, holding=standing, neighbours=beside)
    days = [
        sight.now.as_of,
        *(beside[each.neighbour].now.as_of for each in found if each.neighbour),
    ]
    return found, min(days)


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


def _holding(keys: Collection[Key]) -> Signals:
    """Signals not closed of these pairs, and all of the pairs that have a mismatch with one.

    Also those whose time is over: they may hold on.
    """
    cells = {cell for cell, _ in keys}
    found = _open(Q(cell__in=cells) | Q(kind=SignalKind.MISMATCH, neighbour__in=cells), keys)
    holding = {key: signals for key, signals in found.items() if key in keys}
    if further := {
        key
        for key, signals in found.items()
        for signal in signals.values()
        if key not in keys and (signal.neighbour, signal.category) in keys
    }:
        holding |= _open(Q(cell__in={cell for cell, _ in further}), further, only=further)
    return holding


def _open(condition: Q, keys: Collection[Key], only: Collection[Key] | None = None) -> Signals:
    open_signals = InsightSignal.objects.filter(
        condition, closed_at=None, category__in={category for _, category in keys}
    )
    found: Signals = defaultdict(dict)
    for signal in open_signals:
        key = (signal.cell, signal.category)
        if only is None or key in only:
            found[key][signal.kind] = signal
    return found
