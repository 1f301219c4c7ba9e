"""Inviting people into an organization, and joining it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from urllib.parse import urlsplit
from uuid import UUID

from allauth.account.models import EmailAddress
from django.conf import settings
from django.core import signing
from django.core.mail import EmailMultiAlternatives
from django.db import transaction
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.translation import gettext as _

from accounts.enums import Role
from accounts.letters import letter_html
from accounts.models import Invitation, Membership, Organization, User
from accounts.models.invitation import SIGNER
from accounts.permissions import can_manage_members, require_unsuspended
from accounts.services.checks import check_fields
from accounts.services.organizations import _locked, members_changed
from core import clock
from core.errors import Invalid, NotAllowed, Refused, TransitionForbidden
from core.events import log
from core.events.models import DomainEvent
from core.idempotency import create_once, fingerprint, repeated

GOOD_FOR = timedelta(days=14)
MOST_OPEN = 50


@transaction.atomic
def invite(
    *,
    organization: Organization,
    by: User,
    invitation_id: UUID,
    role: str = Role.MEMBER,
    email: str = "",
    most_uses: int = 1,
) -> tuple[Invitation, bool]:
    """Let people join: whoever has the link, or the one person who has an e-mail address.

    Whether the address has an account is told to nobody.

    Args:
        organization: which; locked meanwhile.
        by: an owner.
        invitation_id: the client's own id.
        role: that they will have.
        email: binds it to one address, which is mailed; empty for a link to pass on.
        most_uses: how many may join by a link.

    Returns:
        The invitation, good for fourteen days, and whether it is new.

    Raises:
        NotAllowed: `by` is no owner.
        Suspended: `by` is.
        Invalid: by field.
        Refused: too many are open.
        IdempotencyMismatch: the id holds other content.
    """
    address = User.objects.normalize_email(email)
    content = fingerprint("invitation", str(by.pk), str(organization.pk), role, address, most_uses)
    try:
        require_unsuspended(by)
        locked = _locked(organization)
        if not can_manage_members(by, locked):
            raise NotAllowed(_("Only owners may change who belongs to it."))
        now = clock.now()
        invitation = Invitation(
            id=invitation_id,
            fingerprint=content,
            created_at=now,
            updated_at=now,
            organization=locked,
            role=role,
            email=address,
            invited_by=by,
            expires_at=now + GOOD_FOR,
            most_uses=1 if address else most_uses,
        )
        check_fields(invitation, ["role", "email", "most_uses"])
        _check_room(locked)
    except Refused:
        if known := repeated(Invitation, invitation_id, content):
            return known, False
        raise
    invitation, created = create_once(invitation)
    if created:
        _state(invitation, "created", by)
    return invitation, created


@transaction.atomic
def revoke(*, invitation: Invitation, by: User) -> Invitation:
    """Let nobody join by it any more. Harmless twice.

    Raises:
        NotAllowed: `by` is no owner.
    """
    if not can_manage_members(by, _locked(invitation.organization)):
        raise NotAllowed(_("Only owners may change who belongs to it."))
    _lock(invitation)
    if invitation.revoked_at is None:
        now = clock.now()
        invitation.change(revoked_at=now, updated_at=now)
        _state(invitation, "revoked", by)
    return invitation


@transaction.atomic
def join_by(*, invitation: Invitation, by: User) -> Membership:
    """Join the organization. Harmless twice; who belongs already keeps their role.

    Raises:
        NotAllowed: it is for another address, one that `by` has not confirmed.
        Suspended: `by` is.
        TransitionForbidden: revoked, too late, or used up.
    """
    require_unsuspended(by)
    organization = _locked(invitation.organization)
    _lock(invitation)
    if known := Membership.objects.filter(organization=organization, user=by).first():
        return known
    if by.is_program:
        raise NotAllowed(_("A program belongs to one organization."))
    if not invitation.is_open:
        raise TransitionForbidden(
            _("This invitation is no longer good. Ask for a new one."), {"allowed": []}
        )
    if invitation.email and not _has_confirmed(by, invitation.email):
        raise NotAllowed(_("This invitation is for another e-mail address."))
    membership = Membership.objects.create(organization=organization, user=by, role=invitation.role)
    invitation.change(uses=invitation.uses + 1, updated_at=clock.now())
    _state(invitation, "accepted", by)
    members_changed(organization, by)
    return membership


def find(token: str) -> Invitation:
    """The one that a link carries.

    Raises:
        Invitation.DoesNotExist: the link was never ours, or its organization is gone.
    """
    try:
        invitation_id = SIGNER.unsign_object(token)
    except signing.BadSignature as error:
        raise Invitation.DoesNotExist from error
    rows = Invitation.objects.select_related("organization", "invited_by")
    found: Invitation = rows.get(pk=invitation_id)
    return found


def send_invitations(events: Sequence[DomainEvent]) -> None:
    """Consumer: mail each new invitation that has an address, in its inviter's language.

    The mail carries the invitation's own id, so that one sent again after a crash is known.
    """
    for event in events:
        rows = Invitation.objects.select_related("organization", "invited_by")
        invitation = rows.filter(pk=event.subject_id).exclude(email="").first()
        if invitation and invitation.mailed_at is None and invitation.is_open:
            _mail(invitation)
            Invitation.objects.filter(pk=invitation.pk).update(mailed_at=clock.now())


def _mail(invitation: Invitation) -> None:
    with translation.override(invitation.invited_by.language):
        name = invitation.organization.name
        context = {
            "organization": name,
            "inviter": invitation.invited_by.name,
            "url": f"{settings.SITE_URL}{invitation.get_absolute_url()}",
        }
        body = render_to_string("accounts/email/invitation.txt", context)
        subject = _("%(organization)s invites you") % {"organization": " ".join(name.split())}
        html = letter_html(subject, body)
    host = urlsplit(settings.SITE_URL).hostname
    headers = {"Message-ID": f"<invitation-{invitation.pk}@{host}>"}
    mail = EmailMultiAlternatives(subject, body, to=[invitation.email], headers=headers)
    mail.attach_alternative(html, "text/html")
    mail.send()


def _lock(invitation: Invitation) -> None:
    rows = Invitation.objects.select_for_update()
    names = ["version", "updated_at", "uses", "revoked_at", "mailed_at"]
    invitation.refresh_from_db(fields=names, from_queryset=rows)


def _check_room(organization: Organization) -> None:
    if organization.invitations.open().count() >= MOST_OPEN:
        raise Invalid(__all__=_("Too many invitations are open. Revoke some first."))


def _has_confirmed(by: User, email: str) -> bool:
    addresses = EmailAddress.objects.filter(user=by, email__iexact=email, verified=True)
    return by.email == email or addresses.exists()


def _state(invitation: Invitation, happened: str, by: User) -> None:
    log.record(
        f"invitation.{happened}",
        subject=invitation,
        actor=by.pseudonym,
        payload={"organization": str(invitation.organization_id), "role": invitation.role},
    )
