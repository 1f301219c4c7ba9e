from django.urls import path

from accounts.api import (
    activity,
    availability,
    blocks,
    described,
    invitations,
    me,
    members,
    organizations,
    privacy,
    sign_in,
    towns,
)

__all__ = ["api_urls", "described"]  # who may call is described from here on

ORGANIZATION = "organizations/<uuid:organization_id>"

api_urls = [
    path("availability", availability.AvailabilityView.as_view()),
    path("towns", towns.TownsView.as_view()),
    path("auth/login", sign_in.SignInView.as_view()),
    path("auth/code", sign_in.CodeView.as_view()),
    path("auth/verify", sign_in.VerifyView.as_view()),
    path("auth/second-factor", sign_in.SecondFactorView.as_view()),
    path("auth/refresh", sign_in.RefreshView.as_view()),
    path("auth/logout", sign_in.SignOutView.as_view()),
    path("me", me.MeView.as_view()),
    path("me/export", privacy.ExportView.as_view()),
    path("me/consents", privacy.ConsentsView.as_view()),
    path("me/activity", activity.ActivityView.as_view()),
    path("me/sessions", privacy.SessionsView.as_view()),
    path("me/sessions/<int:session_id>", privacy.SessionView.as_view()),
    path("me/blocks", blocks.BlocksView.as_view()),
    path("me/blocks/<uuid:person_id>", blocks.BlockView.as_view()),
    path("organizations", organizations.OrganizationsView.as_view()),
    path(ORGANIZATION, organizations.OrganizationView.as_view()),
    path(f"{ORGANIZATION}/verify", organizations.VerifyOrganizationView.as_view()),
    path(f"{ORGANIZATION}/invitations", invitations.InvitationsView.as_view()),
    path(
        f"{ORGANIZATION}/invitations/<uuid:invitation_id>",
        invitations.InvitationView.as_view(),
    ),
    path("invitations/accept", invitations.JoinView.as_view()),
    path(f"{ORGANIZATION}/members", members.MembersView.as_view()),
    path(f"{ORGANIZATION}/members/<uuid:user_id>", members.MemberView.as_view()),
]
