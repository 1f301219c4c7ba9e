from posts.endings import ask_before_end as ask_each_before_end
from posts.endings import each
from requests_app import services
from requests_app.models import FoodRequest

BATCH = 500


def expire_requests() -> None:
    """Close the requests whose time is over; harmless twice, each in a transaction of its own."""
    over = FoodRequest.objects.overdue().order_by("needed_by")[:BATCH]
    each(over, lambda needed: services.expire(food_request=needed), doing="expiring")


def ask_before_end() -> None:
    """Ask who needs something soon whether they need it for longer; once for each end."""
    ask_each_before_end(FoodRequest, "request_ending")
