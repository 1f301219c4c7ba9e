"""`POST batch`: up to 500 writes, each with its own outcome, or all of them or none."""

from typing import Any

from django.conf import settings
from django.db import transaction
from django.urls import path
from django.utils.translation import gettext as _
from drf_spectacular.utils import extend_schema
from rest_framework.permissions import IsAuthenticated
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from accounts.api.asking import checked
from accounts.throttles import count
from core.api.errors import error_body
from core.api.renderers import answer
from core.api.writes import KEY_HEADER, MAX_KEY_LENGTH
from core.errors import Invalid
from partners.batch.bodies import ID_LENGTH, BatchBody, BatchSerializer
from partners.batch.dispatch import Result, dispatch

NOT_DONE = "NOT_DONE"


class BatchView(APIView):
    permission_classes = (IsAuthenticated,)

    @extend_schema(operation_id="batch", request=BatchBody, responses=BatchSerializer)
    def post(self, request: Request) -> Response:
        """Do many writes in one call, in order, each as if it were sent by itself: with its own
        outcome, its own transaction, its own scope, and counted as a call of the day.

        With `atomic`, all of them or none: after the first refusal nothing is done, and every
        other result is 424 `NOT_DONE`. An `Idempotency-Key` of the batch stands for one of each
        write. Signing in, photos, imports and batches take no part. The body may have 2.5 MB.
        """
        asked = checked(BatchBody, request.data)
        writes = asked["writes"]
        _check_key(request)
        if settings.API_THROTTLE and len(writes) > 1:
            count(request._request, calls=len(writes) - 1, tokens=0)
        if asked["atomic"]:
            return _answered(*_all_or_none(request, writes))
        return _answered([dispatch(request, write) for write in writes], undone=False)


class _Undone(Exception):
    """A write of an atomic batch was refused."""


def _all_or_none(request: Request, writes: list[dict[str, Any]]) -> tuple[list[Result], bool]:
    """The results, and whether all was taken back."""
    results: list[Result] = []
    try:
        with transaction.atomic():
            for write in writes:
                results.append(dispatch(request, write, atomic=True))
                if results[-1].refused:
                    raise _Undone
    except _Undone:
        refused = results[-1]
        return [
            refused if write["id"] == refused.id else _not_done(write, refused) for write in writes
        ], True
    return results, False


def _not_done(write: dict[str, Any], refused: Result) -> Result:
    message = _("Nothing was done: another write of this batch was refused.")
    body = error_body(424, message, {"refused": refused.id}, NOT_DONE)
    return Result(write["id"], 424, body)


def _check_key(request: Request) -> None:
    """Refuse a key that leaves no room for the ids of the writes.

    Raises:
        Invalid: it is too long.
    """
    longest = MAX_KEY_LENGTH - ID_LENGTH - 1
    if len(request.headers.get(KEY_HEADER, "")) > longest:
        raise Invalid(**{KEY_HEADER: _("At most %(count)d signs.") % {"count": longest}})


def _answered(results: list[Result], undone: bool) -> Response:
    return answer({"results": [result.as_json() for result in results], "undone": undone})


api_urls = [path("batch", BatchView.as_view(), name="batch")]
