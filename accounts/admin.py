"""People and organizations for operators: to find and to read; changes go through the services."""

from typing import Any

import allauth.account.admin
import allauth.mfa.admin
import allauth.socialaccount.admin
import allauth.usersessions.admin  # noqa: F401 - registered by now, to be put away
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount, SocialApp, SocialToken
from allauth.usersessions.models import UserSession
from django.contrib import admin, messages
from django.contrib.auth.models import Group
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from accounts import services
from accounts.models import (
    AccountRights,
    Community,
    Consent,
    Membership,
    Organization,
    SecurityEvent,
    User,
)
from core.admin_pages import ReadOnlyAdmin

# allauth's own pages show second factors' secrets and the keys of sessions; ours come below.
for model in (
    Group,
    EmailAddress,
    Authenticator,
    UserSession,
    SocialAccount,
    SocialApp,
    SocialToken,
):
    admin.site.unregister(model)


class MembershipInline(admin.TabularInline[Membership, Any]):
    model = Membership
    fields = ("user", "organization", "role", "created_at")
    readonly_fields = fields
    extra = 0
    can_delete = False

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


@admin.register(User)
class UserAdmin(ReadOnlyAdmin[User]):
    """No exact home is in here: only the cell that others see."""

    list_display = ("email", "display_name", "home_cell", "is_active", "is_staff", "created_at")
    list_filter = ("is_active", "is_staff", "language")
    search_fields = ("email", "display_name", "id", "pseudonym")
    ordering = ("-created_at", "pk")
    fields = (
        "id",
        "pseudonym",
        "email",
        "display_name",
        ("language", "units", "timezone"),
        "contact_preference",
        ("diets", "avoided_allergens"),
        ("home_cell", "home_precision", "share_radius_km"),
        ("is_active", "is_staff", "is_superuser"),
        ("created_at", "last_login"),
    )
    inlines = (MembershipInline,)
    actions = ("suspend", "reinstate")

    def has_suspend_permission(self, request: HttpRequest) -> bool:
        return request.user.has_perm("accounts.change_user")

    @admin.action(
        description=_("Suspend: signed out everywhere, cannot sign in"), permissions=["suspend"]
    )
    def suspend(self, request: HttpRequest, people: QuerySet[User]) -> None:
        self._set_active(request, people.exclude(pk__in=[request.user.pk]), is_active=False)

    @admin.action(description=_("Reinstate"), permissions=["suspend"])
    def reinstate(self, request: HttpRequest, people: QuerySet[User]) -> None:
        self._set_active(request, people, is_active=True)

    def _set_active(self, request: HttpRequest, people: QuerySet[User], *, is_active: bool) -> None:
        if not request.user.is_superuser:
            people = people.exclude(is_superuser=True)
        changed = [services.set_active(user=user, is_active=is_active) for user in people]
        text = ngettext("%(count)s account changed.", "%(count)s accounts changed.", len(changed))
        messages.success(request, text % {"count": len(changed)})


@admin.register(Organization)
class OrganizationAdmin(ReadOnlyAdmin[Organization]):
    list_display = ("name", "kind", "cell", "place_is_public", "last_verified", "created_at")
    list_filter = ("kind", "place_is_public")
    search_fields = ("name", "slug", "id", "pseudonym")
    ordering = ("name", "pk")
    fields = (
        "id",
        "pseudonym",
        "name",
        "slug",
        "kind",
        "description",
        "opening_hours",
        "accepts",
        ("cell", "public_precision", "place_is_public"),
        "last_verified",
        ("created_at", "updated_at", "version"),
    )
    inlines = (MembershipInline,)


@admin.register(Membership)
class MembershipAdmin(ReadOnlyAdmin[Membership]):
    list_display = ("organization", "user", "role", "created_at")
    list_filter = ("role",)
    list_select_related = ("organization", "user")
    search_fields = ("organization__name", "user__email", "user__display_name")
    ordering = ("organization__name", "pk")


@admin.register(EmailAddress)
class EmailAddressAdmin(ReadOnlyAdmin[EmailAddress]):
    list_display = ("email", "user", "verified", "primary")
    list_filter = ("verified",)
    list_select_related = ("user",)
    search_fields = ("email",)
    ordering = ("email",)


@admin.register(Authenticator)
class AuthenticatorAdmin(ReadOnlyAdmin[Authenticator]):
    """Which second factors a person has, never what is in them."""

    list_display = ("user", "type", "created_at", "last_used_at")
    list_filter = ("type",)
    list_select_related = ("user",)
    search_fields = ("user__email",)
    fields = ("user", "type", "created_at", "last_used_at")
    ordering = ("-pk",)


@admin.register(UserSession)
class UserSessionAdmin(ReadOnlyAdmin[UserSession]):
    list_display = ("user", "created_at", "last_seen_at")
    list_select_related = ("user",)
    search_fields = ("user__email",)
    fields = ("user", "created_at", "last_seen_at", "user_agent")
    ordering = ("-pk",)


@admin.register(SecurityEvent)
class SecurityEventAdmin(ReadOnlyAdmin[SecurityEvent]):
    list_display = ("at", "user", "kind", "network", "device")
    list_filter = ("kind",)
    list_select_related = ("user",)
    search_fields = ("user__email",)
    ordering = ("-at", "-pk")


@admin.register(AccountRights)
class AccountRightsAdmin(ReadOnlyAdmin[AccountRights]):
    """Who became staff, was suspended or shut out, and when."""

    list_display = ("pgh_created_at", "pgh_obj", "is_staff", "is_active", "suspended_at")
    list_filter = ("is_staff", "is_active")
    list_select_related = ("pgh_obj",)
    search_fields = ("pgh_obj__email",)
    ordering = ("-pgh_created_at", "-pk")


@admin.register(Consent)
class ConsentAdmin(ReadOnlyAdmin[Consent]):
    list_display = ("given_at", "user", "purpose", "version", "language", "revoked_at")
    list_filter = ("purpose", "version")
    list_select_related = ("user",)
    search_fields = ("user__email",)
    ordering = ("-given_at", "-pk")


@admin.register(Community)
class CommunityAdmin(admin.ModelAdmin[Community]):
    """What the people of an area have agreed on: the one thing here that operators write."""

    list_display = ("name", "cell", "head_start_minutes", "limit_commitments", "limit_days")
    search_fields = ("name", "cell")
    ordering = ("cell",)
