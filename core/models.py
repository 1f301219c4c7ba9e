"""The tables of the ground floor, gathered where Django looks for them."""

from core.events.models import Delivery, DomainEvent
from core.geo.models import ExactPlace
from core.idempotency import IdempotencyKey

__all__ = ["Delivery", "DomainEvent", "ExactPlace", "IdempotencyKey"]
