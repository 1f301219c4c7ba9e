"""Photos of what is shared, each in the album that bears the listing's id."""

from typing import Any, ClassVar
from uuid import UUID, uuid4

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from photos import store
from photos.enums import PhotoState, Reason
from photos.kinds import SIZES
from photos.querysets import PhotoQuerySet


class Photo(models.Model):
    """One photo; its files bear the name of `stem`, which copies of the row share."""

    PER_ALBUM: ClassVar[int] = 5

    id = models.UUIDField(primary_key=True, editable=False)
    owner = models.ForeignKey(
        User, verbose_name=_("owner"), on_delete=models.CASCADE, related_name="photos"
    )
    album = models.UUIDField(_("album"), db_index=True)
    position = models.PositiveSmallIntegerField(_("position"), default=0)
    description = models.CharField(_("description"), max_length=200, blank=True)
    state = models.CharField(
        _("state"), max_length=12, choices=PhotoState, default=PhotoState.PLANNED
    )
    reason = models.CharField(_("reason"), max_length=12, choices=Reason, blank=True)
    content_type = models.CharField(_("content type"), max_length=20)
    size = models.PositiveIntegerField(_("bytes"))
    sha256 = models.CharField(max_length=64, blank=True, editable=False)
    # Whose original it shows; another photo's for a copy that was made before it was ready.
    source = models.UUIDField(editable=False)
    stem = models.UUIDField(default=uuid4, editable=False)
    width = models.PositiveIntegerField(default=0, editable=False)
    height = models.PositiveIntegerField(default=0, editable=False)
    sizes = models.JSONField(default=dict, editable=False)
    attempts = models.PositiveSmallIntegerField(default=0, editable=False)
    leased_until = models.DateTimeField(null=True, editable=False)
    created_at = models.DateTimeField(_("created at"))
    issued_at = models.DateTimeField(editable=False)
    uploaded_at = models.DateTimeField(null=True, editable=False)
    ready_at = models.DateTimeField(null=True, editable=False)

    objects = PhotoQuerySet.as_manager()

    class Meta:
        verbose_name = _("photo")
        verbose_name_plural = _("photos")
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=PhotoState.values), name="photo_state_known"
            ),
        ]
        indexes = [
            models.Index(fields=["stem"], name="photo_by_stem"),
            models.Index(
                fields=["state", "created_at"],
                name="photo_to_see_to",
                condition=~Q(state=PhotoState.READY),
            ),
        ]

    def __str__(self) -> str:
        return str(self.pk)

    @property
    def incoming(self) -> str:
        """The key of the original, until it is prepared."""
        return store.incoming_key(self.owner_id, self.source)

    @property
    def is_ready(self) -> bool:
        return self.state == PhotoState.READY

    def url(self, size: str) -> str:
        """Where `small`, `medium` or `large` is served; empty before it is ready."""
        return store.address(store.size_key(self.stem, size)) if self.is_ready else ""

    def as_json(self) -> dict[str, Any]:
        """As everybody sees it."""
        return {
            "id": self.pk,
            **{name: self.url(name) for name in ("small", "medium", "large")},
            "width": self.width,
            "height": self.height,
            "description": self.description,
        }

    def kept_as(self) -> list[str]:
        return [store.size_key(self.stem, name) for name in SIZES]


class Discard(models.Model):
    """A file to be deleted once it is due, and once no photo has it any more."""

    key = models.CharField(max_length=200)
    stem = models.UUIDField(null=True)
    due_at = models.DateTimeField(db_index=True)

    def __str__(self) -> str:
        return self.key


def album_lock(album: UUID) -> int:
    """The advisory lock of an album: a positive number of 63 bits."""
    return album.int & (2**63 - 1)
