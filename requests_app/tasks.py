from requests_app import services
from requests_app.models import FoodRequest

BATCH = 500


def expire_requests() -> None:
    """Close the requests whose time is over; harmless twice, each in a transaction of its own."""
    for food_request in FoodRequest.objects.overdue().order_by("needed_by")[:BATCH]:
        services.expire(food_request=food_request)
