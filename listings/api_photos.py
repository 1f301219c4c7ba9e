"""`listings/{id}/photos`: sent straight to the store, prepared by a task, then shown."""

from typing import Any
from uuid import UUID

from django.urls import path
from drf_spectacular.utils import OpenApiResponse, extend_schema
from rest_framework import serializers
from rest_framework.permissions import IsAuthenticated, IsAuthenticatedOrReadOnly
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from accounts.api.asking import checked, person
from accounts.permissions import require_unsuspended
from core.api.renderers import answer
from core.api.writes import perform, was_done_before
from listings.photos import fillable_album, own_album, own_photo, shown_photos
from photos import services
from photos.enums import PhotoState, Reason
from photos.models import Photo
from photos.shapes import PhotoSerializer


class NewPhotoBody(serializers.Serializer[Any]):
    id = serializers.UUIDField(help_text="Your own: sent again, it makes nothing twice.")
    content_type = serializers.CharField(
        max_length=100, help_text="`image/jpeg`, `image/png` or `image/webp`."
    )
    size = serializers.IntegerField(help_text="Bytes, at most 10 MB.")


class UploadSerializer(serializers.Serializer[Any]):
    """A multipart form: `fields` first, then the file as `file`; good for five minutes."""

    url = serializers.CharField()
    method = serializers.CharField()
    fields = serializers.DictField(child=serializers.CharField())  # type: ignore[assignment]


class PlannedPhotoSerializer(serializers.Serializer[Any]):
    id = serializers.UUIDField()
    upload = UploadSerializer()


class OwnPhotoSerializer(PhotoSerializer):
    state = serializers.ChoiceField(choices=PhotoState.choices)
    reason = serializers.ChoiceField(choices=Reason.choices, allow_blank=True)
    reason_text = serializers.CharField(help_text="In the caller's language.")


class PhotoListSerializer(serializers.Serializer[Any]):
    items = OwnPhotoSerializer(many=True)


class OrderBody(serializers.Serializer[Any]):
    ids = serializers.ListField(child=serializers.UUIDField(), max_length=Photo.PER_ALBUM)


def own_json(photo: Photo) -> dict[str, Any]:
    """A photo as those see it whose it is."""
    words = str(Reason(photo.reason).label) if photo.reason else ""
    state = {"state": photo.state, "reason": photo.reason, "reason_text": words}
    return {**photo.as_json(), **state}


class PhotosView(APIView):
    permission_classes = (IsAuthenticatedOrReadOnly,)

    @extend_schema(operation_id="listing_photos_list", responses=PhotoListSerializer)
    def get(self, request: Request, id: UUID) -> Response:
        """A listing's photos in order; its own side also sees those that are not ready."""
        photos, _is_own = shown_photos(request.user, id)
        return answer({"items": [own_json(photo) for photo in photos]})

    @extend_schema(
        operation_id="listing_photos_plan",
        request=NewPhotoBody,
        responses={201: PlannedPhotoSerializer, 200: PlannedPhotoSerializer},
    )
    def post(self, request: Request, id: UUID) -> Response:
        """Take one of the five places and be told where to send the file; `uploaded` comes then.
        The listing may come within the hour, under this id."""
        by, asked = person(request), checked(NewPhotoBody, request.data)
        fillable_album(by, id)
        photo, upload, is_new = services.plan(by=by, album=id, photo_id=asked.pop("id"), **asked)
        upload["url"] = request.build_absolute_uri(upload["url"])
        return answer({"id": photo.pk, "upload": upload}, status=201 if is_new else 200)


class PhotoView(APIView):
    permission_classes = (IsAuthenticated,)

    @extend_schema(
        operation_id="listing_photos_delete", responses={204: OpenApiResponse(description="Gone.")}
    )
    def delete(self, request: Request, id: UUID, photo: UUID) -> Response:
        """Take a photo away."""
        if was_done_before(request):
            return Response(status=204)
        own = own_photo(person(request), id, photo)
        perform(request, lambda: services.remove(photo=own))
        return Response(status=204)


class UploadedView(APIView):
    permission_classes = (IsAuthenticated,)

    @extend_schema(
        operation_id="listing_photos_uploaded", request=None, responses=OwnPhotoSerializer
    )
    def post(self, request: Request, id: UUID, photo: UUID) -> Response:
        """The file is in the store: let it be prepared. Harmless twice."""
        by = person(request)
        own = own_photo(by, id, photo)
        perform(request, lambda: services.arrived(photo=own, by=by))
        return answer(own_json(own_photo(by, id, photo)))


class OrderView(APIView):
    permission_classes = (IsAuthenticated,)

    @extend_schema(
        operation_id="listing_photos_order", request=OrderBody, responses=PhotoListSerializer
    )
    def post(self, request: Request, id: UUID) -> Response:
        """Show the photos in this order; each is named once."""
        by = person(request)
        require_unsuspended(by)
        own_album(by, id)
        order = checked(OrderBody, request.data)["ids"]
        perform(request, lambda: services.reorder(album=id, order=order))
        return self._now(request, id)

    def _now(self, request: Request, album: UUID) -> Response:
        photos, _is_own = shown_photos(request.user, album)
        return answer({"items": [own_json(photo) for photo in photos]})


api_urls = [
    path("listings/<uuid:id>/photos", PhotosView.as_view(), name="listing-photos"),
    path("listings/<uuid:id>/photos/order", OrderView.as_view(), name="listing-photo-order"),
    path("listings/<uuid:id>/photos/<uuid:photo>", PhotoView.as_view(), name="listing-photo"),
    path(
        "listings/<uuid:id>/photos/<uuid:photo>/uploaded",
        UploadedView.as_view(),
        name="listing-photo-uploaded",
    ),
]
