"""What people of an organization do with its programs. Who may decide about them: `deciding`."""

from __future__ import annotations

from collections.abc import Iterable
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.clients.rows import locked_client, locked_organization, require_transition
from accounts.clients.secrets import new_secret
from accounts.enums import ClientState
from accounts.models import ApiClient, Organization, User
from accounts.permissions import require_manager, require_unsuspended
from accounts.scopes import Scope
from accounts.services.checks import check_fields
from accounts.services.organizations import members_changed
from accounts.services.programs import end, end_tokens
from core import clock
from core.errors import Invalid, Refused, TransitionForbidden
from core.idempotency import create_once, fingerprint, repeated

MOST_STANDING = 20


@transaction.atomic
def register(
    *,
    organization: Organization,
    by: User,
    client_id: UUID,
    name: str,
    purpose: str,
    scopes: Iterable[str],
) -> tuple[ApiClient, bool]:
    """Ask that a program may use the API for an organization; an operator decides.

    Args:
        organization: which; locked meanwhile.
        by: an owner or coordinator.
        client_id: the caller's own id, and later the program's `client_id`.
        name: of the program, shown to the organization's people.
        purpose: what it is for, read by the operator.
        scopes: values of `Scope`, at least one.

    Returns:
        The client, and whether it is new: the same id with the same content makes one.

    Raises:
        NotAllowed: `by` may not act for it, or is a program.
        Suspended: `by` is.
        Invalid: by field.
        Refused: it has too many.
        IdempotencyMismatch: the id holds other content.
    """
    asked = sorted(set(scopes))
    content = fingerprint("api_client", str(by.pk), str(organization.pk), name, purpose, asked)
    try:
        require_unsuspended(by)
        locked = locked_organization(organization)
        require_manager(by, locked)
        now = clock.now()
        client = ApiClient(
            id=client_id,
            fingerprint=content,
            created_at=now,
            updated_at=now,
            organization=locked,
            name=name.strip(),
            purpose=purpose.strip(),
            asked_scopes=_known(asked),
            created_by=by,
        )
        check_fields(client, ["name", "purpose"])
        if locked.api_clients.standing().count() >= MOST_STANDING:
            raise Refused(
                _("An organization can have %(most)s programs. Switch one off first.")
                % {"most": MOST_STANDING}
            )
    except Refused:
        if known := repeated(ApiClient, client_id, content):
            return known, False
        raise
    return create_once(client)


@transaction.atomic
def change(
    *,
    client: ApiClient,
    by: User,
    name: str | None = None,
    purpose: str | None = None,
    scopes: Iterable[str] | None = None,
) -> ApiClient:
    """Change what a program is called and asks for.

    Fewer scopes hold at once. More are asked for: until an operator has agreed, a program in use
    goes on with those it has. A refused one is thereby asked for again.

    Raises:
        NotAllowed: `by` may not act for the organization.
        Suspended: `by` is.
        Invalid: by field.
        TransitionForbidden: it is switched off.
    """
    require_unsuspended(by)
    locked = locked_client(client)
    require_manager(by, locked.organization)
    if locked.state == ClientState.REVOKED:
        raise TransitionForbidden(_("This program is switched off."), {"allowed": []})
    asked = locked.asked_scopes if scopes is None else _known(sorted(set(scopes)))
    values = {
        "name": locked.name if name is None else name.strip(),
        "purpose": locked.purpose if purpose is None else purpose.strip(),
        "asked_scopes": asked,
        "granted_scopes": [scope for scope in locked.granted_scopes if scope in asked],
    }
    if locked.state == ClientState.REFUSED:
        values["state"] = ClientState.PENDING
    elif all(getattr(locked, field) == value for field, value in values.items()):
        return locked
    for field, value in values.items():
        setattr(locked, field, value)
    check_fields(locked, ["name", "purpose"])
    locked.change(**values, updated_at=clock.now())
    if locked.key is not None:
        locked.key.set_scopes(locked.granted_scopes)
        locked.key.set_default_scopes(locked.granted_scopes)
        locked.key.save(update_fields=["scopes", "default_scopes"])
    return locked


@transaction.atomic
def rotate_secret(*, client: ApiClient, by: User, sign_out: bool = False) -> str:
    """Give a program its first secret, or another one: the one before is refused from now on.

    Tokens given before hold until they end by themselves (20 minutes at most), which is the time
    to bring the new secret to where the program runs.

    Args:
        client: one in use.
        by: an owner or coordinator.
        sign_out: ends those tokens too, because the secret has got about.

    Returns:
        The secret: it is kept as a fingerprint only, and cannot be shown again.

    Raises:
        NotAllowed: `by` may not act for the organization.
        Suspended: `by` is.
        TransitionForbidden: it is not in use.
    """
    require_unsuspended(by)
    locked = locked_client(client)
    require_manager(by, locked.organization)
    if locked.state != ClientState.APPROVED or locked.key is None:
        raise TransitionForbidden(_("This program is not in use."), {"state": locked.state})
    secret = new_secret()
    locked.key.set_secret(secret)
    locked.key.save(update_fields=["secret"])
    if sign_out:
        end_tokens(locked)
    locked.change(updated_at=clock.now())
    return secret


@transaction.atomic
def revoke(*, client: ApiClient, by: User) -> ApiClient:
    """Switch a program off for good: its secret and tokens are refused at once. Harmless twice.

    What it has posted and promised stays its organization's.

    Raises:
        NotAllowed: `by` may not act for the organization, and decides about no programs either.
    """
    locked = locked_client(client)
    if not by.has_perm("accounts.change_apiclient"):
        require_manager(by, locked.organization)
    if locked.state == ClientState.REVOKED:
        return locked
    require_transition(locked, ClientState.REVOKED)
    was_member = locked.account is not None
    end(locked, by=by)
    if was_member:
        members_changed(locked.organization, by)
    return locked


def _known(scopes: list[str]) -> list[str]:
    unknown = [scope for scope in scopes if scope not in Scope.values]
    if unknown:
        raise Invalid(
            scopes=_("There is no scope called %(name)s.") % {"name": str(unknown[0])[:40]}
        )
    if not scopes:
        raise Invalid(scopes=_("Choose at least one thing that it may do."))
    return scopes
