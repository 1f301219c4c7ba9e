from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from commitments.models import Commitment


def waiting(request: HttpRequest) -> dict[str, object]:
    """How many exchanges wait for the person, counted only by a page that shows it."""
    user = getattr(request, "user", AnonymousUser())
    if not user.is_authenticated:
        return {}
    return {"waiting_count": SimpleLazyObject(Commitment.objects.waiting_for(user).count)}
