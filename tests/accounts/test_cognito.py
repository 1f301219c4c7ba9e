"""People of a Cognito user pool: moto's own tokens over HTTP, and whatever else may be sent."""

import base64
import hmac
import json
import threading
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from uuid import uuid4

import boto3
import jwt
import pytest
from allauth.account.models import EmailAddress
from allauth.core.internal import jwkkit
from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount
from cryptography.hazmat.primitives import serialization
from django.core.checks import run_checks
from django.test import Client
from moto.server import ThreadedMotoServer
from pytest_django import Settings

from accounts import cognito, services
from accounts.enums import SecurityEventKind
from accounts.keys import generate_private_key
from accounts.models import SecurityEvent, User
from core import clock
from tests.accounts.programs import caller
from tests.factories import PASSWORD, access_token, make_user

pytestmark = pytest.mark.django_db
REGION, SECRET = "eu-west-1", "Correct-Horse-9"
ISSUER = f"https://cognito-idp.{REGION}.amazonaws.com/{REGION}_Pool"
OURS, OTHERS = "our-client", "their-client"


@pytest.fixture(autouse=True)
def _keys_are_not_remembered() -> None:
    cognito.key_set.cache_clear()


@pytest.fixture
def ana() -> User:
    return make_user(email="ana@example.org")


def status_of(token: str) -> int:
    return int(caller(token).get("/api/v1/me").status_code)


class Pool:
    """A user pool of moto's, with two clients and Ana."""

    def __init__(self, url: str) -> None:
        keys: Any = {"aws_access_key_id": "x", "aws_secret_access_key": "x"}
        self.aws: Any = boto3.client("cognito-idp", REGION, endpoint_url=url, **keys)
        self.id = self.aws.create_user_pool(PoolName="town")["UserPool"]["Id"]
        self.issuer = f"https://cognito-idp.{REGION}.amazonaws.com/{self.id}"
        self.jwks_url = f"{url}/{self.id}/.well-known/jwks.json"
        self.ours, self.others = self._client("ours"), self._client("others")
        told = [
            {"Name": "email", "Value": "ana@example.org"},
            {"Name": "email_verified", "Value": "true"},
        ]
        self.aws.admin_create_user(UserPoolId=self.id, Username="ana", UserAttributes=told)
        self.aws.admin_set_user_password(
            UserPoolId=self.id, Username="ana", Password=SECRET, Permanent=True
        )

    def _client(self, name: str) -> str:
        made = self.aws.create_user_pool_client(
            UserPoolId=self.id,
            ClientName=name,
            ExplicitAuthFlows=["ALLOW_USER_PASSWORD_AUTH"],
            ReadAttributes=["email", "email_verified"],
        )
        return str(made["UserPoolClient"]["ClientId"])

    def sign_in(self, client: str) -> dict[str, str]:
        answer = self.aws.initiate_auth(
            ClientId=client,
            AuthFlow="USER_PASSWORD_AUTH",
            AuthParameters={"USERNAME": "ana", "PASSWORD": SECRET},
        )
        return dict(answer["AuthenticationResult"])


@pytest.fixture(scope="module")
def pool() -> Iterator[Pool]:
    server = ThreadedMotoServer(ip_address="127.0.0.1", port=0)
    server.start()
    host, port = server.get_host_and_port()
    yield Pool(f"http://{host}:{port}")
    server.stop()


@pytest.fixture
def configured(pool: Pool, settings: Settings) -> Pool:
    settings.COGNITO_ISSUER = pool.issuer
    settings.COGNITO_CLIENT_IDS = [pool.ours]
    settings.COGNITO_JWKS_URL = pool.jwks_url
    return pool


def test_verified_address_ties_the_two_accounts_once(configured: Pool, ana: User) -> None:
    tokens = configured.sign_in(configured.ours)
    assert status_of(tokens["AccessToken"]) == 401  # not known yet, and it names no address
    assert status_of(tokens["IdToken"]) == 200
    assert status_of(tokens["AccessToken"]) == 200
    me = caller(tokens["AccessToken"]).get("/api/v1/me").json()["data"]
    assert me["id"] == str(ana.pk)
    tied = SocialAccount.objects.get()
    assert (tied.user, tied.provider) == (ana, "cognito")
    connected = SecurityEvent.objects.filter(kind=SecurityEventKind.ACCOUNT_CONNECTED)
    assert [event.user for event in connected] == [ana]


def test_tied_account_writes_as_its_person(configured: Pool, ana: User) -> None:
    token = configured.sign_in(configured.ours)["IdToken"]
    answer = caller(token).patch("/api/v1/me", {"display_name": "Ana B."}, format="json")
    ana.refresh_from_db()
    assert (answer.status_code, ana.display_name) == (200, "Ana B.")


def test_another_client_of_the_pool_opens_nothing(configured: Pool, ana: User) -> None:
    tokens = configured.sign_in(configured.others)
    assert [status_of(tokens["IdToken"]), status_of(tokens["AccessToken"])] == [401, 401]
    assert not SocialAccount.objects.exists()


def test_nobody_here_is_made_by_a_token(configured: Pool) -> None:
    before = User.objects.count()
    assert status_of(configured.sign_in(configured.ours)["IdToken"]) == 401
    assert (User.objects.count(), SocialAccount.objects.count()) == (before, 0)


def test_address_that_is_not_verified_here_ties_nothing(configured: Pool, ana: User) -> None:
    EmailAddress.objects.update(verified=False)
    assert status_of(configured.sign_in(configured.ours)["IdToken"]) == 401
    assert not SocialAccount.objects.exists()


def test_closed_account_stays_closed(configured: Pool, ana: User) -> None:
    token = configured.sign_in(configured.ours)["IdToken"]
    assert status_of(token) == 200
    services.set_active(user=ana, is_active=False)
    assert status_of(token) == 401


def test_without_settings_tokens_of_a_pool_open_nothing(pool: Pool, ana: User) -> None:
    assert status_of(pool.sign_in(pool.ours)["IdToken"]) == 401


class Published:
    """Keys of our own, published as a pool does; counts who asks for them."""

    def __init__(self) -> None:
        self.keys: list[dict[str, Any]] = []
        self.asked = 0
        self.is_up = True
        published = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                published.asked += 1
                self.send_response(200 if published.is_up else 500)
                self.end_headers()
                self.wfile.write(json.dumps({"keys": published.keys}).encode())

            def log_message(self, *args: Any) -> None:
                pass

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        threading.Thread(target=self.server.serve_forever, daemon=True).start()
        self.url = f"http://127.0.0.1:{self.server.server_port}/jwks.json"

    def publish(self, kid: str) -> str:
        """A new key under this name, beside the others; its PEM."""
        pem = generate_private_key()
        named = jwkkit.load_jwk_from_pem(pem)[0]
        self.keys.append({**named, "kid": kid, "use": "sig", "alg": "RS256"})
        return pem


@pytest.fixture
def published(settings: Settings) -> Iterator[Published]:
    made = Published()
    settings.COGNITO_ISSUER = ISSUER
    settings.COGNITO_CLIENT_IDS = [OURS]
    settings.COGNITO_JWKS_URL = made.url
    yield made
    made.server.shutdown()
    made.server.server_close()


@pytest.fixture
def sub(ana: User) -> str:
    """Ana's name in the pool, which is tied to her."""
    name = str(uuid4())
    SocialAccount.objects.create(user=ana, provider="cognito", uid=name)
    return name


def claims(of: str, /, **changes: Any) -> dict[str, Any]:
    now = int(clock.now().timestamp())
    said = {
        "iss": ISSUER,
        "sub": of,
        "client_id": OURS,
        "token_use": "access",
        "iat": now,
        "exp": now + 600,
    }
    return {name: value for name, value in {**said, **changes}.items() if value is not None}


def signed(said: dict[str, Any], pem: str, **header: Any) -> str:
    return jwt.encode(said, pem, "RS256", headers={"kid": "one", **header})


def by_public_key(said: dict[str, Any], key: bytes) -> str:
    """Signed with HMAC and the public key, as a library that believes the header would check."""

    def part(content: bytes) -> bytes:
        return base64.urlsafe_b64encode(content).rstrip(b"=")

    head = {"alg": "HS256", "typ": "JWT", "kid": "one"}
    signed_part = part(json.dumps(head).encode()) + b"." + part(json.dumps(said).encode())
    return (signed_part + b"." + part(hmac.digest(key, signed_part, "sha256"))).decode()


def test_good_tokens_of_both_uses_are_good(published: Published, sub: str) -> None:
    pem = published.publish("one")
    assert status_of(signed(claims(sub), pem)) == 200
    identity = claims(sub, client_id=None, aud=OURS, token_use="id")
    assert status_of(signed(identity, pem)) == 200
    assert published.asked == 1


WRONG: dict[str, dict[str, Any]] = {
    "another pool": {"iss": ISSUER + "2"},
    "an issuer that begins alike": {"iss": ISSUER + "/x"},
    "another client": {"client_id": OTHERS},
    "no client": {"client_id": None},
    "clients": {"client_id": [OURS]},
    "an audience in place of a client": {"client_id": None, "aud": OURS},
    "an identity token with a client_id": {"token_use": "id"},
    "an identity token for another": {"token_use": "id", "aud": OTHERS},
    "an identity token for several": {"token_use": "id", "aud": [OURS, OTHERS]},
    "no use": {"token_use": None},
    "another use": {"token_use": "refresh"},
    "no end": {"exp": None},
    "long over": {"exp": 1_000_000_000},
    "no sub": {"sub": None},
    "another person": {"sub": "nobody"},
    "not yet": {"iat": 32_500_000_000},
    "not before": {"nbf": 32_500_000_000},
}


@pytest.mark.parametrize("name", WRONG)
def test_wrong_claims_open_nothing(published: Published, sub: str, name: str) -> None:
    pem = published.publish("one")
    assert status_of(signed(claims(sub, **WRONG[name]), pem)) == 401


def test_wrong_signatures_open_nothing(published: Published, sub: str) -> None:
    pem, foreign = published.publish("one"), generate_private_key()
    public = jwkkit.load_pem(pem).public_key()
    shown = public.public_bytes(
        serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo
    )
    good = signed(claims(sub), pem)
    head, body, signature = good.split(".")
    for token in (
        signed(claims(sub), foreign),
        signed(claims(sub), pem, kid="two"),
        jwt.encode(claims(sub), pem, "RS256"),
        good + "x",
        jwt.encode(claims(sub), "", "none", headers={"kid": "one"}),
        by_public_key(claims(sub), shown),
        jwt.encode(claims(sub), pem, "RS512", headers={"kid": "one"}),
        f"{head}.{body}.",
        f"{head}.{body}.{signature[:-4]}AAAA",
    ):
        assert status_of(token) == 401, token
    assert status_of(good) == 200


def test_key_in_the_token_itself_is_not_looked_at(published: Published, sub: str) -> None:
    published.publish("one")
    foreign = generate_private_key()
    named = jwkkit.load_jwk_from_pem(foreign)[0]
    token = signed(claims(sub), foreign, jwk=named, jku=published.url, x5u=published.url)
    assert status_of(token) == 401


def test_new_key_is_fetched_when_it_is_met(
    published: Published, sub: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    old = published.publish("one")
    assert status_of(signed(claims(sub), old)) == 200
    new = published.publish("two")
    monkeypatch.setattr(cognito, "ANEW_SECONDS", 0)
    assert status_of(signed(claims(sub), new, kid="two")) == 200
    assert status_of(signed(claims(sub), old)) == 200
    assert published.asked == 2


def test_made_up_keys_are_not_asked_for_each_time(published: Published, sub: str) -> None:
    pem = published.publish("one")
    for number in range(20):
        assert status_of(signed(claims(sub), pem, kid=f"made-up-{number}")) == 401
    assert published.asked == 1
    assert status_of(signed(claims(sub), pem)) == 200


def test_withdrawn_key_is_not_good_for_ever(
    published: Published, sub: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    pem = published.publish("one")
    token = signed(claims(sub), pem)
    assert status_of(token) == 200
    published.keys.clear()
    published.publish("two")
    assert status_of(token) == 200
    monkeypatch.setattr(cognito, "FRESH_SECONDS", 0)
    monkeypatch.setattr(cognito, "ANEW_SECONDS", 0)
    assert status_of(token) == 401


def test_pool_that_does_not_answer_holds_up_nobody_it_knows(
    published: Published, sub: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    token = signed(claims(sub), published.publish("one"))
    assert status_of(token) == 200
    published.is_up = False
    monkeypatch.setattr(cognito, "FRESH_SECONDS", 0)
    monkeypatch.setattr(cognito, "ANEW_SECONDS", 0)
    assert status_of(token) == 200


def test_second_name_in_the_pool_is_not_tied_to_the_same_account(
    published: Published, sub: str
) -> None:
    pem = published.publish("one")
    address = {"email": "ana@example.org", "email_verified": True}
    other = claims("second", client_id=None, aud=OURS, token_use="id", **address)
    assert status_of(signed(other, pem)) == 401
    assert SocialAccount.objects.count() == 1


# --- No way round what is set up here ------------------------------------------------------------


def add_an_app(user: User) -> None:
    Authenticator.objects.create(user=user, type=Authenticator.Type.TOTP, data={})


def make_staff(user: User) -> None:
    User.objects.filter(pk=user.pk).update(is_staff=True)


def make_superuser(user: User) -> None:
    User.objects.filter(pk=user.pk).update(is_superuser=True)


@pytest.mark.parametrize("asks_for_more", [add_an_app, make_staff, make_superuser])
def test_second_factor_is_not_gone_round(
    published: Published,
    ana: User,
    sub: str,
    settings: Settings,
    asks_for_more: Callable[[User], None],
) -> None:
    token = signed(claims(sub), published.publish("one"))
    assert status_of(token) == 200
    asks_for_more(ana)
    assert status_of(token) == 401
    settings.COGNITO_ENFORCES_MFA = True
    assert status_of(token) == 200


def test_refused_token_ties_nothing(configured: Pool, ana: User) -> None:
    add_an_app(ana)
    assert status_of(configured.sign_in(configured.ours)["IdToken"]) == 401
    assert not SocialAccount.objects.exists()
    assert not SecurityEvent.objects.filter(kind=SecurityEventKind.ACCOUNT_CONNECTED).exists()


def sign_out_everywhere(user: User) -> None:
    assert caller(access_token(user)).delete("/api/v1/me/sessions").status_code == 200


def sign_out_everywhere_on_the_page(user: User) -> None:
    browser = Client()
    browser.force_login(user)
    assert browser.post("/settings/devices/sign-out-everywhere/").status_code == 302


def change_password(user: User) -> None:
    user.set_password(PASSWORD)
    user.save()
    browser = Client()
    browser.force_login(user)
    new = {"password1": "a-much-longer-one-9", "password2": "a-much-longer-one-9"}
    browser.post("/accounts/password/change/", {"oldpassword": PASSWORD, **new})
    user.refresh_from_db()
    assert user.check_password(new["password1"])


def close_and_reopen(user: User) -> None:
    services.set_active(user=user, is_active=False)
    services.set_active(user=user, is_active=True)


ENDINGS = [sign_out_everywhere, sign_out_everywhere_on_the_page, change_password, close_and_reopen]


@pytest.mark.parametrize("end", ENDINGS)
def test_sign_ins_before_the_last_ending_are_over(
    published: Published, ana: User, sub: str, end: Callable[[User], None]
) -> None:
    # The database dates a closing by its transaction, here the test's, which began a while ago.
    pem, now = published.publish("one"), int(clock.now().timestamp()) - 60
    before = signed(claims(sub, auth_time=now), pem)
    assert status_of(before) == 200
    end(ana)
    assert status_of(before) == 401
    after = now + 68  # within the leeway
    refreshed = claims(sub, auth_time=now, iat=after)
    assert status_of(signed(refreshed, pem)) == 401
    assert status_of(signed(claims(sub, iat=now, auth_time=after), pem)) == 401
    assert status_of(signed(claims(sub, iat=after, auth_time=after), pem)) == 200
    assert status_of(signed(claims(sub, iat=after), pem)) == 200


def test_what_others_end_ends_nothing_of_ones_own(published: Published, sub: str) -> None:
    token = signed(claims(sub), published.publish("one"))
    sign_out_everywhere(make_user())
    assert status_of(token) == 200


def test_sign_in_is_over_when_nobody_would_know_of_an_ending(
    published: Published, sub: str
) -> None:
    pem, now = published.publish("one"), int(clock.now().timestamp())
    days = 86_400
    assert status_of(signed(claims(sub, auth_time=now - 89 * days), pem)) == 200
    for told in (now - 91 * days, "yesterday", None):
        said = {**claims(sub), "auth_time": told}
        assert status_of(signed(said, pem)) == 401


@pytest.mark.parametrize("verified", [False, "false", None, 1, "yes"])
def test_address_that_the_pool_has_not_verified_ties_nothing(
    published: Published, ana: User, verified: object
) -> None:
    pem = published.publish("one")
    said = {"email": "ana@example.org", "email_verified": verified}
    token = claims("new", client_id=None, aud=OURS, token_use="id", **said)
    assert status_of(signed(token, pem)) == 401
    assert not SocialAccount.objects.exists()


def test_pool_without_clients_is_refused_at_start(settings: Settings) -> None:
    settings.COGNITO_ISSUER, settings.COGNITO_CLIENT_IDS = ISSUER, []
    assert "accounts.E003" in [problem.id for problem in run_checks()]
