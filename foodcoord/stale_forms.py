"""A form whose page was opened before somebody signed in, in this tab or in another."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.csrf import requires_csrf_token

from accounts.signed_out import PART_OF_A_PAGE

TOKEN = "csrfmiddlewaretoken"  # noqa: S105
SECRET = "password"  # noqa: S105
MOST_FIELDS = 300
OWN_PAGE = ("", "same-origin")


@requires_csrf_token
def token_refused(request: HttpRequest, reason: str = "") -> HttpResponse:
    """403: nothing was done. What a page of our own sent is one tap away from being sent again.

    Args:
        request: whose token does not fit.
        reason: Django's, for its log.
    """
    if request.headers.get(PART_OF_A_PAGE):
        return HttpResponse(status=403, headers={"X-Refused": "token"})
    fields = sent_fields(request) if is_from_own_page(request) else []
    context = {
        "action": request.get_full_path(),
        "fields": fields,
        "files": sent_files(request) if fields else [],
    }
    return render(request, "403_csrf.html", context, status=403)


def is_from_own_page(request: HttpRequest) -> bool:
    """Whether the browser says that it was a page of this site: what another site has sent must
    not be one tap away from being done."""
    own = f"{request.scheme}://{request.get_host()}"
    return (
        request.headers.get("Origin") == own
        and request.headers.get("Sec-Fetch-Site", "") in OWN_PAGE
    )


def sent_files(request: HttpRequest) -> list[str]:
    """The names of the files that came along."""
    found = (file for name in request.FILES for file in request.FILES.getlist(name))
    return [str(file.name) for file in found]


def sent_fields(request: HttpRequest) -> list[tuple[str, str]]:
    """What a form held, but for its token; nothing of one with a password, or of a huge one."""
    fields = [
        (name, str(value))
        for name, values in request.POST.lists()
        for value in values
        if name != TOKEN
    ]
    is_secret = any(SECRET in name.lower() for name, _value in fields)
    return [] if is_secret or len(fields) > MOST_FIELDS else fields
