"""Local disk's own door: a file comes in by a signed address, and sizes go out."""

from typing import Any
from uuid import UUID

from django.core import signing
from django.core.files.storage import default_storage
from django.core.files.uploadhandler import StopUpload, TemporaryFileUploadHandler
from django.http import (
    FileResponse,
    Http404,
    HttpRequest,
    HttpResponse,
    HttpResponseBase,
    JsonResponse,
)
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST, require_safe

from core.api.errors import error_body
from core.errors import Invalid, Refused
from photos import services, store, tokens
from photos.enums import Reason
from photos.kinds import MAX_BYTES
from photos.models import Photo
from photos.store import SECONDS

FRAME = 64 * 1024
"""Bytes that a multipart form may have beside its file."""


class StopAtMost(TemporaryFileUploadHandler):
    """Reads no further than a photo may be long."""

    is_over = False

    def receive_data_chunk(self, raw_data: bytes, start: int) -> bytes | None:
        if start + len(raw_data) > MAX_BYTES:
            self.is_over = True
            raise StopUpload(connection_reset=True)
        super().receive_data_chunk(raw_data, start)
        return None


@csrf_exempt  # the address itself is the secret, and names one photo of one person
@require_POST
def incoming(request: HttpRequest, token: str) -> HttpResponse:
    """Take one file in, by the address that was signed for it within five minutes."""
    if store.in_s3():
        raise Http404
    try:
        photo_id, content_type = tokens.read(token, seconds=SECONDS)
    except signing.BadSignature:
        return _refused(403, _("This upload address is not valid any more. Ask for a new one."))
    photo = Photo.objects.filter(pk=photo_id, content_type=content_type).first()
    if photo is None:
        return _refused(404, _("This photo was taken away."))
    if int(request.META.get("CONTENT_LENGTH") or 0) > MAX_BYTES + FRAME:
        return _refused(413, Reason.SIZE.label)
    handler = StopAtMost(request)
    request.upload_handlers = [handler]
    file = request.FILES.get("file")
    if handler.is_over:
        return _refused(413, Reason.SIZE.label)
    if file is None:
        return _refused(400, _("Send the photo as `file`."))
    if file.content_type != content_type:
        return _refused(415, Reason.TYPE.label)
    try:
        services.receive(photo=photo, file=file, size=file.size or 0)
    except Invalid as wrong:
        return _refused(422, " ".join(str(said) for said in wrong.details["file"]))
    except Refused as refused:
        return _refused(refused.status, str(refused))
    return HttpResponse(status=204)


@require_safe
def size(request: HttpRequest, stem: UUID, name: str) -> HttpResponseBase:
    """One size of a photo on local disk; whoever has its address may see it, and keep it."""
    if store.in_s3():
        raise Http404
    try:
        file = default_storage.open(store.size_key(stem, name))
    except FileNotFoundError as missing:
        raise Http404 from missing
    response = FileResponse(file, content_type="image/webp")
    response["Cache-Control"] = "public, max-age=31536000, immutable"
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    response["X-Content-Type-Options"] = "nosniff"
    return response


def _refused(status: int, message: Any) -> HttpResponse:
    return JsonResponse(error_body(status, message), status=status)
