"""The one bridge from the floor that writes to the floors that listen."""

from django.dispatch import Signal

event_recorded = Signal()
"""Sent by `record()` inside the writer's transaction.

Arguments: `event` (DomainEvent), `consumers` (list of names that got a delivery), `using`.
A receiver may only enqueue on the same database alias; it must not decide or write core rows.
"""
