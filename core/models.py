"""The tables of the ground floor, gathered where Django looks for them."""

from core.api.buckets import Bucket, Usage
from core.events.models import Bell, Delivery, DomainEvent
from core.geo.models import ExactPlace
from core.idempotency import IdempotencyKey

__all__ = ["Bell", "Bucket", "Delivery", "DomainEvent", "ExactPlace", "IdempotencyKey", "Usage"]
