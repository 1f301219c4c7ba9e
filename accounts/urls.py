from django.urls import include, path

from accounts.views import (
    acting,
    blocks,
    invitations,
    members,
    organizations,
    people,
    privacy,
    security,
    welcome,
)

pages = [
    path("settings/", people.profile, name="profile"),
    path("settings/blocks/", blocks.blocks, name="blocks"),
    path("settings/blocks/<uuid:person_id>/", blocks.block, name="block"),
    path("settings/blocks/<uuid:person_id>/remove/", blocks.unblock, name="unblock"),
    path("settings/activity/", security.activity, name="activity"),
    path(
        "settings/devices/sign-out-everywhere/",
        security.sign_out_everywhere,
        name="sign_out_everywhere",
    ),
    path("settings/data/", privacy.data, name="data"),
    path("settings/data/delete/", privacy.leave, name="leave"),
    path("settings/data/foodcoord.<slug:form>", privacy.data_download, name="data_download"),
    path("settings/consents/", privacy.consent_list, name="consents"),
    path("settings/consents/again/", privacy.consents_again, name="consents_again"),
    path("settings/consents/<slug:purpose>/", privacy.consent_change, name="consent_change"),
    path("agreements/<slug:purpose>/", privacy.consent_text, name="consent_text"),
    path("welcome/", welcome.name, name="welcome"),
    path("welcome/place/", welcome.place, name="welcome_place"),
    path("welcome/interests/", welcome.interests, name="welcome_interests"),
    path("places/search", people.town_search, name="town_search"),
    path("organizations/", organizations.organization_list, name="organization_list"),
    path("organizations/new/", organizations.organization_create, name="organization_create"),
    path(
        "organizations/<slug:slug>/",
        organizations.organization_detail,
        name="organization_detail",
    ),
    path(
        "organizations/<slug:slug>/edit/",
        organizations.organization_edit,
        name="organization_edit",
    ),
    path(
        "organizations/<slug:slug>/verify/",
        organizations.organization_verify,
        name="organization_verify",
    ),
    path("organizations/<slug:slug>/members/", members.members, name="organization_members"),
    path("organizations/<slug:slug>/act/", acting.act_as_organization, name="act_as_organization"),
    path("act-as-myself/", acting.act_as_oneself, name="act_as_oneself"),
    path(
        "organizations/<slug:slug>/invitations/<uuid:invitation_id>/revoke/",
        invitations.revoke,
        name="invitation_revoke",
    ),
    path("invitations/<str:token>/", invitations.invitation, name="invitation"),
    path(
        "organizations/<slug:slug>/members/<uuid:user_id>/role/",
        members.member_role,
        name="member_role",
    ),
    path(
        "organizations/<slug:slug>/members/<uuid:user_id>/remove/",
        members.member_remove,
        name="member_remove",
    ),
]

# allauth's and Django's names are global; ours are in `accounts:`.
urlpatterns = [
    path("language/", people.choose_language, name="set_language"),
    path("accounts/", include("allauth.urls")),
    path("", include("accounts.clients.urls")),
    path("", include((pages, "accounts"))),
]
