"""What no coordinator, program or receiver of one organization can do to everybody's webhooks, and
what those who have left can do no more."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import Settings

from accounts import services as accounts
from accounts.clients import registering
from accounts.enums import Role
from accounts.models import ApiClient, Organization, User
from accounts.scopes import Scope
from core import clock
from core.errors import Refused
from core.events.drain import drain
from partners.models import Webhook
from partners.webhooks import services
from partners.webhooks.claims import claim, somebody_waits
from partners.webhooks.sending import send_due
from tests.accounts.programs import caller, make_program, owner_of, token_of
from tests.factories import make_listing, make_organization, make_user
from tests.partners.hooks import make_webhook, planned, send_until_quiet, time_passes
from tests.partners.receiver import Receiver, answers

pytestmark = pytest.mark.django_db
ALL = "/api/v1/webhooks"
URL = "https://192.0.9.1/hook"
OTHER = "https://192.0.9.2/hook"


@pytest.fixture
def pantry(giver: User) -> Organization:
    return make_organization(by=giver)


def off_because(webhook: Webhook) -> str:
    return Webhook.objects.get(pk=webhook.pk).disabled_because


def test_attempts_without_end_stop_nobody(pantry: Organization, giver: User) -> None:
    webhook, _secret = make_webhook(pantry, URL)
    make_listing(by=giver)
    (delivery,) = planned(webhook)
    webhook.deliveries.update(attempts=32_767)

    assert len(claim(8)) == 1
    with pytest.raises(Refused, match="Too many"):
        services.redeliver(delivery=delivery, by=giver)
    webhook.deliveries.update(attempts=999)
    services.redeliver(delivery=delivery, by=giver)


def test_one_organization_has_two_turns_at_once(pantry: Organization, giver: User) -> None:
    own = {make_webhook(pantry, URL)[0].pk for _ in range(4)}
    other, _secret = make_webhook(make_organization(), URL)
    make_listing(by=giver)
    drain("webhooks")

    first = {each.webhook for each in claim(8)}
    assert (len(first & own), other.pk in first) == (2, True)
    assert claim(8) == []
    assert not somebody_waits()  # or the task would ring for itself without end
    Webhook.objects.filter(pk__in=first).update(busy_until=clock.now() - timedelta(1))
    Webhook.objects.filter(pk__in=first & own).update(state="disabled", disabled_because="gone")
    assert somebody_waits()
    assert {each.webhook for each in claim(8)} >= own - first


def test_a_receiver_that_fails_rests_and_is_tried_at_once_when_somebody_asks(
    pantry: Organization, giver: User, settings: Settings
) -> None:
    settings.WEBHOOK_PRIVATE_ADDRESSES = True
    with Receiver() as receiver:
        receiver.manners = [answers(500)] * 2
        webhook, _secret = make_webhook(pantry, receiver.url)
        for _ in range(3):
            make_listing(by=giver)
        drain("webhooks")

        assert (send_due(), len(receiver.calls)) == (0, 1)
        assert (send_due(), len(receiver.calls)) == (0, 1)
        assert not somebody_waits()
        Webhook.objects.update(failing_since=clock.now() - timedelta(minutes=10))
        time_passes()
        assert (send_due(), len(receiver.calls)) == (0, 2)
        webhook.refresh_from_db()
        rest = (webhook.rests_until - clock.now()).total_seconds()
        assert 590 < rest < 610

        services.ping(webhook=webhook, by=giver)
        assert send_due() >= 2  # the ping is taken, and so nothing else has to wait
    webhook.refresh_from_db()
    assert webhook.failing_since is None


def test_a_hidden_organization_hears_nothing(
    pantry: Organization, giver: User, settings: Settings
) -> None:
    settings.WEBHOOK_PRIVATE_ADDRESSES = True
    with Receiver() as receiver:
        webhook, _secret = make_webhook(pantry, receiver.url)
        make_listing(by=make_user())
        assert len(planned(webhook)) == 1
        Organization.objects.filter(pk=pantry.pk).update(hidden_at=clock.now())
        make_listing(by=make_user())

        assert len(planned(webhook)) == 1
        assert (send_due(), somebody_waits()) == (0, False)
        Organization.objects.filter(pk=pantry.pk).update(hidden_at=None)
        send_until_quiet()
        assert len(receiver.calls) == 1


def test_a_webhook_ends_with_its_makers_membership(pantry: Organization, giver: User) -> None:
    leaver = make_user()
    membership = pantry.memberships.create(user=leaver, role=Role.COORDINATOR)
    own, _secret = make_webhook(pantry, URL, by=leaver)
    moved, _secret = make_webhook(pantry, URL)
    services.change(webhook=moved, by=leaver, url=OTHER)
    staying, _secret = make_webhook(pantry, URL)
    elsewhere, _secret = make_webhook(make_organization(by=leaver), URL)

    accounts.remove_member(membership=membership, by=giver)

    assert [off_because(each) for each in (own, moved)] == ["by_hand"] * 2
    assert [off_because(each) for each in (staying, elsewhere)] == [""] * 2
    services.enable(webhook=own, by=giver)
    assert off_because(own) == ""


def test_a_webhook_ends_with_its_makers_account(pantry: Organization, giver: User) -> None:
    closed = make_user()
    pantry.memberships.create(user=closed, role=Role.COORDINATOR)
    own, _secret = make_webhook(pantry, URL, by=closed)
    staying, _secret = make_webhook(pantry, URL)

    accounts.update_profile(user=closed, nickname="closing")
    assert off_because(own) == ""
    accounts.set_active(user=closed, is_active=False)
    assert (off_because(own), off_because(staying)) == ("by_hand", "")

    accounts.set_active(user=closed, is_active=True)
    assert off_because(own) == "by_hand"  # what was open before does not come back by itself


def test_a_program_that_is_switched_off_hears_nothing_more() -> None:
    program = make_program(scopes=[Scope.LISTINGS_READ])
    account = account_of(program)
    webhook, _secret = make_webhook(
        program.organization, URL, by=account, types=["listing.created"]
    )

    accounts.remove_member(
        membership=program.organization.memberships.get(user=account), by=owner_of(program)
    )

    assert off_because(webhook) == "by_hand"
    make_listing(by=make_user())
    assert planned(webhook) == []


def test_what_a_moderator_switched_off_cannot_be_made_anew(
    pantry: Organization, giver: User, client: Client
) -> None:
    webhook, _secret = make_webhook(pantry, URL)
    services.disable(webhook=webhook, by=make_user(is_staff=True, is_superuser=True))
    assert off_because(webhook) == "by_staff"

    with pytest.raises(Refused, match="A moderator switched it off"):
        services.forget(webhook=webhook, by=giver)
    client.force_login(giver)
    page = reverse("partners:webhook_delete", args=[pantry.slug, webhook.pk])
    answer = client.post(page, follow=True)

    assert "A moderator switched it off" in answer.content.decode()
    assert Webhook.objects.filter(pk=webhook.pk).exists()


def test_a_program_hears_only_of_what_it_may_read() -> None:
    program = make_program(scopes=[Scope.WEBHOOKS_WRITE, Scope.LISTINGS_READ])
    api = caller(token_of(program))
    said = {"id": str(uuid4()), "url": URL, "event_types": ["listing.created"]}
    theirs, _secret = make_webhook(program.organization, URL, types=["commitment.created"])

    assert api.post(ALL, said).status_code == 201
    one = f"{ALL}/{said['id']}"
    assert api.patch(one, {"url": OTHER}).status_code == 200
    for kind, scope in (
        ("request.created", "requests:read"),
        ("commitment.updated", "commitments:read"),
        ("organization.updated", "organizations:read"),
        ("insight.generated", "insights:read"),
    ):
        types = ["listing.created", kind]
        added = api.post(ALL, {**said, "id": str(uuid4()), "event_types": types})
        changed = api.patch(one, {"event_types": types})
        for answer in (added, changed):
            assert answer.status_code == 403
            assert answer.json()["error"]["code"] == "SCOPE_MISSING"
            assert answer.json()["error"]["details"] == {"scope": scope}
    assert api.patch(f"{ALL}/{theirs.pk}", {"url": OTHER}).status_code == 403
    assert set(Webhook.objects.values_list("url", flat=True)) == {URL, OTHER}
    assert Webhook.objects.get(pk=theirs.pk).url == URL


def test_a_scope_that_is_taken_back_is_heard_of_no_more() -> None:
    program = make_program(scopes=[Scope.LISTINGS_READ, Scope.REQUESTS_READ])
    webhook, _secret = make_webhook(program.organization, URL, by=account_of(program))
    make_listing(by=make_user())
    assert len(planned(webhook)) == 1

    ApiClient.objects.filter(pk=program.pk).update(granted_scopes=[Scope.REQUESTS_READ])
    make_listing(by=make_user())
    assert len(planned(webhook)) == 1
    registering.revoke(client=program, by=owner_of(program))
    assert off_because(webhook) == "by_hand"


def account_of(program: ApiClient) -> User:
    program.refresh_from_db()
    assert program.account is not None
    return program.account
