from django.contrib.auth.models import AnonymousUser, Permission
from django.db.models import Q

from accounts.models import Membership, Organization, User

CHANGE = "moderation.change_report"


def can_moderate(user: User | AnonymousUser) -> bool:
    """Staff with the right to decide about reports, and not suspended themselves."""
    return (
        isinstance(user, User) and user.is_staff and not user.is_suspended and user.has_perm(CHANGE)
    )


def can_decide_about(
    user: User | AnonymousUser, person: User | None, organization: Organization | None
) -> bool:
    """Not about themselves, other staff or their own organization, unless they are superusers."""
    if not isinstance(user, User) or not can_moderate(user):
        return False
    if user.is_superuser:
        return True
    if person is not None and (person.pk == user.pk or person.is_staff):
        return False
    if organization is None:
        return True
    return not Membership.objects.filter(organization=organization, user=user).exists()


def other_moderators(user: User) -> bool:
    """Whether somebody besides this one could answer an objection."""
    right = Permission.objects.filter(
        content_type__app_label="moderation", codename="change_report"
    )
    may = Q(is_superuser=True) | Q(user_permissions__in=right) | Q(groups__permissions__in=right)
    staff = User.objects.active().filter(is_staff=True, suspended_at=None)
    return staff.filter(may).exclude(pk=user.pk).exists()
