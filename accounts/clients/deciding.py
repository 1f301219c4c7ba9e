"""What operators decide about programs: whether they may, and how much."""

from __future__ import annotations

from typing import Any

from allauth.idp.oidc.models import Client
from django.contrib.auth.hashers import make_password
from django.db import transaction
from django.utils.translation import gettext as _

from accounts.clients.rows import locked_client, require_transition
from accounts.enums import ClientState, ContactPreference, Role
from accounts.models import ApiClient, Membership, User
from accounts.services.checks import check_fields
from accounts.services.organizations import members_changed
from accounts.services.people import join
from core import clock
from core.api.buckets import Plan
from core.api.versions import PreconditionFailed
from core.errors import Invalid, NotAllowed
from core.events.notices import request_notice

DOMAIN = "programs.invalid"
"""`.invalid` is delivered nowhere, ever (RFC 2606): no code reaches a program's address."""


@transaction.atomic
def approve(*, client: ApiClient, by: User, version: int) -> ApiClient:
    """Let a program in, or let one that is in do what else it asks for. Harmless twice.

    The first time it becomes someone: an account and a coordinator of its organization, with a
    key that has no secret until the organization's people make one.

    Args:
        client: which waits for an answer.
        by: an operator.
        version: the one that they looked at; what it asks for may have changed since.

    Raises:
        NotAllowed: `by` decides about no programs.
        PreconditionFailed: it has another version.
        TransitionForbidden: it was refused or is switched off.
    """
    _require_decider(by)
    locked = locked_client(client)
    if locked.state == ClientState.APPROVED and not locked.scopes_waiting:
        return locked
    if locked.version != version:
        raise PreconditionFailed(locked.version)
    if locked.state != ClientState.APPROVED:
        require_transition(locked, ClientState.APPROVED)
        _become_someone(locked)
        members_changed(locked.organization, by)
    now = clock.now()
    locked.change(
        state=ClientState.APPROVED,
        account=locked.account,
        key=locked.key,
        granted_scopes=locked.asked_scopes,
        decided_by=by,
        decided_at=now,
        reason="",
        updated_at=now,
    )
    _open_scopes(locked)
    request_notice("program_approved", **_about(locked, by))
    return locked


@transaction.atomic
def refuse(*, client: ApiClient, by: User, reason: str) -> ApiClient:
    """Say no: to a new program, or to what else one in use asks for, which then keeps what it has.

    Args:
        client: which waits for an answer.
        by: an operator.
        reason: shown to the organization's people.

    Raises:
        NotAllowed: `by` decides about no programs.
        Invalid: no reason is given.
        TransitionForbidden: nothing of it waits.
    """
    _require_decider(by)
    if not reason.strip():
        raise Invalid(reason=_("Say why: the organization's people read it."))
    locked = locked_client(client)
    now = clock.now()
    values = {"reason": reason.strip(), "decided_by": by, "decided_at": now, "updated_at": now}
    if locked.state == ClientState.APPROVED and locked.scopes_waiting:
        values["asked_scopes"] = locked.granted_scopes
    else:
        require_transition(locked, ClientState.REFUSED)
        values["state"] = ClientState.REFUSED
    locked.reason = reason.strip()
    check_fields(locked, ["reason"])
    locked.change(**values)
    request_notice("program_refused", **_about(locked, by))
    return locked


@transaction.atomic
def set_plan(*, client: ApiClient, by: User, plan: Plan) -> ApiClient:
    """Let a program call more, or less, from its next call on.

    Raises:
        NotAllowed: `by` decides about no programs.
        Invalid: by field.
    """
    _require_decider(by)
    locked = locked_client(client)
    values = {
        "per_second": int(plan.per_second), "burst": plan.burst, "per_day": plan.per_day,
    }  # fmt: skip
    for name, value in values.items():
        setattr(locked, name, value)
    check_fields(locked, list(values))
    locked.change(**values, updated_at=clock.now())
    return locked


def _require_decider(by: User) -> None:
    if not (by.is_active and by.is_staff and by.has_perm("accounts.change_apiclient")):
        raise NotAllowed(_("Only operators decide about programs."))


def _become_someone(client: ApiClient) -> None:
    account = User(
        email=f"{client.pk}@{DOMAIN}",
        display_name=client.name,
        contact_preference=ContactPreference.SITE,
        speaks_for=client.organization,
    )
    account.set_unusable_password()
    client.account = join(user=account)
    Membership.objects.create(
        organization=client.organization, user=client.account, role=Role.COORDINATOR
    )
    key = Client(
        id=str(client.pk),
        name=client.name[:100],
        secret=make_password(None),
        type=Client.Type.CONFIDENTIAL,
        grant_types=Client.GrantType.CLIENT_CREDENTIALS,
        response_types="",
        created_at=clock.now(),
    )
    key.save(force_insert=True)
    client.key = key


def _open_scopes(client: ApiClient) -> None:
    if client.key is None:
        raise LookupError("an approved client without a key")
    client.key.set_scopes(client.granted_scopes)
    client.key.set_default_scopes(client.granted_scopes)
    client.key.save(update_fields=["scopes", "default_scopes"])


def _about(client: ApiClient, by: User) -> dict[str, Any]:
    return {
        "to": client.organization.pseudonym,
        "about": (ApiClient.subject_type, client.pk),
        "occasion": str(client.version),
        "actor": by.pseudonym,
        "cells": client.organization.cell_ancestry,
    }
