"""A request of an organization as schema.org's Demand."""

from accounts.linked_data import organization_named
from core.linked_data import Linked
from posts.linked_data import post_linked
from requests_app.models import FoodRequest


def demand_of(needed: FoodRequest) -> Linked:
    """What an organization needs, and by when; schema.org says who seeks it from their side."""
    demand = {
        "@type": "Demand",
        **post_linked(needed),
        "availabilityEnds": needed.needed_by,
        "validThrough": needed.needed_by,
    }
    if needed.organization:
        demand["@reverse"] = {"seeks": organization_named(needed.organization)}
    return demand
