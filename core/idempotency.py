"""Writes that can be sent twice and happen once.

Creates carry the client's own id (`create_once`); other writes may carry an `Idempotency-Key`
(`once_per_key`). Both gates come first in the transaction, so that a repeat never meets the
state its first copy has changed.
"""

import hashlib
import json
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from datetime import timedelta
from typing import Any, TypeVar
from uuid import UUID

from django.conf import settings
from django.db import IntegrityError, OperationalError, models, transaction
from django.db.models import Model
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from psycopg.errors import LockNotAvailable

from core.errors import IdempotencyMismatch, InFlight, KeyReused


class SentOnce(models.Model):
    """A row that its client names: its `id` is the client's own, and `fingerprint` is of the
    content it was created with, for safe repeats."""

    id = models.UUIDField(primary_key=True, editable=False)
    fingerprint = models.CharField(max_length=64, editable=False)

    class Meta:
        abstract = True


S = TypeVar("S", bound=SentOnce)


def fingerprint(*parts: Any) -> str:
    """SHA-256, in hex, of what was asked for; mappings compare equal whatever their order.

    In escaped ASCII: JSON can hold numbers of any length, and halves of characters.
    """
    content = json.dumps(parts, sort_keys=True, separators=(",", ":"), default=str)
    return hashlib.sha256(content.encode("ascii")).hexdigest()


def repeated(model: type[S], row_id: UUID, content: str) -> S | None:
    """The row that the same create made before: the gate that comes before every other check.

    Args:
        model: of the row.
        row_id: the client's own id.
        content: its fingerprint.

    Raises:
        IdempotencyMismatch: the id holds other content, or another person's.
    """
    known = model._default_manager.filter(pk=row_id).first()
    if known is not None and known.fingerprint != content:
        raise IdempotencyMismatch
    return known


def create_once(row: S, *parts: Model) -> tuple[S, bool]:
    """Insert a row under the client's own id, once.

    Args:
        row: unsaved, with its `id` and `fingerprint`.
        parts: unsaved rows that it points at, inserted with it or not at all.

    Returns:
        The row and True; or, when the same content came before under this id, that row and False.

    Raises:
        IdempotencyMismatch: the id holds other content, or another person's.
        InFlight: the same create is being handled at this moment.
    """
    try:
        with _gate(), transaction.atomic():
            for part in parts:
                part.save(force_insert=True)
            row.save(force_insert=True)
        return row, True
    except IntegrityError:
        known = repeated(type(row), row.pk, row.fingerprint)
        if known is None:
            raise
        return known, False


class IdempotencyKey(models.Model):
    """That an actor's write under this key has happened; the answer is rendered anew on replay."""

    pk = models.CompositePrimaryKey("actor", "key")
    actor = models.UUIDField(_("actor"))
    key = models.CharField(_("key"), max_length=255)
    fingerprint = models.CharField(_("fingerprint"), max_length=64)
    created_at = models.DateTimeField(_("created at"), default=timezone.now)

    class Meta:
        verbose_name = _("idempotency key")
        verbose_name_plural = _("idempotency keys")
        indexes = [models.Index(fields=["created_at"], name="idempotency_created")]


def once_per_key(
    *, actor: UUID, key: str, asked: Mapping[str, Any], write: Callable[[], None]
) -> bool:
    """Run `write` unless this actor's key has been used for the same request.

    Only success is kept: a refused or failed write gives its key back with the transaction.

    Args:
        actor: who asks; keys of others are not seen.
        key: the client's key, at most 255 characters.
        asked: method, route and body.
        write: does it, in the transaction opened here.

    Returns:
        Whether `write` ran.

    Raises:
        KeyReused: the key was used for another request.
        InFlight: the same request is being handled at this moment.
    """
    asked_for = fingerprint(asked)
    with transaction.atomic():
        if _claim_key(actor, key, asked_for):
            write()
            return True
    if IdempotencyKey.objects.get(actor=actor, key=key).fingerprint != asked_for:
        raise KeyReused
    return False


def was_done(*, actor: UUID, key: str, asked: Mapping[str, Any]) -> bool:
    """Whether this actor's key has been used for the same request.

    For writes after which there is nothing left to load (a deletion): asked before anything else.

    Raises:
        KeyReused: the key was used for another request.
    """
    known = IdempotencyKey.objects.filter(actor=actor, key=key).first()
    if known is not None and known.fingerprint != fingerprint(asked):
        raise KeyReused
    return known is not None


def _claim_key(actor: UUID, key: str, asked_for: str) -> bool:
    try:
        with _gate(), transaction.atomic():
            IdempotencyKey.objects.create(actor=actor, key=key, fingerprint=asked_for)
    except IntegrityError:
        return False
    return True


@contextmanager
def _gate() -> Iterator[None]:
    """Waiting for the first copy longer than `lock_timeout` means that it is still in flight."""
    try:
        yield
    except OperationalError as error:
        if isinstance(error.__cause__, LockNotAvailable):
            raise InFlight from error
        raise


def purge_keys() -> int:
    """Forget keys older than `IDEMPOTENCY_DAYS`; returns how many."""
    limit = timezone.now() - timedelta(days=settings.IDEMPOTENCY_DAYS)
    return IdempotencyKey.objects.filter(created_at__lt=limit).delete()[0]
