"""Client credentials: who gets a token, what it says, and what ends it."""

import base64
from datetime import timedelta

import jwt
import pytest
import time_machine
from allauth.core.internal import jwkkit
from allauth.idp.oidc.models import Token
from django.test import Client
from django.urls import NoReverseMatch, reverse

from accounts import services
from accounts.clients import deciding, limits, registering
from accounts.enums import ClientState
from accounts.keys import generate_private_key
from accounts.models import ApiClient
from accounts.scopes import Scope
from accounts.services import suspending
from accounts.tasks import forget_ended_sign_ins
from accounts.throttles import hashed_network
from core import clock
from core.api.buckets import take
from tests.accounts.programs import (
    REVOKE_URL,
    TOKEN_URL,
    ask_token,
    caller,
    make_operator,
    make_program,
    new_secret,
    owner_of,
    register_program,
    token_of,
)
from tests.factories import access_token, make_user

pytestmark = pytest.mark.django_db
BOTH = (Scope.LISTINGS_READ, Scope.LISTINGS_WRITE)


@pytest.fixture
def program() -> ApiClient:
    return make_program(scopes=BOTH)


def error_of(answer) -> tuple[int, str]:
    return answer.status_code, answer.json()["error"]


def basic(client_id: object, secret: str) -> dict[str, str]:
    pair = base64.b64encode(f"{client_id}:{secret}".encode()).decode()
    return {"Authorization": f"Basic {pair}"}


def test_right_secret_gives_a_token_of_twenty_minutes(program):
    answer = ask_token(program.pk, new_secret(program))
    body = answer.json()
    assert answer.status_code == 200
    assert sorted(body) == ["access_token", "expires_in", "scope", "token_type"]
    assert (body["token_type"], body["expires_in"]) == ("Bearer", 1200)
    assert body["scope"].split() == ["listings:read", "listings:write"]
    assert answer["Cache-Control"] == "no-store"
    assert caller(body["access_token"]).get("/api/v1/listings").status_code == 200


def test_token_is_verifiable_by_the_published_keys(program, settings):
    keys = Client().get("/.well-known/jwks.json").json()["keys"]
    token = token_of(program)
    claims = jwt.decode(
        token, jwt.PyJWKSet.from_dict({"keys": keys}).keys[0].key, algorithms=["RS256"]
    )
    assert claims["iss"] == settings.SITE_URL
    assert claims["client_id"] == str(program.pk)
    assert claims["sub"] == str(program.account.pseudonym)
    assert claims["exp"] - claims["iat"] == 1200
    assert [sorted(key) for key in keys] == [["e", "key_ops", "kid", "kty", "n"]]


def test_body_may_carry_the_secret(program):
    asked = {
        "grant_type": "client_credentials",
        "client_id": str(program.pk),
        "client_secret": new_secret(program),
    }
    assert Client().post(TOKEN_URL, asked).status_code == 200


def test_fewer_scopes_may_be_asked_for_and_no_others(program):
    secret = new_secret(program)
    assert ask_token(program.pk, secret, scope="listings:read").json()["scope"] == "listings:read"
    for other in ("requests:read", "openid", "listings:read requests:write"):
        assert error_of(ask_token(program.pk, secret, scope=other)) == (400, "invalid_scope")


def test_wrong_secret_is_refused_as_oauth_has_it(program):
    new_secret(program)
    answer = ask_token(program.pk, "fcs_wrong")
    assert error_of(answer) == (401, "invalid_client")
    assert answer["WWW-Authenticate"] == 'Basic realm="FoodCoord"'


@pytest.mark.parametrize(
    ("more", "error"),
    [
        ({"grant_type": "password"}, (400, "unsupported_grant_type")),
        ({"grant_type": "authorization_code"}, (400, "unsupported_grant_type")),
        ({"grant_type": "refresh_token"}, (400, "unsupported_grant_type")),
        (
            {"grant_type": "urn:ietf:params:oauth:grant-type:device_code"},
            (400, "unsupported_grant_type"),
        ),
        ({"grant_type": ""}, (400, "unsupported_grant_type")),
    ],
)
def test_there_is_one_grant(program, more, error):
    assert error_of(ask_token(program.pk, new_secret(program), **more)) == error


@pytest.mark.parametrize("name", ["", "nobody", "a\0b", "0" * 400, "é", "2f4ab1e0"])
def test_strange_names_are_nobodys(program, name):
    assert error_of(ask_token(name, "secret")) == (401, "invalid_client")
    asked = {"grant_type": "client_credentials", "client_id": name, "client_secret": "secret"}
    assert error_of(Client().post(TOKEN_URL, asked)) == (401, "invalid_client")


@pytest.mark.parametrize("header", ["Basic !!", "Basic", "Bearer x", "Basic /////w=="])
def test_strange_headers_are_nobodys(header):
    answer = Client().post(
        TOKEN_URL, {"grant_type": "client_credentials"}, headers={"Authorization": header}
    )
    assert error_of(answer) == (401, "invalid_client")


def test_secrets_are_not_taken_from_an_address(program):
    query = f"?client_id={program.pk}&client_secret={new_secret(program)}"
    answer = Client().post(TOKEN_URL + query, {"grant_type": "client_credentials"})
    assert error_of(answer)[0] == 400
    assert Client().get(TOKEN_URL + query).status_code == 405


def test_before_its_first_secret_nothing_opens_a_program(program):
    for guess in ("", "!", program.key.secret):
        assert ask_token(program.pk, guess).status_code == 401


def test_secret_is_kept_as_a_fingerprint(program):
    secret = new_secret(program)
    program.key.refresh_from_db()
    assert secret.startswith("fcs_")
    assert len(secret) == 47
    assert secret not in program.key.secret


def test_new_secret_ends_the_one_before_and_no_token(program):
    first = new_secret(program)
    token = ask_token(program.pk, first).json()["access_token"]
    second = new_secret(program)
    assert ask_token(program.pk, first).status_code == 401
    assert ask_token(program.pk, second).status_code == 200
    assert caller(token).get("/api/v1/listings").status_code == 200


def test_new_secret_may_end_all_tokens(program):
    token = token_of(program)
    registering.rotate_secret(client=program, by=owner_of(program), sign_out=True)
    assert caller(token).get("/api/v1/listings").status_code == 401


def test_waiting_and_refused_programs_have_nothing_to_sign_in_with():
    waiting = register_program()
    assert (waiting.key, waiting.account) == (None, None)
    assert ask_token(waiting.pk, "fcs_any").status_code == 401
    refused = deciding.refuse(client=waiting, by=make_operator(), reason="Say more of what for.")
    assert (refused.state, refused.key, refused.account) == (ClientState.REFUSED, None, None)


def switched_off(program):
    registering.revoke(client=program, by=owner_of(program))


def suspended(program):
    suspending.suspend(user=program.account, until=None, by=None)


def closed(program):
    services.set_active(user=program.account, is_active=False)


def removed(program):
    membership = program.organization.memberships.get(user=program.account)
    services.remove_member(membership=membership, by=owner_of(program))


@pytest.mark.parametrize("ended", [switched_off, suspended, closed, removed])
def test_whoever_is_turned_away_has_no_token_any_more(program, ended):
    secret = new_secret(program)
    token = ask_token(program.pk, secret).json()["access_token"]
    ended(program)
    answer = caller(token).get("/api/v1/listings")
    assert (answer.status_code, answer.json()["error"]["code"]) == (401, "NOT_AUTHENTICATED")
    assert error_of(ask_token(program.pk, secret)) == (401, "invalid_client")


def test_token_ends_by_itself(program):
    with time_machine.travel(clock.now(), tick=False) as time:
        token = token_of(program)
        time.shift(1199)
        assert caller(token).get("/api/v1/listings").status_code == 200
        time.shift(2)
        assert caller(token).get("/api/v1/listings").status_code == 401


def test_ended_tokens_are_forgotten(program):
    token_of(program)
    forget_ended_sign_ins()
    assert Token.objects.count() == 1
    with time_machine.travel(clock.now() + timedelta(seconds=1201)):
        forget_ended_sign_ins()
    assert Token.objects.count() == 0


def test_program_takes_back_its_own_tokens_only(program):
    other = make_program()
    secret, others = new_secret(program), new_secret(other)
    token = ask_token(program.pk, secret).json()["access_token"]

    def revoke(client_id, its_secret):
        asked = {"token": token, "token_type_hint": "access_token"}
        return Client().post(REVOKE_URL, asked, headers=basic(client_id, its_secret))

    assert revoke(program.pk, "fcs_wrong").status_code == 401
    assert revoke(other.pk, others).status_code == 200
    assert caller(token).get("/api/v1/listings").status_code == 200
    assert revoke(program.pk, secret).status_code == 200
    assert caller(token).get("/api/v1/listings").status_code == 401
    assert revoke(program.pk, secret).status_code == 200


def test_scopes_taken_from_a_program_are_gone_from_its_tokens(program):
    token = token_of(program)
    registering.change(client=program, by=owner_of(program), scopes=[Scope.LISTINGS_WRITE])
    answer = caller(token).get("/api/v1/listings")
    assert answer.status_code == 403
    assert answer.json()["error"] == {
        "code": "SCOPE_MISSING",
        "message": "This takes the scope listings:read.",
        "details": {"scope": "listings:read"},
    }


def claims_for(program, **changes) -> dict[str, object]:
    now = int(clock.now().timestamp())
    return {
        "client_id": str(program.pk),
        "iss": "http://localhost:8000",
        "iat": now,
        "exp": now + 600,
        "jti": "1",
        "token_use": "access",
        "sub": str(program.account.pseudonym),
        "scope": "listings:read",
    } | changes


def signed(claims, pem, algorithm="RS256", **header) -> str:
    named, key = jwkkit.load_jwk_from_pem(pem)
    return jwt.encode(claims, key, algorithm, headers={"kid": named["kid"], **header})


def test_what_we_have_not_given_opens_nothing(program, signing_key):
    ours, foreign = claims_for(program), generate_private_key()
    public = jwkkit.load_pem(signing_key).public_key()
    kid = jwkkit.load_jwk_from_pem(signing_key)[0]["kid"]
    given = token_of(program)
    head, body, signature = given.split(".")
    forged = [
        signed(ours, signing_key),  # our own signature, but no row of ours knows it
        signed(ours, foreign),
        signed(ours, foreign, kid=kid),
        jwt.encode(ours, "", "none", headers={"kid": kid}),
        jwt.encode(ours, str(public.public_numbers().n), "HS256", headers={"kid": kid}),
        f"{head}.{body}.",
        f"{head}.{body}",
        f"{head}.{body}.{signature[:-4]}AAAA",
        given + "x",
    ]
    for token in forged:
        assert caller(token).get("/api/v1/listings").status_code == 401, token


def test_kinds_of_tokens_are_not_taken_for_each_other(program, signing_key):
    """A person's token with a program's claims, and the other way round."""
    person = make_user()
    as_person = jwt.decode(access_token(person), options={"verify_signature": False})
    mixed = signed(as_person | {"iss": "http://localhost:8000", "client_id": "x"}, signing_key)
    assert caller(mixed).get("/api/v1/me").status_code == 401
    assert caller(token_of(program)).get("/api/v1/me").status_code == 403
    unnamed = signed({k: v for k, v in claims_for(program).items() if k != "iss"}, signing_key)
    assert caller(unnamed).get("/api/v1/listings").status_code == 401


def test_without_a_key_there_are_no_tokens(program, settings):
    secret = new_secret(program)
    settings.HEADLESS_JWT_PRIVATE_KEY = ""
    assert error_of(ask_token(program.pk, secret)) == (503, "temporarily_unavailable")
    assert Client().get("/.well-known/jwks.json").json() == {"keys": []}


def test_key_before_is_good_while_it_is_named(program, settings):
    person = make_user()
    program_token, persons = token_of(program), access_token(person)
    settings.JWT_PREVIOUS_KEY = settings.HEADLESS_JWT_PRIVATE_KEY
    settings.HEADLESS_JWT_PRIVATE_KEY = generate_private_key()
    assert len(Client().get("/.well-known/jwks.json").json()["keys"]) == 2
    assert caller(program_token).get("/api/v1/listings").status_code == 200
    assert caller(persons).get("/api/v1/me").status_code == 200
    assert caller(token_of(program)).get("/api/v1/listings").status_code == 200
    settings.JWT_PREVIOUS_KEY = ""
    assert caller(program_token).get("/api/v1/listings").status_code == 401
    assert caller(persons).get("/api/v1/me").status_code == 401


def test_use_is_noted_once_an_hour(program):
    with time_machine.travel(clock.now(), tick=False) as time:
        api = caller(token_of(program))
        began = clock.now()
        for minutes, noted in ((0, 0), (19, 0)):
            time.shift(minutes * 60)
            api.get("/api/v1/listings")
            program.refresh_from_db()
            assert (program.last_used_at - began).total_seconds() == noted
        time.shift(3600)
        caller(token_of(program)).get("/api/v1/listings")
        program.refresh_from_db()
        assert (program.last_used_at - began).total_seconds() == 4740


def test_tokens_are_throttled_for_a_program_whose_secret_is_right(program):
    secret = new_secret(program)
    take(f"token-client:{program.pk}", limits.FOR_ONE_PROGRAM, tokens=19)
    assert ask_token(program.pk, "fcs_wrong").status_code == 401  # takes nothing of its room
    assert ask_token(program.pk, secret).status_code == 200
    refused = ask_token(program.pk, secret)
    assert error_of(refused) == (429, "temporarily_unavailable")
    assert 1 <= int(refused["Retry-After"]) <= 5


def test_attempts_are_throttled_for_a_network(program, rf):
    here = hashed_network(rf.get("/"))
    take(f"token-network:{here}", limits.FROM_ONE_NETWORK, tokens=40)
    refused = ask_token(program.pk, new_secret(program))
    assert error_of(refused) == (429, "temporarily_unavailable")
    assert 1 <= int(refused["Retry-After"]) <= 2


def test_document_names_what_is_there_and_nothing_else(settings):
    settings.SITE_URL = "https://food.example"
    document = Client().get("/.well-known/openid-configuration", headers={"Host": "localhost"})
    assert document.json() == {
        "issuer": "https://food.example",
        "token_endpoint": "https://food.example/identity/o/api/token",
        "revocation_endpoint": "https://food.example/identity/o/api/revoke",
        "jwks_uri": "https://food.example/.well-known/jwks.json",
        "grant_types_supported": ["client_credentials"],
        "response_types_supported": [],
        "scopes_supported": Scope.values,
        "token_endpoint_auth_methods_supported": ["client_secret_basic", "client_secret_post"],
        "revocation_endpoint_auth_methods_supported": [
            "client_secret_basic",
            "client_secret_post",
        ],
        "service_documentation": "https://food.example/api/v1/docs/",
    }
    assert document["Access-Control-Allow-Origin"] == "*"


def test_the_rest_of_a_provider_is_not_there():
    rest = ("authorize", "device", "logout", "api/device/code", "api/userinfo", "api/introspect")
    for path in (*rest, "api/clients"):
        assert Client().get(f"/identity/o/{path}").status_code == 404
        assert Client().post(f"/identity/o/{path}").status_code == 404
    for name in ("authorization", "device_code", "logout", "userinfo"):
        with pytest.raises(NoReverseMatch):
            reverse(f"idp:oidc:{name}")
