"""Programs of organizations: who lets them in, what they do, and for whom."""

import re
from datetime import date
from uuid import uuid4

import pytest
from django.core import mail
from django.test import Client

from accounts import services
from accounts.clients import deciding, registering
from accounts.enums import ClientState, Role
from accounts.models import ApiClient, ClientRights, Organization, User
from accounts.permissions import in_whose_name
from accounts.scopes import Scope
from accounts.services import inviting
from commitments.models import Commitment
from core import clock
from core.api.buckets import Plan, take
from core.api.versions import PreconditionFailed
from core.errors import (
    IdempotencyMismatch,
    Invalid,
    NotAllowed,
    Refused,
    TransitionForbidden,
)
from core.events.drain import drain
from core.geo.cells import Point
from listings.models import Listing
from notifications.models import Notification
from tests.accounts.programs import (
    ask_token,
    caller,
    let_in,
    make_operator,
    make_program,
    new_secret,
    owner_of,
    register_program,
    token_of,
)
from tests.factories import make_listing, make_organization, make_user

pytestmark = pytest.mark.django_db
WRITING = [Scope.LISTINGS_READ, Scope.LISTINGS_WRITE, Scope.COMMITMENTS_WRITE]


@pytest.fixture
def owner() -> User:
    return make_user(display_name="Olga")


@pytest.fixture
def pantry(owner: User) -> Organization:
    return make_organization(by=owner, name="Quay Pantry")


@pytest.fixture
def program(pantry: Organization) -> ApiClient:
    return make_program(pantry, scopes=WRITING)


def a_listing(**more: object) -> dict[str, object]:
    return {
        "id": str(uuid4()),
        "food": "tomato",
        "quantity": "3",
        "unit": "kg",
        "available_from": clock.now().isoformat(),
        "available_until": clock.now().replace(year=clock.now().year + 1).isoformat(),
        **more,
    }


def test_approving_makes_it_someone(pantry, program):
    account = program.account
    assert account.speaks_for == pantry
    assert not account.has_usable_password()
    assert account.email == f"{program.pk}@programs.invalid"
    assert pantry.memberships.get(user=account).role == Role.COORDINATOR
    assert program.granted_scopes == sorted(WRITING)
    assert (program.per_second, program.burst, program.per_day) == (100, 200, 10_000)
    assert [row.state for row in ClientRights.objects.order_by("pk")] == [ClientState.APPROVED]
    again = let_in(program)
    assert (again.account, again.version) == (account, program.version)


def test_owners_are_told(owner, pantry, django_capture_on_commit_callbacks):
    waiting = register_program(pantry)
    let_in(waiting)
    refused = register_program(pantry, name="Till")
    deciding.refuse(client=refused, by=make_operator(), reason="Not yet.")
    drain("notifications")
    told = Notification.objects.filter(recipient=owner).order_by("created_at")
    assert sorted(row.kind for row in told) == ["program_approved", "program_refused"]
    assert not Notification.objects.filter(recipient__speaks_for=pantry).exists()
    browser = Client()
    browser.force_login(owner)
    page = browser.get("/notifications/").content.decode()
    assert "Stock list is let in" in page
    assert mail.outbox == []


def test_only_operators_decide(owner, pantry):
    waiting = register_program(pantry)
    for by in (owner, make_user()):
        with pytest.raises(NotAllowed):
            deciding.approve(client=waiting, by=by, version=waiting.version)
        with pytest.raises(NotAllowed):
            deciding.refuse(client=waiting, by=by, reason="No.")
        with pytest.raises(NotAllowed):
            deciding.set_plan(client=waiting, by=by, plan=Plan(1, 1, 1))
    with pytest.raises(Invalid):
        deciding.refuse(client=waiting, by=make_operator(), reason=" ")


def test_strangers_and_programs_look_after_none(pantry, program):
    for by in (make_user(), program.account):
        with pytest.raises(NotAllowed):
            registering.register(
                organization=pantry,
                by=by,
                client_id=uuid4(),
                name="Mine",
                purpose="Mine",
                scopes=[Scope.FEED_READ],
            )
        with pytest.raises(NotAllowed):
            registering.rotate_secret(client=program, by=by)
        with pytest.raises(NotAllowed):
            registering.change(client=program, by=by, name="Mine")
        with pytest.raises(NotAllowed):
            registering.revoke(client=program, by=by)


def test_registering_twice_makes_one(owner, pantry):
    asked = {
        "organization": pantry,
        "by": owner,
        "client_id": uuid4(),
        "name": "Till",
        "purpose": "Sells.",
    }
    first, new = registering.register(**asked, scopes=[Scope.FEED_READ])
    second, again = registering.register(**asked, scopes=[Scope.FEED_READ])
    assert (first, new, again) == (second, True, False)
    with pytest.raises(IdempotencyMismatch):
        registering.register(**asked, scopes=[Scope.LISTINGS_READ])


def test_more_scopes_wait_and_fewer_hold_at_once(owner, program):
    wanted = [Scope.LISTINGS_READ, Scope.FEED_READ]
    changed = registering.change(client=program, by=owner, scopes=wanted)
    assert changed.granted_scopes == ["listings:read"]
    assert changed.scopes_waiting == ["feed:read"]
    assert changed.state == ClientState.APPROVED
    assert list(ApiClient.objects.waiting()) == [program]
    secret = new_secret(program)
    assert ask_token(program.pk, secret, scope="feed:read").status_code == 400
    approved = let_in(program)
    assert approved.granted_scopes == ["feed:read", "listings:read"]
    assert ask_token(program.pk, secret, scope="feed:read").status_code == 200


def test_more_may_be_refused_and_the_rest_goes_on(owner, program):
    registering.change(client=program, by=owner, scopes=[*WRITING, Scope.FEED_READ])
    kept = deciding.refuse(client=program, by=make_operator(), reason="Why?")
    assert (kept.state, kept.asked_scopes) == (ClientState.APPROVED, sorted(WRITING))
    with pytest.raises(TransitionForbidden):
        deciding.refuse(client=program, by=make_operator(), reason="Again?")


def test_refused_is_asked_for_again_and_switched_off_is_not(owner, pantry):
    waiting = register_program(pantry)
    refused = deciding.refuse(client=waiting, by=make_operator(), reason="What for?")
    with pytest.raises(TransitionForbidden):
        let_in(refused)
    assert registering.change(client=refused, by=owner, purpose="Stock.").state == "pending"
    registering.revoke(client=refused, by=owner)
    registering.revoke(client=refused, by=owner)
    for verb in (
        lambda: let_in(refused),
        lambda: registering.change(client=refused, by=owner, purpose="Stock."),
        lambda: registering.rotate_secret(client=refused, by=owner),
    ):
        with pytest.raises(TransitionForbidden):
            verb()


def test_what_it_posts_is_its_organizations(pantry, program):
    api = caller(token_of(program))
    body = a_listing()
    answer = api.post("/api/v1/listings", body)
    assert answer.status_code == 201, answer.json()
    listing = Listing.objects.get()
    assert (listing.organization, listing.owner) == (pantry, program.account)
    named = {**body, "organization": str(pantry.pk)}
    assert api.post("/api/v1/listings", named).status_code == 200
    other = a_listing(organization=str(make_organization().pk))
    refused = api.post("/api/v1/listings", other)
    assert refused.json()["error"]["message"] == "A program acts for its own organization only."
    assert (refused.status_code, Listing.objects.count()) == (403, 1)


def test_what_it_proposes_is_its_organizations(pantry, program):
    tomatoes = make_listing(quantity="4")
    start = clock.now()
    asked = {
        "id": str(uuid4()),
        "listing": str(tomatoes.pk),
        "quantity": "1",
        "travel": "collect",
        "window": {
            "start": (start + (tomatoes.available_until - start) / 4).isoformat(),
            "end": (start + (tomatoes.available_until - start) / 2).isoformat(),
        },
    }
    answer = caller(token_of(program)).post("/api/v1/commitments", asked)
    assert answer.status_code == 201, answer.json()
    promise = Commitment.objects.get()
    assert (promise.receiver_organization, promise.receiver) == (pantry, program.account)


def test_people_speak_for_themselves_unless_they_say_otherwise(owner, pantry, program):
    assert in_whose_name(owner, None) is None
    assert in_whose_name(owner, pantry) == pantry
    assert in_whose_name(program.account, None) == pantry


def test_limits_of_new_accounts_are_not_for_programs(program, settings):
    settings.NEWCOMER_DAYS, settings.NEWCOMER_POSTS_A_DAY = 3, 1
    api = caller(token_of(program))
    statuses = [api.post("/api/v1/listings", a_listing()).status_code for _ in range(2)]
    assert statuses == [201, 201]


def test_program_owns_founds_and_joins_nothing(owner, pantry, program):
    membership = pantry.memberships.get(user=program.account)
    with pytest.raises(Refused):
        services.change_role(membership=membership, by=owner, role=Role.OWNER)
    with pytest.raises(NotAllowed):
        services.create_organization(
            by=program.account,
            organization_id=uuid4(),
            name="Mine",
            kind="pantry",
            place=Point(45.7, 4.8),
        )
    elsewhere = make_organization()
    theirs = elsewhere.memberships.get().user
    with pytest.raises(Invalid):
        services.add_member(
            organization=elsewhere, by=theirs, email=program.account.email, role=Role.OWNER
        )
    link, _new = inviting.invite(organization=elsewhere, by=theirs, invitation_id=uuid4())
    with pytest.raises(NotAllowed):
        inviting.join_by(invitation=link, by=program.account)


def test_program_cannot_sign_in_to_the_pages(program, client, fresh_limits):
    program.account.set_password("correct horse battery")
    program.account.save()
    asked = {"login": program.account.email, "password": "correct horse battery"}
    client.post("/accounts/login/", asked)
    assert "_auth_user_id" not in client.session
    body = {"email": program.account.email, "password": "correct horse battery"}
    assert client.post("/api/v1/auth/login", body, "application/json").status_code >= 400


def test_api_registers_rotates_and_counts(api, owner, pantry):
    mine, url = api(owner), f"/api/v1/organizations/{pantry.pk}/clients"
    said = {"id": str(uuid4()), "name": "Till", "purpose": "Sells.", "scopes": ["feed:read"]}
    made = mine.post(url, said)
    assert (made.status_code, mine.post(url, said).status_code) == (201, 200)
    data = made.json()["data"]
    assert data == {
        "id": said["id"],
        "name": "Till",
        "purpose": "Sells.",
        "state": "pending",
        "asked_scopes": ["feed:read"],
        "granted_scopes": [],
        "reason": "",
        "plan": {"per_second": 100, "burst": 200, "per_day": 10_000},
        "created_at": data["created_at"],
        "decided_at": None,
        "last_used_at": None,
    }
    one = f"{url}/{said['id']}"
    assert mine.post(f"{one}/rotate").status_code == 409
    let_in(ApiClient.objects.get())
    key = {"HTTP_IDEMPOTENCY_KEY": "once"}
    first = mine.post(f"{one}/rotate", **key).json()["data"]
    repeated = mine.post(f"{one}/rotate", **key).json()["data"]
    assert first["client_id"] == said["id"]
    assert repeated == {"client_id": said["id"], "client_secret": None}
    assert ask_token(said["id"], first["client_secret"]).status_code == 200
    take(f"client:{said['id']}", Plan(100, 200, 2), calls=2)
    take(f"client:{said['id']}", Plan(100, 200, 2))
    usage = mine.get(f"{one}/usage?days=2").json()["data"]
    assert [(row["calls"], row["refused"]) for row in usage["items"]] == [(0, 0), (2, 1)]
    assert date.fromisoformat(usage["items"][1]["day"]).year == clock.now().year
    assert mine.get(f"{one}/usage?days=91").status_code == 400
    tagged = mine.get(one)
    stale = mine.patch(one, {"name": "Kasse"}, HTTP_IF_MATCH='"1"')
    assert (stale.status_code, tagged["ETag"] != '"1"') == (412, True)
    renamed = mine.patch(one, {"name": "Kasse"}, HTTP_IF_MATCH=tagged["ETag"])
    assert renamed.json()["data"]["name"] == "Kasse"
    assert [mine.delete(one).status_code for _ in range(2)] == [204, 204]
    assert mine.get(one).json()["data"]["state"] == "revoked"


def test_list_is_paged_at_one_count_of_queries(api, owner, pantry, django_assert_num_queries):
    url = f"/api/v1/organizations/{pantry.pk}/clients"
    mine = api(owner)
    register_program(pantry)
    with django_assert_num_queries(6) as few:
        mine.get(url)
    for _ in range(3):
        register_program(pantry)
    with django_assert_num_queries(len(few)):
        page = mine.get(url).json()
    assert len(page["data"]["items"]) == 4
    first = mine.get(f"{url}?limit=3").json()
    rest = mine.get(f"{url}?limit=3&cursor={first['meta']['next']}").json()
    assert [len(first["data"]["items"]), len(rest["data"]["items"])] == [3, 1]


def test_pages_take_an_owner_from_registering_to_switching_off(owner, pantry, client):
    client.force_login(owner)
    home = f"/organizations/{pantry.slug}/programs/"
    assert "No programs yet" in client.get(home).content.decode()
    said = {"id": str(uuid4()), "name": "Till", "purpose": "Sells what is left."}
    refused = client.post(f"{home}new/", said)
    assert refused.status_code == 422
    shown = refused.content.decode()
    assert "Sells what is left." in shown
    assert "Choose at least one thing that it may do." in shown
    one = f"{home}{said['id']}/"
    assert client.post(f"{home}new/", {**said, "scopes": ["feed:read"]})["Location"] == one
    assert "waits for an answer" in client.get(one).content.decode()
    program = ApiClient.objects.get()
    let_in(program)
    assert "Make its secret" in client.get(one).content.decode()
    given = client.post(f"{one}secret/")
    assert "no-store" in given["Cache-Control"]
    secret = given.content.decode().split('value="fcs_')[1].split('"')[0]
    assert ask_token(program.pk, f"fcs_{secret}").status_code == 200
    take(f"client:{program.pk}", program.plan)
    assert "1 call in 30 days" in client.get(one).content.decode()
    assert "Switch Till off?" in client.get(f"{one}switch-off/").content.decode()
    assert client.post(f"{one}switch-off/")["Location"] == home
    program.refresh_from_db()
    assert program.state == ClientState.REVOKED
    assert "Switched off" in client.get(home).content.decode()


def test_members_list_says_what_is_a_program(owner, pantry, program, client, api):
    client.force_login(owner)
    page = client.get(f"/organizations/{pantry.slug}/members/").content.decode()
    assert ">Program</span>" in page
    assert f"role-{pantry.memberships.get(user=program.account).pk}" not in page
    members = api(owner).get(f"/api/v1/organizations/{pantry.pk}/members").json()["data"]["items"]
    assert [row["is_program"] for row in members] == [False, True]


def looked_at(client, page, verb):
    """The form as the page has it, with this button pressed."""
    version = re.search(r'name="version"\s+value="(\d+)"', client.get(page).content.decode())
    assert version is not None
    return {"verb": verb, "version": version[1]}


def test_no_more_is_let_in_than_was_looked_at(owner, pantry, client, settings):
    settings.STAFF_MFA_REQUIRED = False
    waiting = register_program(pantry)
    client.force_login(make_operator())
    page = f"/admin/accounts/apiclient/{waiting.pk}/change/"
    seen = looked_at(client, page, "approve")
    registering.change(client=waiting, by=owner, scopes=[Scope.LISTINGS_READ, Scope.IMPORTS_WRITE])
    for stale in (seen, {"verb": "approve"}):
        refused = client.post(page, stale)
        shown = refused.content.decode()
        assert refused.status_code == 422
        assert "It was changed meanwhile. Look at it again." in shown
        assert "imports:write" in shown
        waiting.refresh_from_db()
        assert (waiting.state, waiting.account) == ("pending", None)
    assert client.post(page, looked_at(client, page, "approve")).status_code == 302
    waiting.refresh_from_db()
    assert waiting.granted_scopes == ["imports:write", "listings:read"]


def test_more_scopes_are_let_in_as_they_were_looked_at(owner, program):
    registering.change(client=program, by=owner, scopes=[*WRITING, Scope.FEED_READ])
    program.refresh_from_db()
    seen = program.version
    registering.change(client=program, by=owner, scopes=[*WRITING, Scope.IMPORTS_WRITE])
    with pytest.raises(PreconditionFailed) as refused:
        deciding.approve(client=program, by=make_operator(), version=seen)
    program.refresh_from_db()
    assert refused.value.details["version"] == program.version
    assert program.granted_scopes == sorted(WRITING)


def test_operators_decide_in_the_admin(owner, pantry, client, settings):
    settings.STAFF_MFA_REQUIRED = False
    waiting = register_program(pantry)
    client.force_login(make_operator())
    queue = client.get("/admin/accounts/apiclient/?waiting=yes").content.decode()
    assert "Stock list" in queue
    page = f"/admin/accounts/apiclient/{waiting.pk}/change/"
    assert client.post(page, {"verb": "refuse", "reason": ""}).status_code == 422
    assert client.post(page, looked_at(client, page, "approve")).status_code == 302
    plan = {"verb": "plan", "per_second": "5", "burst": "9", "per_day": "77"}
    assert client.post(page, {**plan, "burst": "0"}).status_code == 422
    assert client.post(page, plan).status_code == 302
    waiting.refresh_from_db()
    assert (waiting.state, waiting.plan) == ("approved", Plan(5, 9, 77))
    assert client.post(page, {"verb": "switch-off"}).status_code == 302
    assert owner_of(waiting) == owner
    waiting.refresh_from_db()
    assert waiting.state == "revoked"
