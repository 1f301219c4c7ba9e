"""allauth's own addresses and names of its OpenID Connect provider, as many of them as are here."""

from allauth.idp.oidc.views import jwks
from django.urls import include, path

from accounts.clients import oauth

oidc = [
    path(".well-known/openid-configuration", oauth.document, name="configuration"),
    path(".well-known/jwks.json", jwks, name="jwks"),
    path("identity/o/api/token", oauth.token, name="token"),
    path("identity/o/api/revoke", oauth.revoke, name="revoke"),
]
urlpatterns = [path("", include(([path("", include((oidc, "oidc")))], "idp")))]
