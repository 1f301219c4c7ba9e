"""What every answer has: a correlation id, an honest 503, and no copies of private pages."""

from collections.abc import Callable

from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse, HttpResponseBase, JsonResponse
from django.template import loader
from django.utils.cache import patch_vary_headers
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from core.correlation import correlated

GetResponse = Callable[[HttpRequest], HttpResponseBase]
RETRY_AFTER_SECONDS = "5"
FORGET = '"cache", "storage"'
LIVENESS_PATH = "/healthz"


class CorrelationMiddleware:
    """Runs the request under a correlation id and says it in `X-Correlation-Id`."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        with correlated(request.headers.get("X-Correlation-Id")) as correlation_id:
            request.correlation_id = correlation_id  # type: ignore[attr-defined]  # for logs after
            response = self.get_response(request)
            response["X-Correlation-Id"] = correlation_id
            return response


class UnavailableMiddleware:
    """Answers 503 with `Retry-After` when the database is away, slow or locked for a view.

    For what is below the views (sessions, people, other middleware), Django asks `handler500`,
    which asks `is_unavailable` too.
    """

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        return unavailable(request) if is_unavailable(error) else None


class LivenessMiddleware:
    """Answers `/healthz` before anything asks for a session, a host name or HTTPS."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if request.path_info == LIVENESS_PATH:
            return healthz(request)
        return self.get_response(request)


@require_safe
@never_cache
def healthz(request: HttpRequest) -> HttpResponse:
    """The process answers; nothing else is asked."""
    return JsonResponse({"status": "ok"})


def is_unavailable(error: BaseException | None) -> bool:
    """Whether the database is to blame, not the request and not the code."""
    return isinstance(error, (OperationalError, InterfaceError))


def unavailable(request: HttpRequest) -> HttpResponse:
    """503, as JSON for the API and as a page for people."""
    message = _("FoodCoord cannot answer at this moment. Please try again in a few seconds.")
    response: HttpResponse
    if request.path.startswith("/api/"):
        body = {"error": {"code": "UNAVAILABLE", "message": message, "details": {}}}
        response = JsonResponse(body, status=503)
    else:
        page = loader.render_to_string("503.html", {"message": message})
        response = HttpResponse(page, status=503)
    response["Retry-After"] = RETRY_AFTER_SECONDS
    return response


class PrivateResponsesMiddleware:
    """Pages differ by person and by htmx; what a signed-in person sees is never stored. What says
    itself that it is public is the same for all."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        response = self.get_response(request)
        if "public" in response.get("Cache-Control", ""):
            return response
        patch_vary_headers(response, ["HX-Request", "Cookie"])
        if not response.has_header("Cache-Control") and _signed_in(request):
            response["Cache-Control"] = "no-store"
        return response


def _signed_in(request: HttpRequest) -> bool:
    return "Authorization" in request.headers or request.user.is_authenticated


def empty_device(response: HttpResponseBase) -> None:
    """Tell the browser to forget all that it keeps for us, also what was written and not yet sent:
    for those who leave, never for a session that merely ends."""
    response["Clear-Site-Data"] = FORGET
