from django.core.exceptions import PermissionDenied
from django.http import HttpRequest

from accounts.models import User


def viewer(request: HttpRequest) -> User:
    """Who is signed in.

    Raises:
        PermissionDenied: nobody; views that call this ask to sign in first.
    """
    if not isinstance(request.user, User):
        raise PermissionDenied
    return request.user
