"""Other sites that people may sign in with: those that are configured, and no others."""

from typing import Any
from urllib.parse import urlsplit

GOOGLE_ISSUER = "https://accounts.google.com"


def sign_in_providers(
    *, google: tuple[str, str], issuer: str, other: tuple[str, str], name: str
) -> list[dict[str, Any]]:
    """As allauth's OpenID Connect provider takes them.

    Args:
        google: client id and secret; empty for none.
        issuer: of the other provider: its discovery document lies below it.
        other: client id and secret there.
        name: what people call it.
    """
    found = []
    if all(google):
        found.append(_provider("google", "Google", GOOGLE_ISSUER, *google))
    if issuer and all(other):
        found.append(_provider("oidc", name, issuer, *other))
    return found


def origins(providers: list[dict[str, Any]]) -> list[str]:
    """Where their sign-in pages are: a form of ours leads there by a redirect."""
    parts = [urlsplit(provider["settings"]["server_url"]) for provider in providers]
    return [f"{part.scheme}://{part.netloc}" for part in parts]


def _provider(
    provider_id: str, name: str, issuer: str, client_id: str, secret: str
) -> dict[str, Any]:
    return {
        "provider_id": provider_id,
        "name": name,
        "client_id": client_id,
        "secret": secret,
        "settings": {"server_url": issuer, "oauth_pkce_enabled": True},
    }
