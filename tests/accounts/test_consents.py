import hashlib

import pytest

from accounts import consents, services
from accounts.enums import Purpose
from accounts.models import Consent, User
from core import clock
from core.errors import Invalid
from tests.accounts.inbox import code_in_last_mail

CONSENTS = "/api/v1/me/consents"
NEWS = Purpose.EMAIL_NEWS


@pytest.fixture
def older_rules(giver):
    """She agreed to the rules as they once were."""
    services.agree(user=giver, purpose=Purpose.HOUSE_RULES, language="en")
    Consent.objects.update(version="2020-01-01")
    return giver


@pytest.mark.parametrize("purpose", Purpose)
def test_each_wording_is_there_in_each_language(purpose):
    for version in consents.versions(purpose):
        texts = {consents.wording(purpose, version, code).text for code in ("en", "es", "fr")}
        assert len(texts) == 3


def test_consent_keeps_what_was_read(giver):
    given = services.agree(user=giver, purpose=NEWS, language="fr")
    text = consents.wording(NEWS, given.version, "fr").text
    assert (given.language, given.sha256) == ("fr", hashlib.sha256(text.encode()).hexdigest())


def test_agreeing_twice_is_one_consent_and_revoking_keeps_its_dates(giver):
    first = services.agree(user=giver, purpose=NEWS, language="en")
    assert services.agree(user=giver, purpose=NEWS, language="en") == first
    services.revoke(user=giver, purpose=NEWS)
    services.revoke(user=giver, purpose=NEWS)
    assert not services.has_agreed(user=giver, purpose=NEWS)
    again = services.agree(user=giver, purpose=NEWS, language="en")
    assert again != first
    assert [c.revoked_at is None for c in Consent.objects.order_by("given_at")] == [False, True]


def test_what_was_not_read_cannot_be_agreed_to(giver):
    with pytest.raises(Invalid):
        services.agree(user=giver, purpose=NEWS, language="en", version="2020-01-01")


def test_changed_rules_are_asked_for_again(older_rules):
    assert services.to_agree_again(user=older_rules) == [Purpose.HOUSE_RULES]
    services.agree(user=older_rules, purpose=Purpose.HOUSE_RULES, language="en")
    assert services.to_agree_again(user=older_rules) == []


@pytest.mark.usefixtures("fresh_limits")
def test_signing_up_is_agreeing_to_the_rules(client, db):
    page = client.get("/accounts/signup/").content.decode()
    assert 'href="/agreements/house_rules/"' in page
    client.post("/accounts/signup/", {"email": "new@example.org"})
    client.post("/accounts/confirm-email/", {"code": code_in_last_mail()})
    new = User.objects.get(email="new@example.org")
    assert [c.purpose for c in new.consents.all()] == ["house_rules"]


@pytest.mark.usefixtures("fresh_limits")
def test_sign_in_leads_past_changed_rules_and_blocks_nothing(client, older_rules):
    client.post("/accounts/login/", {"login": older_rules.email})
    answer = client.post("/accounts/login/code/confirm/", {"code": code_in_last_mail()})
    assert answer.url == "/settings/consents/again/?next=%2F"
    page = client.get(answer.url).content.decode()
    assert "Keep your promises" in page
    assert client.get("/settings/").status_code == 200
    client.post("/settings/consents/house_rules/", {"granted": "1", "next": "/"})
    assert client.get(answer.url).url == "/"


def test_page_grants_and_takes_back(client, giver):
    client.force_login(giver)
    assert "News by e-mail" in client.get("/settings/consents/").content.decode()
    client.post("/settings/consents/email_news/", {"granted": "1"})
    assert services.has_agreed(user=giver, purpose=NEWS)
    client.post("/settings/consents/email_news/", {})
    assert not services.has_agreed(user=giver, purpose=NEWS)
    assert client.post("/settings/consents/soul/", {"granted": "1"}).status_code == 404


def test_next_leads_nowhere_else(client, giver):
    client.force_login(giver)
    asked = {"granted": "1", "next": "https://evil.example/"}
    assert client.post("/settings/consents/email_news/", asked).url == "/settings/consents/"
    assert client.get("/settings/consents/again/?next=//evil.example").url == "/"


def test_everybody_reads_the_rules(client, db):
    assert client.get("/agreements/house_rules/").status_code == 200
    assert client.get("/agreements/soul/").status_code == 404


def test_nobody_is_asked_to_sign_in(client, db):
    for path in ("/settings/consents/", "/settings/consents/again/"):
        assert client.get(path).url == f"/accounts/login/?next={path}"
    assert client.post("/settings/consents/email_news/").status_code == 302


def test_api_grants_revokes_and_tells_all(api, giver, stranger):
    caller = api(giver)
    assert [item["purpose"] for item in caller.get(CONSENTS).json()["data"]["items"]] == [
        "house_rules",
        "email_news",
        "improvement",
        "partners",
    ]
    caller.post(CONSENTS, {"purpose": "email_news", "granted": True})
    told = caller.get(CONSENTS).json()["data"]["items"][1]
    assert told == {
        "purpose": "email_news",
        "required": False,
        "granted": True,
        "outdated": False,
        "version": consents.versions(NEWS)[-1],
        "language": "en",
        "text": consents.current(NEWS, "en").text,
        "sha256": consents.current(NEWS, "en").sha256,
    }
    assert not services.has_agreed(user=stranger, purpose=NEWS)
    caller.post(CONSENTS, {"purpose": "email_news", "granted": False})
    assert caller.get(CONSENTS).json()["data"]["items"][1]["granted"] is False
    wrong = caller.post(CONSENTS, {"purpose": "soul"})
    assert set(wrong.json()["error"]["details"]) == {"purpose", "granted"}
    assert api().get(CONSENTS).status_code == 401


def test_the_suspended_take_back_too(api, giver):
    services.agree(user=giver, purpose=NEWS, language="en")
    User.objects.filter(pk=giver.pk).update(suspended_at=clock.now())
    api(giver).post(CONSENTS, {"purpose": "email_news", "granted": False})
    assert not services.has_agreed(user=giver, purpose=NEWS)
