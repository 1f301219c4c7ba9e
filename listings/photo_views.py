"""The pages' own door to a listing's photos, with JavaScript and without."""

from typing import Any
from uuid import UUID, uuid4

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.files.uploadedfile import UploadedFile
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from accounts.models import User
from accounts.permissions import require_unsuspended
from accounts.views.asking import HtmxRequest, person
from core.api.errors import error_body
from core.errors import Invalid, Refused
from listings.photo_pages import as_album, picker
from listings.photos import fillable_album, own_album, own_photo
from photos import services
from photos.models import Photo
from posts.pages import reason


@login_required
@require_safe
def photos(request: HtmxRequest, album: UUID) -> HttpResponse:
    """One's own photos of a listing, as a page or as the part of one that is read again."""
    listing = own_album(person(request), album)
    context = {"listing": listing, "picker": picker(album)}
    if request.htmx:
        return render(request, "photos/picker.html#photos", context)
    if listing is None:
        raise Http404
    return render(request, "photos/album.html", context)


@login_required
@require_POST
def add(request: HtmxRequest, album: UUID) -> HttpResponse:
    """Add the files of a plain form."""
    by = person(request)
    own_album(by, album)
    take_files(request, by, album)
    return _back(request, album)


@login_required
@require_POST
def plan(request: HttpRequest, album: UUID) -> HttpResponse:
    """Where to send one file; JSON, for the page's script."""
    by, sent = person(request), request.POST
    size = sent.get("size", "")
    if not (size.isascii() and size.isdigit() and len(size) < 12):
        return _json(Invalid(size=_("Say how many bytes it has.")))
    try:
        fillable_album(by, album)
        photo, upload, _is_new = services.plan(
            by=by,
            album=album,
            photo_id=uuid4(),
            content_type=sent.get("content_type", ""),
            size=int(size),
        )
    except Refused as refused:
        return _json(refused)
    return JsonResponse({"id": str(photo.pk), "upload": upload}, status=201)


@login_required
@require_POST
def uploaded(request: HttpRequest, album: UUID, photo_id: UUID) -> HttpResponse:
    """The file is in the store; JSON, for the page's script."""
    by = person(request)
    try:
        services.arrived(photo=own_photo(by, album, photo_id), by=by)
    except Refused as refused:
        return _json(refused)
    return HttpResponse(status=204)


@login_required
@require_POST
def remove(request: HtmxRequest, album: UUID, photo_id: UUID) -> HttpResponse:
    """Take one away."""
    services.remove(photo=own_photo(person(request), album, photo_id))
    return _back(request, album)


@login_required
@require_POST
def move(request: HtmxRequest, album: UUID, photo_id: UUID) -> HttpResponse:
    """Show one earlier, by one place."""
    by = person(request)
    photo = own_photo(by, album, photo_id)
    order = [one.pk for one in Photo.objects.of([album]).kept()]
    place = order.index(photo.pk) if photo.pk in order else 0
    if place:
        order[place - 1], order[place] = order[place], order[place - 1]
    try:
        require_unsuspended(by)
        services.reorder(album=album, order=order)
    except Refused as refused:
        messages.error(request, reason(refused))
    return _back(request, album)


def take_files(request: HttpRequest, by: User, album: UUID) -> None:
    """Take in what a plain form brought as `photos`; say of each what is wrong with it."""
    for file in request.FILES.getlist("photos"):
        try:
            fillable_album(by, album)
            _take(by, album, file)
        except Refused as refused:
            said = {"name": file.name, "reason": reason(refused)}
            messages.error(request, _("%(name)s: %(reason)s") % said)


def take_early_files(request: HttpRequest, by: User, album: object) -> None:
    """Take in what came with the share form, before there is a listing: what is wrong with the
    form does not cost anyone their photos."""
    if request.FILES and (known := as_album(album)):
        try:
            own_album(by, known)
        except Http404:
            return
        take_files(request, by, known)


def _take(by: User, album: UUID, file: UploadedFile[Any]) -> None:
    services.arrived_by_form(by=by, album=album, file=file, size=file.size or 0)


def _back(request: HtmxRequest, album: UUID) -> HttpResponse:
    if request.htmx:
        return render(request, "photos/picker.html#photos", {"picker": picker(album)})
    return redirect("listings:photos", album)


def _json(refused: Refused) -> HttpResponse:
    body = error_body(refused.status, reason(refused), code=refused.code)
    return JsonResponse(body, status=refused.status)
