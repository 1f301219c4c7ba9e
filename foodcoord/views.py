import sys

from django.http import HttpRequest, HttpResponse, HttpResponseServerError, JsonResponse
from django.template import loader
from django.utils.translation import gettext as _
from django.views.defaults import bad_request, page_not_found

from core.api.errors import error_body
from core.http import is_unavailable, unavailable

API = "/api/"


def server_error(request: HttpRequest) -> HttpResponse:
    """500: says nothing of what broke; the log has it, under the correlation id.

    503 where the database was away or slow for a middleware. Django calls this while it handles
    the exception, and gives no other way to know it.
    """
    if is_unavailable(sys.exception()):
        return unavailable(request)
    if request.path.startswith(API):
        message = _("Something went wrong on our side. Nothing was changed.")
        return JsonResponse(error_body(500, message, code="SERVER_ERROR"), status=500)
    return HttpResponseServerError(loader.get_template("500.html").render())


def refused(request: HttpRequest, exception: Exception) -> HttpResponse:
    """400: what Django itself refuses (a foreign host name, a broken form), in our words."""
    if request.path.startswith(API):
        message = _("This request cannot be read.")
        return JsonResponse(error_body(400, message), status=400)
    return bad_request(request, exception)


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """404, in the envelope for the API."""
    if request.path.startswith(API):
        return JsonResponse(error_body(404, _("There is nothing at this address.")), status=404)
    return page_not_found(request, exception)
