from django.contrib.auth.models import AnonymousUser
from django.utils.translation import gettext as _

from accounts.models import Organization, User
from accounts.permissions import can_act_for
from accounts.scopes import Scope, require
from core.errors import NotAllowed
from partners.imports.enums import ImportKind
from partners.models import Import

WRITES = {
    ImportKind.LISTINGS: Scope.LISTINGS_WRITE,
    ImportKind.REQUESTS: Scope.REQUESTS_WRITE,
    ImportKind.ORGANIZATIONS: Scope.ORGANIZATIONS_WRITE,
}
"""What a program has to be allowed beside imports: to write what the lines become."""


def require_scope(auth: object, kind: str) -> None:
    """
    Raises:
        ScopeMissing: a program's token does not let it write what lines of this kind become.
    """
    require(auth, WRITES[ImportKind(kind)])


def can_import(user: User | AnonymousUser, organization: Organization, kind: str = "") -> bool:
    """Owners, coordinators and the organization's own programs; other organizations, which anybody
    could be, are brought in only by those of them who operate the site."""
    if not can_act_for(user, organization):
        return False
    return kind != ImportKind.ORGANIZATIONS or can_import_organizations(user)


def can_import_organizations(user: User | AnonymousUser) -> bool:
    return bool(user.is_staff)


def can_see_import(user: User | AnonymousUser, run: Import) -> bool:
    """Those who may import for the organization."""
    return can_act_for(user, run.organization)


def require_import(by: User, organization: Organization, kind: str = "") -> None:
    """
    Raises:
        NotAllowed: `by` may not import this for the organization.
    """
    if can_import(by, organization, kind):
        return
    if kind == ImportKind.ORGANIZATIONS and can_import(by, organization):
        raise NotAllowed(_("Organizations are brought in by those who operate this site."))
    raise NotAllowed(_("Only owners and coordinators may import for this organization."))
