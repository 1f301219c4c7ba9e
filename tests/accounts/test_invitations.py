from collections.abc import Callable
from datetime import timedelta
from urllib.parse import unquote
from uuid import uuid4

import pytest
from django.core import mail
from django.test import Client
from rest_framework.test import APIClient

from accounts.enums import Role
from accounts.models import Invitation, Membership, Organization, User
from accounts.services import inviting
from core import clock
from core.errors import Invalid, NotAllowed, TransitionForbidden
from core.events.drain import drain
from core.events.models import Delivery
from tests.factories import make_organization
from tests.races import all_at_once

pytestmark = pytest.mark.django_db
ROOT = "/api/v1/organizations"


@pytest.fixture
def pantry(giver: User) -> Organization:
    return make_organization(by=giver, name="Quay Pantry")


def invited(pantry: Organization, by: User, **values: object) -> Invitation:
    values.setdefault("invitation_id", uuid4())
    return inviting.invite(organization=pantry, by=by, **values)[0]  # type: ignore[arg-type]


def roles(pantry: Organization) -> dict[str, str]:
    return dict(pantry.memberships.values_list("user__email", "role"))


def test_who_has_the_link_joins_with_its_role(pantry, giver, taker, stranger) -> None:
    link = invited(pantry, giver, role=Role.COORDINATOR, most_uses=2)
    assert inviting.find(link.token) == link
    for person in (taker, taker, stranger):
        inviting.join_by(invitation=link, by=person)
    assert roles(pantry) == {
        "giver@example.org": "owner",
        "taker@example.org": "coordinator",
        "stranger@example.org": "coordinator",
    }
    link.refresh_from_db()
    assert (link.uses, link.is_open) == (2, False)


def test_a_link_is_used_up(pantry, giver, taker, stranger) -> None:
    link = invited(pantry, giver)
    inviting.join_by(invitation=link, by=taker)
    with pytest.raises(TransitionForbidden):
        inviting.join_by(invitation=link, by=stranger)


def test_who_belongs_keeps_their_role(pantry, giver) -> None:
    link = invited(pantry, giver, role=Role.MEMBER)
    assert inviting.join_by(invitation=link, by=giver).role == Role.OWNER
    link.refresh_from_db()
    assert link.uses == 0


def test_an_invitation_ends_after_fourteen_days(pantry, giver, taker) -> None:
    link = invited(pantry, giver)
    with clock.at(clock.now() + timedelta(days=14)), pytest.raises(TransitionForbidden):
        inviting.join_by(invitation=link, by=taker)


def test_a_revoked_one_lets_nobody_join(pantry, giver, taker) -> None:
    link = invited(pantry, giver)
    inviting.revoke(invitation=link, by=giver)
    inviting.revoke(invitation=link, by=giver)
    with pytest.raises(TransitionForbidden):
        inviting.join_by(invitation=link, by=taker)


def test_one_by_email_is_for_that_address_alone(pantry, giver, taker, stranger) -> None:
    letter = invited(pantry, giver, email="Taker@example.org")
    with pytest.raises(NotAllowed):
        inviting.join_by(invitation=letter, by=stranger)
    inviting.join_by(invitation=letter, by=taker)
    assert roles(pantry)["taker@example.org"] == "member"


@pytest.mark.parametrize("email", ["taker@example.org", "nobody@example.org"])
def test_whether_an_address_has_an_account_is_told_to_nobody(
    pantry, giver, taker, client: Client, email: str
) -> None:
    client.force_login(giver)
    sent = {"id": str(uuid4()), "email": email, "role": "member", "most_uses": ""}
    answer = client.post("/organizations/quay-pantry/members/", sent, follow=True)
    assert "The invitation is on its way by e-mail." in answer.content.decode()
    assert Membership.objects.count() == 1


def test_repeated_it_is_one(pantry, giver) -> None:
    known = uuid4()
    first = inviting.invite(organization=pantry, by=giver, invitation_id=known)
    again = inviting.invite(organization=pantry, by=giver, invitation_id=known)
    assert (first[1], again) == (True, (first[0], False))


def test_only_owners_invite_and_revoke(pantry, giver, taker) -> None:
    link = invited(pantry, giver, role=Role.COORDINATOR)
    inviting.join_by(invitation=link, by=taker)
    with pytest.raises(NotAllowed):
        invited(pantry, taker)
    with pytest.raises(NotAllowed):
        inviting.revoke(invitation=link, by=taker)


def test_open_invitations_are_bounded(pantry, giver, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(inviting, "MOST_OPEN", 1)
    invited(pantry, giver)
    with pytest.raises(Invalid):
        invited(pantry, giver)


def test_a_changed_link_leads_nowhere(pantry, giver, taker, client: Client) -> None:
    client.force_login(taker)
    assert client.get(f"/invitations/{invited(pantry, giver).token}x/").status_code == 404


@pytest.mark.django_db(transaction=True)
def test_an_invitation_is_mailed_once(pantry, giver) -> None:
    letter = invited(pantry, giver, email="nobody@example.org")
    invited(pantry, giver)
    drain("invitations")
    Delivery.objects.filter(consumer="invitations").update(done_at=None)
    drain("invitations")
    [message] = mail.outbox
    assert (message.to, message.subject) == (["nobody@example.org"], "Quay Pantry invites you")
    assert message.extra_headers == {"Message-ID": f"<invitation-{letter.pk}@localhost>"}
    assert f"/invitations/{letter.token}/" in str(message.body)


@pytest.mark.django_db(transaction=True)
def test_the_last_place_of_a_link_goes_to_one(pantry, giver, taker, stranger) -> None:
    link = invited(pantry, giver)
    people = [taker, stranger]

    def join(number: int) -> bool:
        try:
            inviting.join_by(invitation=Invitation.objects.get(pk=link.pk), by=people[number])
        except TransitionForbidden:
            return False
        return True

    assert sorted(all_at_once(2, join)) == [False, True]
    assert pantry.memberships.count() == 2


def test_the_page_asks_once_and_joins(pantry, giver, taker, client: Client) -> None:
    address = invited(pantry, giver).get_absolute_url()  # signed anew, and dated, each time
    anonymous = client.get(address)
    assert unquote(anonymous["Location"]) == f"/accounts/login/?next={unquote(address)}"
    client.force_login(taker)
    assert "Join Quay Pantry?" in client.get(address).content.decode()
    assert Membership.objects.filter(user=taker).count() == 0
    assert client.post(address)["Location"] == pantry.get_absolute_url()
    assert Membership.objects.filter(user=taker).count() == 1


def test_the_page_says_when_it_is_no_longer_good(pantry, giver, taker, client: Client) -> None:
    link = invited(pantry, giver)
    inviting.revoke(invitation=link, by=giver)
    client.force_login(taker)
    answer = client.get(link.get_absolute_url())
    assert answer.status_code == 410
    assert "This invitation is no longer good" in answer.content.decode()


def test_an_owner_revokes_on_the_page(pantry, giver, stranger, client: Client) -> None:
    link = invited(pantry, giver)
    path = f"/organizations/quay-pantry/invitations/{link.pk}/revoke/"
    client.force_login(stranger)
    assert client.post(path).status_code == 403
    client.force_login(giver)
    assert client.post(path).status_code == 302
    link.refresh_from_db()
    assert link.is_open is False


def test_over_the_api(pantry, giver, taker, api: Callable[..., APIClient]) -> None:
    sent = {"id": str(uuid4()), "role": "coordinator"}
    made = api(giver).post(f"{ROOT}/{pantry.pk}/invitations", sent)
    assert made.status_code == 201
    assert api(giver).post(f"{ROOT}/{pantry.pk}/invitations", sent).status_code == 200
    token = made.json()["data"]["url"].split("/")[-2]
    joined = api(taker).post("/api/v1/invitations/accept", {"token": token})
    assert joined.json()["data"] == {
        "id": str(taker.pk),
        "name": "Tom Taker",
        "role": "coordinator",
        "is_program": False,
    }
    assert api(taker).post("/api/v1/invitations/accept", {"token": "no"}).status_code == 404
    assert api().post("/api/v1/invitations/accept", {"token": token}).status_code == 401
    other = invited(pantry, giver)
    listed = api(giver).get(f"{ROOT}/{pantry.pk}/invitations").json()["data"]["items"]
    assert [item["id"] for item in listed] == [str(other.pk)]
    path = f"{ROOT}/{pantry.pk}/invitations/{other.pk}"
    assert api(giver).delete(path).status_code == 204
    assert api(taker).get(f"{ROOT}/{pantry.pk}/invitations").status_code == 403
