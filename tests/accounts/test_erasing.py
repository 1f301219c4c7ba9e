"""Leaving: nothing of a person is left in any table, and no figure changes."""

import hashlib
from datetime import date, timedelta
from io import StringIO

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from django.core.management import call_command
from django.db import connection

from accounts import services
from accounts.enums import Purpose
from accounts.models import Erasure, User
from accounts.services.erasing import SoleOwner, fingerprint
from commitments import services as commitments
from commitments.models import Commitment
from core import clock, privacy
from core.events.drain import drain
from core.geo.models import ExactPlace
from core.privacy import AREA
from insights.figures.history import CONSUMER
from insights.models import Aggregate
from listings.models import Listing
from requests_app.models import FoodRequest
from tests.factories import (
    PASSWORD,
    make_commitment,
    make_listing,
    make_organization,
    make_request,
    make_user,
)

CANARY = "zqcanary"
REGISTRY = privacy.registered()
ERASE = "/settings/data/delete/"
HOME = (45.701234, 4.898765)


def tables() -> list[str]:
    with connection.cursor() as cursor:
        return connection.introspection.table_names(cursor)


def found(*words: str) -> set[str]:
    """The tables in which any of the words stands, in whichever column."""
    places = set()
    with connection.cursor() as cursor:
        for table in tables():
            pattern = "|".join(words)
            cursor.execute(
                f'SELECT count(*) FROM "{table}" t WHERE t::text ~* %s',  # noqa: S608
                [pattern],
            )
            if cursor.fetchone()[0]:
                places.add(table)
    return places


def digest_of_figures() -> str:
    rows = sorted(map(str, Aggregate.objects.values_list()))
    return hashlib.md5("".join(rows).encode(), usedforsecurity=False).hexdigest()


@pytest.fixture
def canary(db: None) -> User:
    """Somebody who has written into every text there is."""
    person = make_user(
        email=f"{CANARY}@example.org",
        password=PASSWORD,
        display_name=f"{CANARY} name",
        nickname=f"{CANARY} nick",
        pronouns=f"{CANARY}",
        bio=f"{CANARY} bio",
        tags=[f"{CANARY} tag"],
        birth_date=date(1981, 2, 3),
        home=None,
    )
    services.set_home(user=person, lat=HOME[0], lon=HOME[1], label=f"{CANARY} street")
    services.agree(user=person, purpose=Purpose.HOUSE_RULES, language="en")
    TOTP.activate(person, generate_totp_secret())
    person.refresh_from_db()
    return person


@pytest.fixture
def busy(canary: User, taker: User) -> User:
    """With food offered and asked for, and a promise each way."""
    note = f"{CANARY} note"
    listing = make_listing(by=canary, title=f"{CANARY} tomatoes", pickup_note=note)
    make_request(by=canary, food="egg", unit="piece", quantity="6", note=note)
    mine = make_commitment(by=taker, listing=listing, message="theirs")
    commitments.accept(commitment=mine, by=canary)
    make_commitment(by=canary, listing=make_listing(by=taker), message=note)
    return canary


def test_nothing_of_a_person_is_left_in_any_table(busy):
    old = busy.pseudonym
    assert found(CANARY) > {"accounts_user", "listings_listing", "commitments_commitment"}
    services.erase(user=busy)
    assert found(CANARY) == set()
    assert found("45.701234", "4.898765") == set()
    busy.refresh_from_db()
    assert busy.pseudonym != old
    assert (busy.is_active, busy.home, busy.birth_date) == (False, None, None)
    assert busy.email.startswith("erased-")
    assert not busy.has_usable_password()


def test_of_every_declared_model_what_was_declared_has_happened(busy):
    rows = [list(entry.to_erase(busy).values_list("pk", flat=True)) for entry in REGISTRY]
    old = list(zip(REGISTRY, rows, strict=True))
    assert {entry.model._meta.label for entry, rows in old if rows} > {
        "accounts.Consent",
        "commitments.Commitment",
        "listings.Listing",
        "mfa.Authenticator",
    }
    services.erase(user=busy)
    for entry, rows in old:
        left = entry.model._base_manager.filter(pk__in=rows)
        if entry.erase == "delete":
            assert not left.exists(), entry.model._meta.label
        elif entry.erase != "keep":
            values = {name: value for name, value in entry.erase.items() if value is not AREA}
            assert [{name: getattr(row, name) for name in values} for row in left] == [
                values
            ] * len(rows), entry.model._meta.label


def test_figures_are_as_they_were(canary, taker):
    """Of all that is over: what was live is withdrawn, and counts as that."""
    listing = make_listing(by=canary, title=f"{CANARY} tomatoes", quantity="2")
    promise = make_commitment(by=taker, listing=listing, quantity="2")
    commitments.accept(commitment=promise, by=canary)
    commitments.hand_over(commitment=promise, by=canary)
    drain(CONSUMER)
    before = digest_of_figures()
    assert Aggregate.objects.exists()
    services.erase(user=canary)
    drain(CONSUMER)
    assert digest_of_figures() == before
    assert Listing.objects.get().title == ""


def test_promises_end_and_posts_are_withdrawn(busy, taker):
    services.erase(user=busy)
    assert set(Commitment.objects.values_list("state", flat=True)) == {"cancelled"}
    assert Listing.objects.get(owner=busy).state == "withdrawn"
    assert FoodRequest.objects.get(owner=busy).state == "withdrawn"
    assert Listing.objects.get(owner=taker).state == "active"


def test_leaving_twice_is_harmless(busy):
    services.erase(user=busy)
    gone = User.objects.get(pk=busy.pk)
    again = services.erase(user=busy)
    assert (again.email, again.pseudonym, again.version) == (
        gone.email,
        gone.pseudonym,
        gone.version,
    )
    assert Erasure.objects.count() == 1


def test_others_keep_everything(canary, giver):
    make_listing(by=giver, title="Hers")
    services.erase(user=canary)
    giver.refresh_from_db()
    assert (giver.display_name, giver.is_active) == ("Gina Giver", True)
    assert Listing.objects.get().title == "Hers"
    assert ExactPlace.objects.filter(pk=giver.home_id).exists()


def test_sole_owner_hands_over_first(canary, stranger):
    pantry = make_organization(by=canary, name="Quay Pantry")
    with pytest.raises(SoleOwner) as refused:
        services.erase(user=canary)
    assert refused.value.details == {"organizations": [pantry.slug]}
    canary.refresh_from_db()
    assert canary.is_active
    services.add_member(organization=pantry, by=canary, email=stranger.email, role="owner")
    services.erase(user=canary)
    assert [m.user for m in pantry.memberships.all()] == [stranger]


def test_what_was_posted_for_an_organization_stays(canary, stranger):
    pantry = make_organization(by=canary, name="Quay Pantry")
    services.add_member(organization=pantry, by=canary, email=stranger.email, role="owner")
    make_listing(by=canary, organization=pantry, title="Bread of the pantry")
    services.erase(user=canary)
    left = Listing.objects.get()
    assert (left.title, left.state) == ("Bread of the pantry", "active")


def test_sessions_and_tokens_are_gone(client, api, canary):
    client.force_login(canary)
    caller = api(canary)
    services.erase(user=canary)
    assert client.get("/settings/").status_code == 302
    assert caller.get("/api/v1/me").status_code == 401


def test_a_restored_backup_forgets_again(canary):
    old = canary.pseudonym
    services.erase(user=canary)
    out = StringIO()
    call_command("reapply_erasures", "--list", stdout=out)
    assert out.getvalue().split()[0] == fingerprint(old)
    back = make_user(email="back@example.org")
    User.objects.filter(pk=back.pk).update(pseudonym=old, version=99)
    out = StringIO()
    call_command("reapply_erasures", stdout=out)
    assert out.getvalue() == "1 erased again\n"
    assert not User.objects.get(pk=back.pk).is_active
    call_command("reapply_erasures", stdout=(out := StringIO()))
    assert out.getvalue() == "0 erased again\n"


def test_a_log_kept_outside_is_read(canary, tmp_path):
    log = tmp_path / "erasures.log"
    log.write_text(f"{fingerprint(canary.pseudonym)} 2026-11-20T00:00:00+00:00\n")
    call_command("reapply_erasures", "--from", str(log), stdout=StringIO())
    canary.refresh_from_db()
    assert not canary.is_active


def test_every_entry_says_what_becomes_of_it():
    """A value for a field that is there; a place only where there is one."""
    for entry in privacy.registered():
        if entry.erase in ("delete", "keep"):
            continue
        for name in entry.erase:
            entry.model._meta.get_field(name)


# --- The page and the endpoint -------------------------------------------------------------------


@pytest.mark.usefixtures("fresh_limits")
def test_page_asks_who_one_is_and_for_the_address(client, db):
    free = make_user(email="free@example.org", password=PASSWORD)
    client.post("/accounts/login/", {"login": free.email, "password": PASSWORD})
    asked = client.get(ERASE)
    assert asked.url == f"/accounts/reauthenticate/?next={ERASE.replace('/', '%2F')}"
    assert client.post(asked.url, {"password": PASSWORD, "next": ERASE}).url == ERASE
    assert client.get(ERASE).status_code == 200
    wrong = client.post(ERASE, {"confirm": "no"})
    assert wrong.status_code == 422
    assert "This is not the address of your account." in wrong.content.decode()
    done = client.post(ERASE, {"confirm": " FREE@example.org "})
    assert (done.status_code, done.url) == (302, "/")
    assert EmailAddress.objects.filter(email="free@example.org").count() == 0
    assert client.get("/settings/").status_code == 302


def test_who_has_no_password_signs_in_once_more(client, stranger):
    client.force_login(stranger)
    assert client.get(ERASE).status_code == 200
    with clock.at(clock.now() + timedelta(minutes=20)):
        answer = client.get(ERASE)
    assert (answer.status_code, answer.url) == (302, f"/accounts/login/?next={ERASE}")


def test_signed_in_long_ago_must_sign_in_again(client, canary):
    client.force_login(canary)
    for path in (ERASE, "/settings/data/foodcoord.csv"):
        answer = client.get(path)
        assert answer.status_code == 302
        assert "reauthenticate" in answer.url


def test_api_erases_after_confirmation(api, stranger, giver):
    caller = api(stranger)
    wrong = caller.delete("/api/v1/me", {"confirm": giver.email})
    assert wrong.status_code == 400
    assert set(wrong.json()["error"]["details"]) == {"confirm"}
    assert caller.delete("/api/v1/me", {}).status_code == 400
    answer = caller.delete("/api/v1/me", {"confirm": stranger.email})
    assert (answer.status_code, answer.json()["data"]) == (200, {"erased": True})
    assert caller.get("/api/v1/me").status_code == 401
    giver.refresh_from_db()
    assert giver.is_active
    assert api().delete("/api/v1/me", {"confirm": giver.email}).status_code == 401


def test_the_suspended_may_leave(api, stranger):
    User.objects.filter(pk=stranger.pk).update(suspended_at=clock.now())
    answer = api(stranger).delete("/api/v1/me", {"confirm": stranger.email})
    assert answer.status_code == 200
